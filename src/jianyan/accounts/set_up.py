"""The first administrator: made by whoever reads the code that the server printed at its start.

No installation has a default password. The code works once, for a day, while there is no administrator.
"""

from datetime import datetime, timedelta

from jianyan import codes, trail
from jianyan.accounts import people
from jianyan.accounts.roles import Front, Role
from jianyan.accounts.sessions import hash_of, open_session
from jianyan.accounts.tables import Account, SetUp
from jianyan.db import transaction
from jianyan.errors import Gone, NotAllowed
from jianyan.i18n import N_

LASTS = timedelta(hours=24)
_LENGTH = 20


class SetUpDone(Gone):
    """There is an administrator; more are added in the console."""

    sentence = N_("This installation is set up. Please sign in.")


class WrongSetUpCode(NotAllowed):
    """The code is not one that was printed within a day."""

    sentence = N_("This code is not right or is over. A new one is printed when the server starts again.")


async def needs_set_up() -> bool:
    """Say whether there is no administrator at all."""
    return not await Account.exists().where(Account.role == Role.ADMIN.value)


async def offer_set_up(*, now: datetime) -> str | None:
    """Give a new code to set the installation up with; None where there is an administrator."""
    if not await needs_set_up():
        return None
    code = codes.random_code(_LENGTH)
    async with transaction():
        await SetUp.delete().where(SetUp.created_at < now - LASTS)
        await SetUp.insert(SetUp(token_hash=hash_of(code), created_at=now))
    return code


async def set_up(
    code: str,
    *,
    email: str,
    password: str,
    organisation: str,
    name: str,
    now: datetime,
    user_agent: str = "",
) -> str:
    """Add the first administrator and give the token of their session in the console.

    Raises:
        SetUpDone: there is an administrator.
        WrongSetUpCode: the code is not one that was printed within a day.
        Invalid, AccountExists: as `add_account`.
    """
    if not await needs_set_up():
        raise SetUpDone
    token_hash = hash_of(codes.tidy(code))
    if not await SetUp.exists().where((SetUp.token_hash == token_hash) & (SetUp.created_at >= now - LASTS)):
        raise WrongSetUpCode(field="code")
    address, password_hash = await people.checked(email, password)
    async with transaction():
        await _claim(token_hash, now)
        account = await people.inserted(
            address,
            password_hash=password_hash,
            role=Role.ADMIN,
            organisation=organisation,
            name=name,
            now=now,
        )
        entry = trail.Entry(kind="set-up", subject=account["trail_id"], actor=None, is_first=True)
        await trail.record(entry, at=now)
        return await open_session(account, front=Front.CONSOLE, now=now, user_agent=user_agent)


async def _claim(token_hash: str, now: datetime) -> None:
    """Use all codes up at once: of two people who set up at the same time one is first.

    Raises:
        SetUpDone: the other was.
    """
    claimed = (
        await SetUp.update({SetUp.used_at: now}).where(SetUp.used_at.is_null()).returning(SetUp.token_hash)
    )
    if token_hash not in {row["token_hash"] for row in claimed}:
        raise SetUpDone
