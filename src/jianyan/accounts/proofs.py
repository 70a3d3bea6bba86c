"""Proving again who one is: a code of the app, a recovery code, or the password of who has nothing else."""

from datetime import datetime
from typing import Any

from jianyan.accounts import passwords, recovery, second_factors, totp
from jianyan.accounts.sessions import SignedIn
from jianyan.accounts.tables import Account, Session
from jianyan.db import transaction
from jianyan.errors import NotAllowed
from jianyan.i18n import N_
from jianyan.keys import KeyRing

_PURPOSE = "totp-secret"


class WrongProof(NotAllowed):
    """The password is not right."""

    sentence = N_("The password is not right.")


class WrongCode(WrongProof):
    """The code is not right, too old, or was used before."""

    sentence = N_("This code is not right or was used already. Please wait for the next one.")
    of_recovery = N_("This recovery code is not right or was used already.")


async def check_code(account: dict[str, Any], typed: str, *, keys: KeyRing, now: datetime) -> None:
    """Use up a code of the app or a recovery code.

    Args:
        account: their row; without an app only recovery codes are taken.
        typed: as a person typed it.
        keys: of the installation.
        now: codes of this half minute and its neighbours are taken.

    Raises:
        WrongCode: it is neither, or was used before.
    """
    step = _step(account, typed, keys=keys, now=now)
    if step is not None and await _is_first(account["id"], step):
        return
    if not await recovery.used(account, typed, keys=keys, now=now):
        raise WrongCode(WrongCode.of_recovery if account["totp_secret"] is None else None, field="code")


async def check_password(account: dict[str, Any], password: str, *, field: str) -> None:
    """See to it that this is the person's password.

    Raises:
        WrongProof: it is not.
    """
    if not await passwords.matches(password, account["password_hash"]):
        raise WrongProof(field=field)


async def step_up(signed_in: SignedIn, proof: str, *, keys: KeyRing, now: datetime) -> None:
    """Take a proof; for ten minutes the session may do what needs a fresh one.

    Args:
        signed_in: the session.
        proof: a code of the app or a recovery code; the password where there is neither app nor passkey.
        keys: of the installation.
        now: when the ten minutes begin.

    Raises:
        WrongProof: it is not right.
    """
    mine = Account.id == signed_in.person.account_id
    account = await Account.select(*Account.all_columns(), second_factors.of_account()).where(mine).first()
    assert account is not None, "accounts are never deleted"
    if second_factors.has_one(account):
        await check_code(account, proof, keys=keys, now=now)
    else:
        await check_password(account, proof, field="proof")
    await keep_proof(signed_in, now=now)


async def keep_proof(signed_in: SignedIn, *, now: datetime) -> None:
    """Let a session do for ten minutes what needs a fresh proof."""
    async with transaction():
        await Session.update({Session.proved_at: now}).where(Session.token_hash == signed_in.token_hash)


def sealed(keys: KeyRing, secret: str, *, trail_id: str) -> bytes:
    """Give the secret of an app as it is kept: encrypted and bound to its account."""
    return keys.encrypt(_PURPOSE, secret, about=trail_id)


def opened(keys: KeyRing, secret: bytes, *, trail_id: str) -> str:
    """Give the secret that `sealed` was given: base32.

    Raises:
        UnfitSecret: it was encrypted with a secret that is not in the secret file.
    """
    return keys.decrypt(_PURPOSE, secret, about=trail_id)


def _step(account: dict[str, Any], typed: str, *, keys: KeyRing, now: datetime) -> int | None:
    if account["totp_secret"] is None:
        return None
    secret = opened(keys, account["totp_secret"], trail_id=account["trail_id"])
    return totp.matching_step(secret, typed, at=now, after=account["totp_step"])


async def _is_first(account_id: int, step: int) -> bool:
    """Use a step up; of two who send the same code one is first."""
    async with transaction():
        later = (Account.id == account_id) & (Account.totp_step < step)
        return bool(await Account.update({Account.totp_step: step}).where(later).returning(Account.id))
