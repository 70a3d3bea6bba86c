"""Organisations, the people who sign in, their roles and sessions.

A session is a random token in a cookie; the database keeps its hash. An id that was not given out is never
adopted, and each sign-in gets a new one. Pages for citizens have no session at all.

    password ──► code of the app ──► session ──(ten minutes)──► a fresh proof is asked for what matters
        └─ a role that needs an app and has none: a session that can do nothing but set one up

Writes: Organisation, Account, RecoveryCode, Session, SetUp.
"""

from jianyan.accounts import tickets, totp
from jianyan.accounts.enrolment import (
    enrol,
    enrol_at_once,
    offered_secret,
    renew_recovery_codes,
    reset_totp,
)
from jianyan.accounts.organisations import (
    NoSuchOrganisation,
    OrganisationExists,
    OrganisationKind,
    OrganisationSummary,
    add_organisation_below,
    move_organisation,
    organisation_by_id,
    organisation_by_name,
    organisations,
    rename_organisation,
)
from jianyan.accounts.own_account import OwnSession, change_password, end_sessions, own_sessions
from jianyan.accounts.people import (
    AccountExists,
    NoSuchAccount,
    add_account,
    add_organisation,
    change_role,
    set_active,
)
from jianyan.accounts.proofs import WrongCode, WrongProof, step_up
from jianyan.accounts.queries import (
    AccountSummary,
    accounts,
    names_by_trail_id,
    person_by_email,
    trail_subjects,
)
from jianyan.accounts.recovery import codes_left
from jianyan.accounts.roles import CONSOLE_ROLES, NEEDS_TOTP, Front, Role
from jianyan.accounts.scope import EVERYWHERE, NOWHERE, Scope, belongs, current_scope, go_within, within
from jianyan.accounts.sessions import Person, SignedIn, sign_out, signed_in
from jianyan.accounts.set_up import SetUpDone, WrongSetUpCode, needs_set_up, offer_set_up, set_up
from jianyan.accounts.signing_in import CodeNeeded, WrongSignIn, finish_sign_in, sign_in
from jianyan.accounts.tickets import TicketOver

__all__ = [
    "CONSOLE_ROLES",
    "EVERYWHERE",
    "NEEDS_TOTP",
    "NOWHERE",
    "AccountExists",
    "AccountSummary",
    "CodeNeeded",
    "Front",
    "NoSuchAccount",
    "NoSuchOrganisation",
    "OrganisationExists",
    "OrganisationKind",
    "OrganisationSummary",
    "OwnSession",
    "Person",
    "Role",
    "Scope",
    "SetUpDone",
    "SignedIn",
    "TicketOver",
    "WrongCode",
    "WrongProof",
    "WrongSetUpCode",
    "WrongSignIn",
    "accounts",
    "add_account",
    "add_organisation",
    "add_organisation_below",
    "belongs",
    "change_password",
    "change_role",
    "codes_left",
    "current_scope",
    "end_sessions",
    "enrol",
    "enrol_at_once",
    "finish_sign_in",
    "go_within",
    "move_organisation",
    "names_by_trail_id",
    "needs_set_up",
    "offer_set_up",
    "offered_secret",
    "organisation_by_id",
    "organisation_by_name",
    "organisations",
    "own_sessions",
    "person_by_email",
    "rename_organisation",
    "renew_recovery_codes",
    "reset_totp",
    "set_active",
    "set_up",
    "sign_in",
    "sign_out",
    "signed_in",
    "step_up",
    "tickets",
    "totp",
    "trail_subjects",
    "within",
]
