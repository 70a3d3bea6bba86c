import pytest

import builders
import cast
from authenticators import Authenticator
from builders import KEYS, NOW
from devices import (
    LIN,
    PARTY,
    add,
    added,
    enter,
    enter_with_password,
    later,
    live,
    question,
    session_of,
    session_of_lin,
)
from jianyan import accounts, trail
from jianyan.accounts import (
    ChallengeOver,
    CodeNeeded,
    Front,
    NoSuchPasskey,
    Role,
    TooManyPasskeys,
    WrongPasskey,
    WrongProof,
)
from jianyan.accounts.challenges import Purpose
from jianyan.accounts.passkeys import MOST
from jianyan.accounts.tables import Passkey, Session


async def test_a_passkey_is_what_the_role_needs_and_the_password_alone_opens_nothing_then(
    database: str,
) -> None:
    session = await session_of_lin()
    assert session.person.must_enrol
    codes = await add(session, Authenticator())
    assert len(codes) == 10
    assert not (await accounts.person_by_email(LIN)).must_enrol
    with pytest.raises(CodeNeeded) as needed:
        await enter_with_password()
    assert not needed.value.has_app
    assert await enter_with_password(codes[0])


async def test_sessions_that_knew_the_password_alone_do_not_grow_with_the_passkey(database: str) -> None:
    session = await session_of_lin()
    intruders = await enter_with_password()
    await add(session, Authenticator())
    assert await accounts.signed_in(intruders, front=Front.CONSOLE, now=NOW) is None
    assert await Session.count() == 1


async def test_with_an_app_a_passkey_more_ends_no_session_and_draws_no_codes_where_some_are_left(
    database: str,
) -> None:
    session = await session_of(cast.WEI)
    await accounts.renew_recovery_codes(session.person, keys=KEYS, now=NOW)
    other = await builders.sign_in(cast.WEI, away=1)
    assert await add(session, Authenticator()) == []
    assert await accounts.signed_in(other, front=Front.CONSOLE, now=NOW) is not None


async def test_a_new_passkey_is_not_added_a_second_time_with_the_same_answer(database: str) -> None:
    session = await session_of(cast.WEI)
    random, asked = question(Purpose.ADD, session=session.token_hash)
    answer = Authenticator().registration(random)
    facts = {"name": "x", "asked": asked, "party": PARTY, "keys": KEYS, "now": NOW}
    await accounts.add_passkey(session, answer, **facts)  # type: ignore[arg-type]
    (passkey,) = await accounts.own_passkeys(session.person.account_id)
    await accounts.remove_passkey(session, passkey.id, now=NOW)
    with pytest.raises(ChallengeOver):
        await accounts.add_passkey(session, answer, **facts)  # type: ignore[arg-type]
    assert await Passkey.count() == 0


async def test_a_question_that_another_session_asked_adds_no_passkey(database: str) -> None:
    session = await session_of(cast.WEI)
    other = await live(await builders.sign_in(cast.WEI, away=1))
    random, asked = question(Purpose.ADD, session=other.token_hash)
    answer, facts = Authenticator().registration(random), {"party": PARTY, "keys": KEYS, "now": NOW}
    with pytest.raises(ChallengeOver):
        await accounts.add_passkey(session, answer, name="x", asked=asked, **facts)  # type: ignore[arg-type]
    assert await Passkey.count() == 0


async def test_a_removed_passkey_opens_nothing_and_nobody_removes_that_of_others(database: str) -> None:
    session, other = await session_of(cast.WEI), await session_of(cast.ZHU)
    device = await added(session)
    (passkey,) = await accounts.own_passkeys(session.person.account_id)
    with pytest.raises(NoSuchPasskey):
        await accounts.remove_passkey(other, passkey.id, now=NOW)
    assert await enter(device, at=later(1))
    await accounts.remove_passkey(session, passkey.id, now=NOW)
    with pytest.raises(WrongPasskey):
        await enter(device, at=later(2))
    assert [act.data for act in await trail.acts(kind="passkey-remove")] == [{"number": passkey.id}]


async def test_a_credential_is_kept_once_whoever_brings_it(database: str) -> None:
    device = await added(await session_of(cast.WEI))
    zhu = await session_of(cast.ZHU)
    with pytest.raises(WrongPasskey):
        await add(zhu, device)
    assert await accounts.own_passkeys(zhu.person.account_id) == []


async def test_nobody_has_more_than_twenty(database: str) -> None:
    session = await session_of(cast.WEI)
    for count in range(MOST):
        await add(session, Authenticator(), at=later(count))
    with pytest.raises(TooManyPasskeys):
        await add(session, Authenticator(), at=later(MOST))
    assert len(await accounts.credential_ids(session.person.account_id)) == MOST


async def test_a_long_name_is_cut(database: str) -> None:
    session = await session_of(cast.WEI)
    await add(session, Authenticator(), name=f"  {'手机' * 50} ")
    (passkey,) = await accounts.own_passkeys(session.person.account_id)
    assert passkey.name == "手机" * 30


async def test_a_reset_takes_the_passkeys_away_as_well(database: str) -> None:
    session = await session_of_lin()
    device = Authenticator()
    await add(session, device)
    await accounts.reset_totp(LIN, by=None, now=NOW)
    with pytest.raises(WrongPasskey):
        await enter(device, at=later(1))
    assert (await live(await enter_with_password())).person.must_enrol


async def test_who_has_a_passkey_proves_with_a_recovery_code_and_not_with_the_password(database: str) -> None:
    session = await session_of_lin(Role.STAFF)
    codes = await add(session, Authenticator())
    with pytest.raises(WrongProof):
        await accounts.step_up(session, cast.PASSWORD, keys=KEYS, now=NOW)
    await accounts.step_up(session, codes[0], keys=KEYS, now=later(1))
    (row,) = await Session.select(Session.proved_at)
    assert row["proved_at"] == later(1)


async def test_the_list_of_accounts_says_who_has_a_passkey(database: str) -> None:
    await added(await session_of(cast.WEI))
    await builders.make_account(cast.QIAO)
    assert {one.email: one.has_passkey for one in await accounts.accounts()} == {
        cast.WEI: True,
        cast.QIAO: False,
    }
