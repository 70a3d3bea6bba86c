from datetime import timedelta

import pytest

import builders
import cast
from builders import KEYS, NOW
from jianyan import accounts, trail
from jianyan.accounts import Front, SignedIn, WrongProof, WrongSignIn
from jianyan.errors import Invalid

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


async def live(token: str) -> SignedIn:
    signed_in = await accounts.signed_in(token, front=Front.CONSOLE, now=NOW)
    assert signed_in is not None
    return signed_in


async def is_over(token: str) -> bool:
    return await accounts.signed_in(token, front=Front.CONSOLE, now=NOW) is None


async def enter(email: str, user_agent: str = "", *, password: str = cast.PASSWORD) -> str:
    return await accounts.sign_in(
        email, password, front=Front.CONSOLE, keys=KEYS, now=NOW, user_agent=user_agent
    )


async def test_qiao_sees_where_she_is_signed_in_and_nobody_elses_sessions(database: str) -> None:
    await builders.make_account(cast.QIAO)
    await builders.make_person(cast.ADA)
    this, _ = await enter(cast.QIAO, FIREFOX), await enter(cast.QIAO)
    listed = await accounts.own_sessions(await live(this), now=NOW)
    assert [(one.browser, one.is_this) for one in listed] == [("Firefox, Linux", True), ("", False)]
    later = NOW + timedelta(minutes=31)
    assert await accounts.own_sessions(await live(this), now=later) == []


async def test_one_session_is_ended_or_all_others(database: str) -> None:
    await builders.make_account(cast.QIAO)
    this, second, third, fourth = [await enter(cast.QIAO) for _ in range(4)]
    session = await live(this)
    handle = (await live(second)).token_hash[:16]
    assert await accounts.end_sessions(session, now=NOW, handle=handle) == 1
    assert [await is_over(token) for token in (this, second, third)] == [False, True, False]
    assert await accounts.end_sessions(session, now=NOW) == 2
    assert [await is_over(token) for token in (this, third, fourth)] == [False, True, True]
    assert [act.data for act in await trail.acts(kind="sessions-ended")] == [{"count": 2}, {"count": 1}]


@pytest.mark.parametrize("handle", ["%", "_" * 16, "", "0", "é" * 15])
async def test_a_handle_that_names_nothing_ends_nothing(database: str, handle: str) -> None:
    await builders.make_account(cast.QIAO)
    this, other = await enter(cast.QIAO), await enter(cast.QIAO)
    assert await accounts.end_sessions(await live(this), now=NOW, handle=handle) == 0
    assert not await is_over(other)


async def test_nobody_ends_the_session_of_somebody_else(database: str) -> None:
    await builders.make_account(cast.QIAO)
    await builders.make_account(cast.ADA)
    adas = await builders.sign_in(cast.ADA)
    handle = (await live(adas)).token_hash[:16]
    qiao = await live(await enter(cast.QIAO))
    assert await accounts.end_sessions(qiao, now=NOW, handle=handle) == 0
    assert not await is_over(adas)


async def test_a_changed_password_ends_the_other_sessions(database: str) -> None:
    await builders.make_account(cast.QIAO)
    this, other = await enter(cast.QIAO), await enter(cast.QIAO)
    new = "another horse altogether"
    await accounts.change_password(await live(this), old=cast.PASSWORD, new=new, now=NOW)
    assert [await is_over(token) for token in (this, other)] == [False, True]
    with pytest.raises(WrongSignIn):
        await enter(cast.QIAO)
    assert await enter(cast.QIAO, password=new)
    assert len(await trail.acts(kind="password-change")) == 1


async def test_a_password_is_not_changed_without_the_old_one_or_to_a_short_one(database: str) -> None:
    await builders.make_account(cast.QIAO)
    session = await live(await enter(cast.QIAO))
    with pytest.raises(WrongProof):
        await accounts.change_password(session, old="wrong password", new="long enough for us", now=NOW)
    with pytest.raises(Invalid, match="at least 10"):
        await accounts.change_password(session, old=cast.PASSWORD, new="short", now=NOW)
    assert await enter(cast.QIAO)
