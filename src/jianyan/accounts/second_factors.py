"""What proves who one is beside the password: an authenticator app, or a passkey that checks its person."""

from typing import Any

from piccolo.querystring import QueryString

_FOUND = "EXISTS (SELECT 1 FROM passkey WHERE passkey.account = {owner})"


def of_session() -> QueryString:
    """Give what reads beside a row of Session whether its account has a passkey, as `has_passkey`."""
    return QueryString(_FOUND.format(owner='"session"."account"'), alias="has_passkey")


def of_account() -> QueryString:
    """Give what reads beside a row of Account whether it has a passkey, as `has_passkey`."""
    return QueryString(_FOUND.format(owner='"account"."id"'), alias="has_passkey")


def has_one(account: dict[str, Any]) -> bool:
    """Say whether a row of Account, read with `has_passkey`, has either."""
    return account["totp_secret"] is not None or bool(account["has_passkey"])
