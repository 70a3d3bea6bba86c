"""Proving with a passkey who one is: in the place of password and code, and again before what matters.

A passkey that was copied shows by its count of signatures: the copy and the original count on from the same
number, so one of them comes with a number that was there already.
"""

from datetime import datetime
from importlib import import_module
from typing import Any

from jianyan import trail
from jianyan.accounts import challenges
from jianyan.accounts.ceremonies import Assertion, RelyingParty, WrongPasskey
from jianyan.accounts.challenges import Challenge, Purpose
from jianyan.accounts.proofs import keep_proof
from jianyan.accounts.roles import Front, Role
from jianyan.accounts.sessions import SignedIn, may_enter, open_session
from jianyan.accounts.tables import Account, Passkey
from jianyan.db import transaction
from jianyan.i18n import N_
from jianyan.keys import KeyRing

MEANS = "passkey"
"""What the record of a sign-in says that it was opened with."""


class PasskeyCloned(WrongPasskey):
    """Its count of signatures went back: somebody else has a copy of it."""

    sentence = N_("This passkey may have been copied. Please remove it, and tell your administrator.")


async def sign_in_with_passkey(
    assertion: Assertion,
    *,
    asked: str,
    party: RelyingParty,
    keys: KeyRing,
    now: datetime,
    user_agent: str = "",
) -> str:
    """Give the token of a new session in the console to whom a passkey belongs.

    Args:
        assertion: what the browser answers, as `read_assertion` gives it.
        asked: what the browser's cookie holds of the question.
        party: of this installation.
        keys: of the installation.
        now: when the session begins.
        user_agent: the browser's header; only its family is kept.

    Raises:
        WrongPasskey: it is not known, its answer is wrong, or its owner may not enter.
        ChallengeOver: the question was asked too long ago, or is answered already.
        PasskeyCloned: it was used elsewhere in between.
    """
    challenge = challenges.read(keys, asked, purpose=Purpose.SIGN_IN, now=now)
    passkey, account = await _known(assertion)
    if not (account["active"] and may_enter(Role(account["role"]), Front.CONSOLE)):
        raise WrongPasskey
    await _accept(assertion, passkey, account, challenge=challenge, party=party, now=now)
    return await open_session(account, front=Front.CONSOLE, now=now, user_agent=user_agent, means=MEANS)


async def step_up_with_passkey(
    signed_in: SignedIn,
    assertion: Assertion,
    *,
    asked: str,
    party: RelyingParty,
    keys: KeyRing,
    now: datetime,
) -> None:
    """Take the answer of one of the person's passkeys as a fresh proof, good for ten minutes.

    Raises:
        WrongPasskey: it is somebody else's, not known, or its answer is wrong.
        ChallengeOver: the question was asked too long ago, by another session, or is answered already.
        PasskeyCloned: it was used elsewhere in between.
    """
    session = signed_in.token_hash
    challenge = challenges.read(keys, asked, purpose=Purpose.PROVE, session=session, now=now)
    passkey, account = await _known(assertion)
    if account["id"] != signed_in.person.account_id:
        raise WrongPasskey
    await _accept(assertion, passkey, account, challenge=challenge, party=party, now=now)
    await keep_proof(signed_in, now=now)


async def _known(assertion: Assertion) -> tuple[dict[str, Any], dict[str, Any]]:
    """Give the rows of a passkey and of its owner.

    Raises:
        WrongPasskey: nobody has it, or it says that it is somebody else's.
    """
    passkey = await Passkey.select().where(Passkey.credential_id == assertion.name).first()
    if passkey is None:
        raise WrongPasskey
    account = await Account.select().where(Account.id == passkey["account"]).first()
    assert account is not None, "accounts are never deleted"
    if assertion.user_handle not in {b"", account["trail_id"].encode()}:
        raise WrongPasskey
    return passkey, account


async def _accept(
    assertion: Assertion,
    passkey: dict[str, Any],
    account: dict[str, Any],
    *,
    challenge: Challenge,
    party: RelyingParty,
    now: datetime,
) -> None:
    """Use the question up and count the signature; of two who send the same answer one is first."""
    verifying = import_module("jianyan.accounts.verifying")
    asked, key = challenge.random, passkey["public_key"]
    count: int = verifying.sign_count(assertion, challenge=asked, party=party, public_key=key)
    async with transaction():
        await challenges.use_up(challenge, account["id"])
        is_original = await _counted_on(passkey["id"], count, now=now)
        if not is_original:
            await _record_copy(passkey, account, now=now)
    if not is_original:
        raise PasskeyCloned


async def _counted_on(passkey_id: int, count: int, *, now: datetime) -> bool:
    counts_on = (Passkey.sign_count < count) if count else (Passkey.sign_count == 0)
    kept = (
        await Passkey.update({Passkey.sign_count: count, Passkey.used_at: now})
        .where((Passkey.id == passkey_id) & counts_on)
        .returning(Passkey.id)
    )
    return bool(kept)


async def _record_copy(passkey: dict[str, Any], account: dict[str, Any], *, now: datetime) -> None:
    subject, data = account["trail_id"], {"number": passkey["id"]}
    actor = trail.Actor(subject, account["role"])
    entry = trail.Entry(kind="passkey-cloned", subject=subject, actor=actor, data=data)
    await trail.record(entry, at=now)
