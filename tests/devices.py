"""People with passkeys: how they add one on a device, and how they answer with it."""

from datetime import datetime, timedelta
from typing import Any

import builders
import cast
from authenticators import Authenticator
from builders import KEYS, NOW
from jianyan import accounts
from jianyan.accounts import Front, RelyingParty, Role, SignedIn, read_assertion
from jianyan.accounts.challenges import Purpose, issued, new_challenge

PARTY = RelyingParty("localhost", "http://localhost:8000")
LIN = "lin@jianyan.example"


async def live(token: str, *, now: datetime = NOW) -> SignedIn:
    """Give the session of a token."""
    signed_in = await accounts.signed_in(token, front=Front.CONSOLE, now=now)
    assert signed_in is not None
    return signed_in


async def session_of(email: str) -> SignedIn:
    """Add somebody of the cast and sign them in."""
    await builders.make_account(email)
    return await live(await builders.sign_in(email))


async def session_of_lin(role: Role = Role.MODERATOR) -> SignedIn:
    """Add a person who has nothing but a password, and sign them in."""
    await accounts.add_account(LIN, password=cast.PASSWORD, role=role, organisation="江州市政协", now=NOW)
    return await live(await enter_with_password())


async def enter_with_password(code: str = "") -> str:
    """Sign Lin in with the password, and give the token."""
    return await accounts.sign_in(LIN, cast.PASSWORD, front=Front.CONSOLE, keys=KEYS, now=NOW, code=code)


async def add(
    session: SignedIn, device: Authenticator, *, at: datetime = NOW, name: str = "手机"
) -> list[str]:
    challenge = new_challenge(Purpose.ADD, session=session.token_hash, now=at)
    answer, asked = device.registration(challenge.random), issued(KEYS, challenge)
    return await accounts.add_passkey(session, answer, name=name, asked=asked, party=PARTY, keys=KEYS, now=at)


async def added(session: SignedIn, **facts: Any) -> Authenticator:
    """Give a device on which a new passkey of somebody is."""
    device = Authenticator(user_handle=session.person.trail_id.encode(), **facts)
    await add(session, device)
    return device


def question(
    purpose: Purpose = Purpose.SIGN_IN, *, session: str = "", at: datetime = NOW
) -> tuple[bytes, str]:
    challenge = new_challenge(purpose, session=session, now=at)
    return challenge.random, issued(KEYS, challenge)


async def enter(device: Authenticator, *, at: datetime, **changes: Any) -> str:
    """Sign in with the passkey on a device, and give the token."""
    random, asked = question(at=at)
    return await answered(device.assertion(random, **changes), asked, at=at)


async def answered(answer: str, asked: str, *, at: datetime) -> str:
    """Sign in with an answer as it is, and give the token."""
    return await accounts.sign_in_with_passkey(
        read_assertion(answer), asked=asked, party=PARTY, keys=KEYS, now=at
    )


def later(seconds: float) -> datetime:
    """Give the moment so many seconds after NOW."""
    return NOW + timedelta(seconds=seconds)
