import asyncio
from dataclasses import replace

import pytest

import cast
from authenticators import PRESENT, VERIFIED, Authenticator
from builders import KEYS, NOW
from devices import (
    PARTY,
    added,
    answered,
    enter,
    later,
    live,
    question,
    session_of,
)
from jianyan import accounts, trail
from jianyan.accounts import (
    ChallengeOver,
    PasskeyCloned,
    Role,
    SignedIn,
    WrongPasskey,
    read_assertion,
)
from jianyan.accounts.challenges import Purpose
from jianyan.accounts.tables import Session


async def test_wei_signs_in_with_a_passkey_alone_and_the_trail_says_so(database: str) -> None:
    session = await session_of(cast.WEI)
    device = await added(session)
    there = await live(await enter(device, at=later(1)), now=later(1))
    assert (there.person.email, there.person.must_enrol) == (cast.WEI, False)
    assert there.has_proved(now=later(1))
    newest = (await trail.acts(kind="sign-in"))[0]
    assert newest.data == {"front": "console", "with": "passkey"}
    (passkey,) = await accounts.own_passkeys(session.person.account_id)
    assert (passkey.name, passkey.created_at, passkey.used_at) == ("手机", NOW, later(1))
    assert [act.data for act in await trail.acts(kind="passkey-add")] == [{"number": passkey.id}]


async def test_the_same_answer_opens_once_and_of_eight_at_once_one(database: str) -> None:
    device = await added(await session_of(cast.WEI))
    random, asked = question(at=later(1))
    answer = device.assertion(random)
    sent = [answered(answer, asked, at=later(1)) for _ in range(8)]
    outcomes = await asyncio.gather(*sent, return_exceptions=True)
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["ChallengeOver"] * 7 + ["str"]


async def test_a_question_is_answered_once_even_by_a_device_that_does_not_count(database: str) -> None:
    device = await added(await session_of(cast.WEI), counts=False)
    random, asked = question(at=later(1))
    assert await answered(device.assertion(random), asked, at=later(1))
    with pytest.raises(ChallengeOver):
        await answered(device.assertion(random), asked, at=later(2))
    assert await enter(device, at=later(3))
    assert await trail.acts(kind="passkey-cloned") == []


async def test_a_question_is_over_after_five_minutes(database: str) -> None:
    device = await added(await session_of(cast.WEI))
    random, asked = question(at=later(1))
    with pytest.raises(ChallengeOver):
        await answered(device.assertion(random), asked, at=later(302))
    assert await answered(device.assertion(random), asked, at=later(301))


@pytest.mark.parametrize("forged", ["", "00", "zz", "7e57ab1e" + "00" * 40, "é"])
async def test_a_question_that_is_not_ours_is_none(database: str, forged: str) -> None:
    device = await added(await session_of(cast.WEI))
    with pytest.raises(ChallengeOver):
        await answered(device.assertion(bytes(32)), forged, at=later(1))


async def test_a_question_for_one_purpose_or_session_is_none_for_another(database: str) -> None:
    session = await session_of(cast.WEI)
    device = await added(session)
    random, asked = question(Purpose.PROVE, session=session.token_hash, at=later(1))
    with pytest.raises(ChallengeOver):
        await answered(device.assertion(random), asked, at=later(1))
    for purpose, asker in (
        (Purpose.SIGN_IN, ""),
        (Purpose.PROVE, "another"),
        (Purpose.ADD, session.token_hash),
    ):
        random, asked = question(purpose, session=asker, at=later(600))
        with pytest.raises(ChallengeOver):
            await prove(session, device.assertion(random), asked)


async def prove(session: SignedIn, answer: str, asked: str) -> None:
    await accounts.step_up_with_passkey(
        session, read_assertion(answer), asked=asked, party=PARTY, keys=KEYS, now=later(601)
    )


async def test_a_passkey_is_a_fresh_proof_and_somebody_elses_is_none(database: str) -> None:
    session, other = await session_of(cast.WEI), await session_of(cast.ZHU)
    own, foreign = await added(session), await added(other)
    assert not session.has_proved(now=later(601))
    random, asked = question(Purpose.PROVE, session=session.token_hash, at=later(600))
    with pytest.raises(WrongPasskey):
        await prove(session, foreign.assertion(random), asked)
    await prove(session, own.assertion(random), asked)
    (row,) = await Session.select(Session.proved_at).where(Session.token_hash == session.token_hash)
    assert row["proved_at"] == later(601)
    (row,) = await Session.select(Session.proved_at).where(Session.token_hash == other.token_hash)
    assert row["proved_at"] == NOW


async def test_a_copied_passkey_shows_by_its_count_and_is_recorded(database: str) -> None:
    session = await session_of(cast.WEI)
    device = await added(session)
    copy = replace(device)
    assert await enter(device, at=later(1))
    assert await enter(device, at=later(2))
    with pytest.raises(PasskeyCloned):
        await enter(copy, at=later(3))
    (act,) = await trail.acts(kind="passkey-cloned")
    assert act.subject == session.person.trail_id
    assert len(await trail.acts(kind="sign-in")) == 3
    copy.counts, copy.count = False, 0
    with pytest.raises(PasskeyCloned):
        await enter(copy, at=later(4))


async def test_a_forged_count_without_the_key_is_not_recorded_as_a_copy(database: str) -> None:
    device = await added(await session_of(cast.WEI))
    assert await enter(device, at=later(1))
    forger = Authenticator(credential_id=device.credential_id)
    with pytest.raises(WrongPasskey) as refused:
        await enter(forger, at=later(2))
    assert refused.type is WrongPasskey
    assert await trail.acts(kind="passkey-cloned") == []


@pytest.mark.parametrize("flags", [PRESENT, VERIFIED])
async def test_a_passkey_that_did_not_check_its_person_opens_nothing(database: str, flags: int) -> None:
    device = await added(await session_of(cast.WEI))
    device.flags = flags
    with pytest.raises(WrongPasskey):
        await enter(device, at=later(1))


async def test_a_passkey_that_names_another_account_opens_nothing(database: str) -> None:
    device = await added(await session_of(cast.WEI))
    zhu = await session_of(cast.ZHU)
    device.user_handle = zhu.person.trail_id.encode()
    with pytest.raises(WrongPasskey):
        await enter(device, at=later(1))


async def test_an_unknown_passkey_and_one_of_somebody_kept_out_are_refused_alike(database: str) -> None:
    device = await added(await session_of(cast.WEI))
    await accounts.set_active(cast.WEI, active=False, by=None, now=NOW)
    said = set()
    for one in (device, Authenticator()):
        with pytest.raises(WrongPasskey) as refused:
            await enter(one, at=later(1))
        said.add((refused.type, refused.value.sentence))
    assert len(said) == 1


async def test_a_passkey_of_who_became_a_member_opens_no_desk(database: str) -> None:
    device = await added(await session_of(cast.WEI))
    await accounts.change_role(cast.WEI, Role.MEMBER, by=None, now=NOW)
    with pytest.raises(WrongPasskey):
        await enter(device, at=later(1))
