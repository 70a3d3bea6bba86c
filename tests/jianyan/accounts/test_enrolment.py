from datetime import timedelta

import pytest

import builders
import cast
from builders import KEYS, NOW
from jianyan import accounts, trail
from jianyan.accounts import Front, Role, SignedIn, WrongCode, WrongSignIn, totp
from jianyan.accounts.recovery import COUNT
from jianyan.accounts.tables import RecoveryCode

NEW = "lin@jianyan.example"


async def make_lin(role: Role = Role.MODERATOR) -> None:
    """Add a person whose app is not set up yet."""
    await accounts.add_account(NEW, password=cast.PASSWORD, role=role, organisation="江州市政协", now=NOW)


async def enter(code: str = "", *, email: str = NEW, after: timedelta = timedelta(0)) -> SignedIn:
    at = NOW + after
    token = await accounts.sign_in(email, cast.PASSWORD, front=Front.CONSOLE, keys=KEYS, now=at, code=code)
    return await live(token, after=after)


async def live(token: str, *, after: timedelta = timedelta(0)) -> SignedIn:
    signed_in = await accounts.signed_in(token, front=Front.CONSOLE, now=NOW + after)
    assert signed_in is not None
    return signed_in


async def enrol(session: SignedIn) -> tuple[str, list[str]]:
    """Set the offered app up and give its secret and the recovery codes."""
    secret = await accounts.offered_secret(session, keys=KEYS)
    code = totp.code_of(secret, totp.step_of(NOW))
    return secret, await accounts.enrol(session, code, keys=KEYS, now=NOW)


@pytest.mark.parametrize(("role", "must"), [(Role.ADMIN, True), (Role.MODERATOR, True), (Role.STAFF, False)])
async def test_admins_and_moderators_must_enrol_and_staff_may(database: str, role: Role, must: bool) -> None:
    await make_lin(role)
    assert (await enter()).person.must_enrol is must


async def test_lin_enrols_and_needs_a_code_from_then_on(database: str) -> None:
    await make_lin()
    secret, codes = await enrol(await enter())
    assert len(set(codes)) == COUNT
    with pytest.raises(accounts.CodeNeeded):
        await enter()
    fresh = await enter(totp.code_of(secret, totp.step_of(NOW) + 1))
    assert not fresh.person.must_enrol
    assert [act.kind for act in await trail.acts(kind="totp-enrol")] == ["totp-enrol"]


async def test_the_first_code_cannot_be_used_again_to_sign_in(database: str) -> None:
    await make_lin()
    secret, _ = await enrol(await enter())
    with pytest.raises(WrongSignIn):
        await enter(totp.code_of(secret, totp.step_of(NOW)))


async def test_a_wrong_first_code_sets_nothing_up(database: str) -> None:
    await make_lin()
    session = await enter()
    with pytest.raises(WrongCode):
        await accounts.enrol(session, "000000", keys=KEYS, now=NOW)
    assert (await enter()).person.must_enrol
    assert await RecoveryCode.count() == 0


async def test_a_session_of_who_knew_the_password_alone_does_not_grow_with_the_enrolment(
    database: str,
) -> None:
    await make_lin()
    intruders = await accounts.sign_in(NEW, cast.PASSWORD, front=Front.CONSOLE, keys=KEYS, now=NOW)
    session = await enter()
    await enrol(session)
    assert await accounts.signed_in(intruders, front=Front.CONSOLE, now=NOW) is None


async def test_the_offer_stays_the_same_in_a_session_and_differs_elsewhere(database: str) -> None:
    await make_lin()
    one, other = await enter(), await enter()
    offered = await accounts.offered_secret(one, keys=KEYS)
    assert await accounts.offered_secret(one, keys=KEYS) == offered
    assert await accounts.offered_secret(other, keys=KEYS) != offered
    secret, _ = await enrol(one)
    assert await accounts.offered_secret(one, keys=KEYS) != secret


async def test_each_recovery_code_opens_the_account_once(database: str) -> None:
    await make_lin()
    session = await enter()
    _, codes = await enrol(session)
    assert await enter(f" {codes[0][:4].lower()}-{codes[0][4:]} ")
    with pytest.raises(WrongSignIn):
        await enter(codes[0])
    assert await enter(codes[1])
    assert await accounts.codes_left(session.person.account_id) == COUNT - 2
    assert len(await trail.acts(kind="recovery-used")) == 2


async def test_a_recovery_code_of_somebody_else_opens_nothing(database: str) -> None:
    await make_lin()
    _, codes = await enrol(await enter())
    await builders.make_account(cast.WEI)
    with pytest.raises(WrongSignIn):
        await enter(codes[0], email=cast.WEI)


async def test_recovery_codes_are_kept_as_hashes(database: str) -> None:
    await make_lin()
    _, codes = await enrol(await enter())
    kept = " ".join([row["code_hash"] for row in await RecoveryCode.select()])
    assert not [code for code in codes if code in kept]
    assert kept.count(f"{KEYS.newest}:") == COUNT


async def test_renewed_codes_take_the_place_of_the_old_ones(database: str) -> None:
    await make_lin()
    session = await enter()
    _, old = await enrol(session)
    new = await accounts.renew_recovery_codes(session.person, keys=KEYS, now=NOW)
    with pytest.raises(WrongSignIn):
        await enter(old[0])
    assert await enter(new[0])
    assert set(old).isdisjoint(new)


async def test_a_reset_takes_app_codes_and_sessions_away(database: str) -> None:
    await make_lin()
    session = await enter()
    _, codes = await enrol(session)
    token = await accounts.sign_in(NEW, cast.PASSWORD, front=Front.CONSOLE, keys=KEYS, now=NOW, code=codes[0])
    await accounts.reset_totp(NEW, by=session.person.actor, now=NOW)
    assert await accounts.signed_in(token, front=Front.CONSOLE, now=NOW) is None
    assert (await enter()).person.must_enrol
    assert await accounts.codes_left(session.person.account_id) == 0
    assert [act.actor for act in await trail.acts(kind="totp-reset")] == [session.person.trail_id]
