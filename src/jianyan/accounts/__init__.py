"""Organisations, the people who sign in, their roles and sessions.

A session is a random token in a cookie; the database keeps its hash. An id that was not given out is never
adopted, and each sign-in gets a new one. Pages for citizens have no session at all.

Writes: Organisation, Account, Session.
"""

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
from jianyan.accounts.queries import AccountSummary, accounts, names_by_trail_id, trail_subjects
from jianyan.accounts.roles import CONSOLE_ROLES, Front, Role
from jianyan.accounts.scope import EVERYWHERE, NOWHERE, Scope, belongs, current_scope, go_within, within
from jianyan.accounts.service import (
    AccountExists,
    NoSuchAccount,
    Person,
    SignedIn,
    WrongSignIn,
    add_account,
    add_organisation,
    change_role,
    set_active,
    sign_in,
    sign_out,
    signed_in,
)

__all__ = [
    "CONSOLE_ROLES",
    "EVERYWHERE",
    "NOWHERE",
    "AccountExists",
    "AccountSummary",
    "Front",
    "NoSuchAccount",
    "NoSuchOrganisation",
    "OrganisationExists",
    "OrganisationKind",
    "OrganisationSummary",
    "Person",
    "Role",
    "Scope",
    "SignedIn",
    "WrongSignIn",
    "accounts",
    "add_account",
    "add_organisation",
    "add_organisation_below",
    "belongs",
    "change_role",
    "current_scope",
    "go_within",
    "move_organisation",
    "names_by_trail_id",
    "organisation_by_id",
    "organisation_by_name",
    "organisations",
    "rename_organisation",
    "set_active",
    "sign_in",
    "sign_out",
    "signed_in",
    "trail_subjects",
    "within",
]
