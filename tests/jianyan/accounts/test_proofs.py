from datetime import timedelta

import pytest

import builders
import cast
from builders import KEYS, NOW
from jianyan import accounts
from jianyan.accounts import Front, SignedIn, WrongCode, WrongProof

LATER = NOW + timedelta(minutes=11)


async def session_of(email: str) -> SignedIn:
    await builders.make_account(email)
    return await again(await builders.sign_in(email))


async def again(token: str) -> SignedIn:
    signed_in = await accounts.signed_in(token, front=Front.CONSOLE, now=NOW)
    assert signed_in is not None
    return signed_in


async def test_signing_in_is_a_proof_for_ten_minutes(database: str) -> None:
    session = await session_of(cast.WEI)
    assert session.has_proved(now=NOW + timedelta(minutes=10))
    assert not session.has_proved(now=NOW + timedelta(minutes=10, seconds=1))


async def test_a_session_without_any_proof_has_proved_nothing(database: str) -> None:
    session = await session_of(cast.WEI)
    assert not SignedIn(
        person=session.person, csrf_token="", token_hash=session.token_hash, proved_at=None
    ).has_proved(now=NOW)


async def test_a_code_proves_anew_and_the_password_does_not_where_there_is_an_app(database: str) -> None:
    await builders.make_account(cast.WEI)
    token = await builders.sign_in(cast.WEI)
    session = await again(token)
    for wrong in (cast.PASSWORD, "000000", "", cast.code(NOW)):
        with pytest.raises(WrongCode):
            await accounts.step_up(session, wrong, keys=KEYS, now=LATER)
    await accounts.step_up(session, cast.code(LATER), keys=KEYS, now=LATER)
    assert (await again(token)).proved_at == LATER


async def test_the_password_proves_where_there_is_no_app(database: str) -> None:
    await builders.make_account(cast.QIAO)
    token = await builders.sign_in(cast.QIAO)
    session = await again(token)
    with pytest.raises(WrongProof):
        await accounts.step_up(session, "wrong password", keys=KEYS, now=LATER)
    assert (await again(token)).proved_at == NOW
    await accounts.step_up(session, cast.PASSWORD, keys=KEYS, now=LATER)
    assert (await again(token)).proved_at == LATER


async def test_a_proof_counts_for_its_own_session_only(database: str) -> None:
    await builders.make_account(cast.WEI)
    here, there = await builders.sign_in(cast.WEI), await builders.sign_in(cast.WEI, away=1)
    await accounts.step_up(await again(here), cast.code(LATER), keys=KEYS, now=LATER)
    assert (await again(there)).proved_at == NOW
