"""Organisations, the people who sign in, their roles and sessions.

A session is a random token in a cookie; the database keeps its hash. An id that was not given out is never
adopted, and each sign-in gets a new one. Pages for citizens have no session at all.

    password ──► code of the app ──► session ──(ten minutes)──► a fresh proof is asked for what matters
        └─ a role that needs an app or a passkey and has neither: a session that can only set one up
    passkey ──────────────────────► session      (it checks its person, so it stands for both)

Writes: Organisation, Account, RecoveryCode, Passkey, Session, SetUp.
"""

from jianyan.accounts import challenges, tickets, totp
from jianyan.accounts.answering import answering
from jianyan.accounts.ceremonies import (
    PASSKEY_ALGORITHMS,
    RelyingParty,
    WrongPasskey,
    read_assertion,
    relying_party,
)
from jianyan.accounts.challenges import ChallengeOver
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
    line_of,
    move_organisation,
    organisation_by_id,
    organisation_by_name,
    organisation_ids,
    organisations,
    rename_organisation,
    root_of,
    tree_of,
)
from jianyan.accounts.own_account import OwnSession, change_password, end_sessions, own_sessions
from jianyan.accounts.passkey_proofs import PasskeyCloned, sign_in_with_passkey, step_up_with_passkey
from jianyan.accounts.passkeys import (
    NAME_MOST,
    NoSuchPasskey,
    OwnPasskey,
    TooManyPasskeys,
    add_passkey,
    credential_ids,
    own_passkeys,
    remove_passkey,
)
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
    account_ids,
    accounts,
    names_by_trail_id,
    person_by_email,
    person_by_id,
    scope_of_account,
    trail_subjects,
)
from jianyan.accounts.recovery import codes_left
from jianyan.accounts.roles import CONSOLE_ROLES, NEEDS_TOTP, OFFICE_ROLES, Front, Role
from jianyan.accounts.scope import EVERYWHERE, NOWHERE, Scope, belongs, current_scope, go_within, within
from jianyan.accounts.sessions import Person, SignedIn, sign_out, signed_in
from jianyan.accounts.set_up import SetUpDone, WrongSetUpCode, needs_set_up, offer_set_up, set_up
from jianyan.accounts.signing_in import CodeNeeded, WrongSignIn, finish_sign_in, sign_in
from jianyan.accounts.tickets import TicketOver

__all__ = [
    "CONSOLE_ROLES",
    "EVERYWHERE",
    "NAME_MOST",
    "NEEDS_TOTP",
    "NOWHERE",
    "OFFICE_ROLES",
    "PASSKEY_ALGORITHMS",
    "AccountExists",
    "AccountSummary",
    "ChallengeOver",
    "CodeNeeded",
    "Front",
    "NoSuchAccount",
    "NoSuchOrganisation",
    "NoSuchPasskey",
    "OrganisationExists",
    "OrganisationKind",
    "OrganisationSummary",
    "OwnPasskey",
    "OwnSession",
    "PasskeyCloned",
    "Person",
    "RelyingParty",
    "Role",
    "Scope",
    "SetUpDone",
    "SignedIn",
    "TicketOver",
    "TooManyPasskeys",
    "WrongCode",
    "WrongPasskey",
    "WrongProof",
    "WrongSetUpCode",
    "WrongSignIn",
    "account_ids",
    "accounts",
    "add_account",
    "add_organisation",
    "add_organisation_below",
    "add_passkey",
    "answering",
    "belongs",
    "challenges",
    "change_password",
    "change_role",
    "codes_left",
    "credential_ids",
    "current_scope",
    "end_sessions",
    "enrol",
    "enrol_at_once",
    "finish_sign_in",
    "go_within",
    "line_of",
    "move_organisation",
    "names_by_trail_id",
    "needs_set_up",
    "offer_set_up",
    "offered_secret",
    "organisation_by_id",
    "organisation_by_name",
    "organisation_ids",
    "organisations",
    "own_passkeys",
    "own_sessions",
    "person_by_email",
    "person_by_id",
    "read_assertion",
    "relying_party",
    "remove_passkey",
    "rename_organisation",
    "renew_recovery_codes",
    "reset_totp",
    "root_of",
    "scope_of_account",
    "set_active",
    "set_up",
    "sign_in",
    "sign_in_with_passkey",
    "sign_out",
    "signed_in",
    "step_up",
    "step_up_with_passkey",
    "tickets",
    "totp",
    "trail_subjects",
    "tree_of",
    "within",
]
