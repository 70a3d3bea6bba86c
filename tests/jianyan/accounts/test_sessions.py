from datetime import timedelta

import builders
import cast
from builders import NOW
from jianyan import accounts
from jianyan.accounts import Front, Role
from jianyan.accounts.tables import Account, Session
from jianyan.db import transaction


async def test_a_session_of_who_was_disabled_opens_nothing_though_its_row_is_there(database: str) -> None:
    await builders.make_account(cast.QIAO)
    token = await builders.sign_in(cast.QIAO)
    async with transaction():
        await Account.update({Account.active: False}).where(Account.email == cast.QIAO)
    assert await Session.count() == 1
    assert await accounts.signed_in(token, front=Front.CONSOLE, now=NOW) is None


async def test_a_session_of_who_may_no_longer_enter_opens_nothing(database: str) -> None:
    await builders.make_account(cast.QIAO)
    token = await builders.sign_in(cast.QIAO)
    async with transaction():
        await Account.update({Account.role: Role.MEMBER.value}).where(Account.email == cast.QIAO)
    assert await accounts.signed_in(token, front=Front.CONSOLE, now=NOW) is None


async def test_a_session_opens_its_own_front_only(database: str) -> None:
    await builders.make_account(cast.QIAO)
    token = await builders.sign_in(cast.QIAO)
    assert await accounts.signed_in(token, front=Front.MEMBERS, now=NOW) is None
    assert await accounts.signed_in(token, front=Front.CONSOLE, now=NOW) is not None


async def test_a_session_whose_twelve_hours_are_over_is_deleted_at_the_next_sign_in(database: str) -> None:
    await builders.make_account(cast.QIAO)
    await builders.sign_in(cast.QIAO)
    await builders.sign_in(cast.QIAO, now=NOW + timedelta(hours=12, seconds=1))
    assert await Session.count() == 1
