"""Tables of the people and bodies that work here."""

from typing import Any

from piccolo.columns import (
    BigInt,
    Boolean,
    Bytea,
    ForeignKey,
    OnDelete,
    Serial,
    Text,
    Timestamptz,
    Varchar,
)
from piccolo.table import Table


class Organisation(Table):
    """A body that asks, works or answers, in a tree: a city, its committees, a department."""

    id: Serial
    name = Varchar(120, unique=True)
    kind = Varchar(16, default="committee", help_text="one of OrganisationKind")
    parent: ForeignKey[Any] = ForeignKey(
        "self", on_delete=OnDelete.restrict, null=True, help_text="null: a root"
    )
    above = Text(default="/", help_text="ids of all above it, the root first: /1/4/; follows from parent")


class Account(Table):
    """A person who signs in. Never deleted, only made inactive."""

    id: Serial
    email = Varchar(254, unique=True, help_text="lower case")
    name = Varchar(80, default="")
    password_hash = Text(secret=True, help_text="argon2id, PHC form")
    role = Varchar(16)
    organisation = ForeignKey(Organisation, on_delete=OnDelete.restrict)
    active = Boolean(default=True)
    trail_id = Varchar(16, unique=True, help_text="the opaque id that the trail knows")
    created_at = Timestamptz(default=None)
    totp_secret = Bytea(
        null=True, default=None, secret=True, help_text="encrypted; none: no authenticator app"
    )
    totp_step = BigInt(default=0, help_text="of the last code that was used; each is used once")
    answered_at = Timestamptz(
        null=True, default=None, help_text="when the last question was asked that a passkey answered"
    )


class RecoveryCode(Table):
    """A code for the day on which the phone is lost. Deleted when the account gets new ones."""

    code_hash = Varchar(80, primary_key=True, help_text="key id:keyed hash")
    account = ForeignKey(Account, on_delete=OnDelete.restrict)
    used_at = Timestamptz(null=True, default=None)


class Passkey(Table):
    """A key pair on somebody's device, of which we have the public half. Deleted when it is taken away."""

    id: Serial
    account = ForeignKey(Account, on_delete=OnDelete.restrict)
    credential_id = Varchar(1364, unique=True, help_text="base64url; the authenticator chose it")
    public_key = Bytea(help_text="COSE key")
    sign_count = BigInt(default=0, help_text="of its last signature; 0: it does not count")
    name = Varchar(60, help_text="as its owner calls it")
    created_at = Timestamptz(default=None)
    used_at = Timestamptz(null=True, default=None)


class Session(Table):
    """A signed-in browser. Deleted at sign-out and when it ends."""

    token_hash = Varchar(64, primary_key=True, help_text="SHA-256 of what the cookie holds")
    account = ForeignKey(Account, on_delete=OnDelete.restrict)
    front = Varchar(16, help_text="console or members")
    created_at = Timestamptz(default=None)
    seen_at = Timestamptz(default=None)
    user_agent = Varchar(40, default="", help_text="family of browser and system, nothing finer")
    proved_at = Timestamptz(null=True, default=None, help_text="when a code or password was last given")


class SetUp(Table):
    """A link to set the installation up with, printed at a start. Works while there is no administrator."""

    token_hash = Varchar(64, primary_key=True, help_text="SHA-256 of the printed code")
    created_at = Timestamptz(default=None)
    used_at = Timestamptz(null=True, default=None)
