import asyncio
from datetime import timedelta

import pytest

import builders
import cast
from builders import KEYS, NOW
from jianyan import accounts, trail
from jianyan.accounts import CodeNeeded, Front, Role, TicketOver, WrongCode, WrongSignIn
from jianyan.accounts.tables import Account
from jianyan.db import transaction
from jianyan.keys import KeyRing, UnfitSecret


async def enter(email: str = cast.WEI, password: str = cast.PASSWORD, code: str = "") -> str:
    return await accounts.sign_in(email, password, front=Front.CONSOLE, keys=KEYS, now=NOW, code=code)


async def ticket_of(email: str = cast.WEI) -> str:
    with pytest.raises(CodeNeeded) as needed:
        await enter(email)
    return needed.value.ticket


async def finish(ticket: str, code: str, *, after: timedelta = timedelta(0)) -> str:
    return await accounts.finish_sign_in(ticket, code, keys=KEYS, now=NOW + after)


async def test_wei_signs_in_with_password_and_code_at_once_or_one_after_the_other(database: str) -> None:
    await builders.make_account(cast.WEI)
    assert await enter(code=cast.code(NOW))
    token = await finish(await ticket_of(), cast.code(NOW, away=1))
    signed_in = await accounts.signed_in(token, front=Front.CONSOLE, now=NOW)
    assert signed_in is not None
    assert (signed_in.person.email, signed_in.person.must_enrol) == (cast.WEI, False)


async def test_a_code_is_used_once(database: str) -> None:
    await builders.make_account(cast.WEI)
    await enter(code=cast.code(NOW))
    with pytest.raises(WrongSignIn):
        await enter(code=cast.code(NOW))
    with pytest.raises(WrongCode):
        await finish(await ticket_of(), cast.code(NOW, away=-1))


async def test_of_eight_who_send_the_same_code_at_once_one_comes_in(database: str) -> None:
    await builders.make_account(cast.WEI)
    ticket = await ticket_of()
    sent = [finish(ticket, cast.code(NOW)) for _ in range(8)]
    outcomes = await asyncio.gather(*sent, return_exceptions=True)
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["WrongCode"] * 7 + ["str"]


async def test_wrong_password_and_wrong_code_are_told_in_the_same_words(database: str) -> None:
    await builders.make_account(cast.WEI)
    said = set()
    for password, code in ((cast.PASSWORD, "000000"), ("wrong password", cast.code(NOW)), ("no", "000000")):
        with pytest.raises(WrongSignIn) as refused:
            await enter(password=password, code=code)
        said.add(refused.value.sentence)
    with pytest.raises(WrongSignIn) as refused:
        await enter("nobody@jianyan.example", code=cast.code(NOW))
    assert said == {refused.value.sentence}


async def test_a_ticket_is_over_after_five_minutes_and_with_another_password(database: str) -> None:
    await builders.make_account(cast.WEI)
    ticket = await ticket_of()
    late = timedelta(minutes=5, seconds=1)
    with pytest.raises(TicketOver):
        await finish(ticket, cast.code(NOW + late), after=late)
    async with transaction():
        await Account.update({Account.password_hash: "another"}).where(Account.email == cast.WEI)
    with pytest.raises(TicketOver):
        await finish(ticket, cast.code(NOW))


async def test_a_ticket_of_somebody_who_is_kept_out_is_over(database: str) -> None:
    await builders.make_account(cast.WEI)
    ticket = await ticket_of()
    await accounts.set_active(cast.WEI, active=False, by=None, now=NOW)
    with pytest.raises(TicketOver):
        await finish(ticket, cast.code(NOW))


@pytest.mark.parametrize("forged", ["", "00", "zz", "7e57ab1e" + "00" * 40, "é"])
async def test_a_ticket_that_is_not_ours_opens_nothing(database: str, forged: str) -> None:
    await builders.make_account(cast.WEI)
    with pytest.raises(TicketOver):
        await finish(forged, cast.code(NOW))


async def test_a_ticket_tells_its_browser_nothing(database: str) -> None:
    await builders.make_account(cast.WEI)
    ticket = bytes.fromhex(await ticket_of())
    assert cast.WEI.encode() not in ticket
    assert cast.PASSWORD.encode() not in ticket


async def test_a_password_without_its_code_leaves_no_session_and_no_record(database: str) -> None:
    await builders.make_account(cast.WEI)
    await ticket_of()
    assert await trail.acts(kind="sign-in") == []


async def test_staff_without_an_app_sign_in_with_the_password_alone(database: str) -> None:
    await builders.make_account(cast.QIAO)
    signed_in = await accounts.signed_in(await enter(cast.QIAO), front=Front.CONSOLE, now=NOW)
    assert signed_in is not None
    assert (signed_in.person.has_totp, signed_in.person.must_enrol) == (False, False)


async def test_a_member_with_an_app_of_earlier_days_is_asked_for_no_code(database: str) -> None:
    await builders.make_account(cast.WEI)
    await accounts.change_role(cast.WEI, Role.MEMBER, by=None, now=NOW)
    assert await accounts.sign_in(cast.WEI, cast.PASSWORD, front=Front.MEMBERS, keys=KEYS, now=NOW)


async def test_the_secret_is_kept_encrypted_and_bound_to_its_account(database: str) -> None:
    await builders.make_account(cast.WEI)
    await builders.make_account(cast.ZHU)
    rows = {row["email"]: row for row in await Account.select()}
    kept = rows[cast.WEI]["totp_secret"]
    assert cast.TOTP_SECRET.encode() not in kept
    assert kept != rows[cast.ZHU]["totp_secret"]
    async with transaction():
        await Account.update({Account.totp_secret: kept}).where(Account.email == cast.ZHU)
    with pytest.raises(UnfitSecret):
        await enter(cast.ZHU, code=cast.code(NOW))


async def test_a_rotated_secret_still_opens_the_app(database: str) -> None:
    await builders.make_account(cast.WEI)
    rotated = KeyRing({"0badcafe": bytes(range(32)), **KEYS.by_id})
    code = cast.code(NOW)
    assert await accounts.sign_in(
        cast.WEI, cast.PASSWORD, front=Front.CONSOLE, keys=rotated, now=NOW, code=code
    )
