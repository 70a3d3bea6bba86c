import asyncio
from datetime import datetime, timedelta

import pytest

import builders
import cast
from builders import NOW
from jianyan import accounts, trail
from jianyan.accounts import Front, Role, SetUpDone, WrongSetUpCode
from jianyan.accounts.tables import SetUp
from jianyan.errors import Invalid


async def set_up(
    code: str, *, email: str = cast.ADA, password: str = cast.PASSWORD, now: datetime = NOW
) -> str:
    return await accounts.set_up(
        code, email=email, password=password, organisation="江州市政协", name="Ada", now=now
    )


async def offered(now: datetime = NOW) -> str:
    code = await accounts.offer_set_up(now=now)
    assert code is not None
    return code


async def test_the_printed_code_makes_the_first_administrator_who_has_still_to_enrol(database: str) -> None:
    token = await set_up((await offered()).lower())
    signed_in = await accounts.signed_in(token, front=Front.CONSOLE, now=NOW)
    assert signed_in is not None
    assert (signed_in.person.role, signed_in.person.must_enrol) == (Role.ADMIN, True)
    assert [act.kind for act in await trail.acts(most=2)] == ["sign-in", "set-up"]


async def test_the_code_works_once_and_nothing_is_offered_afterwards(database: str) -> None:
    first, second = await offered(), await offered()
    await set_up(first)
    for code in (first, second):
        with pytest.raises(SetUpDone):
            await set_up(code, email="other@jianyan.example")
    assert await accounts.offer_set_up(now=NOW) is None
    assert [account.email for account in await accounts.accounts()] == [cast.ADA]


async def test_of_several_who_set_up_at_once_one_is_first(database: str) -> None:
    codes = [await offered() for _ in range(4)]
    people = [set_up(code, email=f"{place}@jianyan.example") for place, code in enumerate(codes)]
    outcomes = await asyncio.gather(*people, return_exceptions=True)
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["SetUpDone"] * 3 + ["str"]
    assert len(await accounts.accounts()) == 1


async def test_the_code_lasts_a_day(database: str) -> None:
    code = await offered()
    with pytest.raises(WrongSetUpCode):
        await set_up(code, now=NOW + timedelta(hours=24, seconds=1))
    assert await set_up(code, now=NOW + timedelta(hours=24))


@pytest.mark.parametrize("code", ["", "0" * 20, "é", "7K3M9QXT"])
async def test_a_code_that_was_not_printed_makes_nobody(database: str, code: str) -> None:
    await offered()
    with pytest.raises(WrongSetUpCode):
        await set_up(code)
    assert await accounts.accounts() == []


async def test_a_refused_form_does_not_use_the_code_up(database: str) -> None:
    code = await offered()
    with pytest.raises(Invalid):
        await set_up(code, password="short")
    assert await set_up(code)


async def test_who_is_there_already_is_asked_for_no_set_up(database: str) -> None:
    await builders.make_account(cast.WEI)
    assert await accounts.needs_set_up()
    await builders.make_account(cast.ADA)
    assert not await accounts.needs_set_up()
    assert await accounts.offer_set_up(now=NOW) is None


async def test_the_code_is_kept_as_a_hash(database: str) -> None:
    code = await offered()
    assert [row["token_hash"] for row in await SetUp.select() if code in row["token_hash"]] == []
    assert len((await SetUp.select())[0]["token_hash"]) == 64
