"""A browser that is asked for a passkey: the cookie of the question, and the answer that comes with it."""

from typing import Any

from litestar.connection import ASGIConnection
from litestar.datastructures import Cookie

from jianyan import accounts
from jianyan.accounts import RelyingParty, SignedIn, challenges
from jianyan.clock import now
from jianyan.errors import NotFound
from jianyan.i18n import N_
from jianyan.settings import Settings
from jianyan.web.sessions import braked, short_cookie

QUESTION = "jianyan_question"
"""Cookie of a question that waits for a passkey's answer."""


class NoPasskeys(NotFound):
    """Browsers make no passkeys for the address of this installation."""

    sentence = N_("Passkeys need an address with https and a name.")


def question_cookie(question: str, *, settings: Settings) -> Cookie:
    """Give the cookie of a question: only this browser can bring the answer; empty: it is forgotten."""
    return short_cookie(QUESTION, question, path="/admin", lasts=challenges.LASTS, settings=settings)


def question_of(connection: ASGIConnection[Any, Any, Any, Any]) -> str:
    """Give what the browser's cookie holds of the question; empty where there is none."""
    return connection.cookies.get(QUESTION, "")


def party_of(connection: ASGIConnection[Any, Any, Any, Any]) -> RelyingParty:
    """Give whose passkeys are taken here.

    Raises:
        NoPasskeys: nobody's.
    """
    party = accounts.relying_party(connection.app.state.runtime.settings)
    if party is None:
        raise NoPasskeys
    return party


async def sign_in_with_passkey(connection: ASGIConnection[Any, Any, Any, Any], answer: str) -> str:
    """Give the token of a new session; wrong tries are slowed down for the passkey and for the network.

    Raises:
        WrongPasskey, ChallengeOver, PasskeyCloned: as `accounts.sign_in_with_passkey`.
        TooOften: too many wrong tries just before.
        NoPasskeys: none are taken here.
    """
    party, assertion = party_of(connection), accounts.read_assertion(answer)
    async with braked(connection, f"passkey {assertion.name}"):
        return await accounts.sign_in_with_passkey(
            assertion,
            asked=question_of(connection),
            party=party,
            keys=connection.app.state.runtime.keys,
            now=now(),
            user_agent=connection.headers.get("user-agent", ""),
        )


async def step_up_with_passkey(
    connection: ASGIConnection[Any, Any, Any, Any], signed_in: SignedIn, answer: str
) -> None:
    """Take the answer of a passkey as a fresh proof; the caller slows wrong tries down.

    Raises:
        WrongPasskey, ChallengeOver, PasskeyCloned: as `accounts.step_up_with_passkey`.
        NoPasskeys: none are taken here.
    """
    await accounts.step_up_with_passkey(
        signed_in,
        accounts.read_assertion(answer),
        asked=question_of(connection),
        party=party_of(connection),
        keys=connection.app.state.runtime.keys,
        now=now(),
    )
