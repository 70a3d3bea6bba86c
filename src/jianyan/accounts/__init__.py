"""Organisations, the people who sign in, their roles and sessions.

A session is a random token in a cookie; the database keeps its hash. An id that was not given out is never
adopted, and each sign-in gets a new one. Pages for citizens have no session at all.

Writes: Organisation, Account, Session.
"""

from jianyan.accounts.queries import AccountSummary, accounts, names_by_trail_id
from jianyan.accounts.roles import CONSOLE_ROLES, Front, Role
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
    "AccountExists",
    "AccountSummary",
    "Front",
    "NoSuchAccount",
    "Person",
    "Role",
    "SignedIn",
    "WrongSignIn",
    "accounts",
    "add_account",
    "add_organisation",
    "change_role",
    "names_by_trail_id",
    "set_active",
    "sign_in",
    "sign_out",
    "signed_in",
]
