"""Setting an authenticator app up, and taking it away from who lost it."""

from datetime import datetime

from jianyan import trail
from jianyan.accounts import recovery, totp
from jianyan.accounts.people import by_email
from jianyan.accounts.proofs import WrongCode, sealed
from jianyan.accounts.sessions import Person, SignedIn
from jianyan.accounts.tables import Account, Passkey, RecoveryCode, Session
from jianyan.db import transaction
from jianyan.keys import KeyRing


async def offered_secret(signed_in: SignedIn, *, keys: KeyRing) -> str:
    """Give the secret that this session may enrol: the same each time until it is enrolled. Kept nowhere."""
    account_id = signed_in.person.account_id
    row = await Account.select(Account.totp_secret).where(Account.id == account_id).first()
    before = (row and row["totp_secret"]) or b""
    return totp.as_secret(keys.derive("totp-offer", signed_in.token_hash.encode() + before))


async def enrol(signed_in: SignedIn, typed: str, *, keys: KeyRing, now: datetime) -> list[str]:
    """Set the offered secret up and give the recovery codes, to be shown once; all other sessions end.

    A session that was opened with the password alone must not become one that was opened with both.

    Raises:
        WrongCode: this is not a code of the offered secret.
    """
    person = signed_in.person
    secret = await offered_secret(signed_in, keys=keys)
    step = totp.matching_step(secret, typed, at=now, after=0)
    if step is None:
        raise WrongCode(field="code")
    async with transaction():
        await _keep(person.account_id, sealed(keys, secret, trail_id=person.trail_id), step)
        others = Session.token_hash != signed_in.token_hash
        await Session.delete().where((Session.account == person.account_id) & others)
        await Session.update({Session.proved_at: now}).where(Session.token_hash == signed_in.token_hash)
        drawn = await recovery.drawn(person.account_id, keys=keys)
        await _record("totp-enrol", person.trail_id, by=person.actor, now=now)
    return drawn


async def enrol_at_once(
    email: str, secret: str, *, keys: KeyRing, by: trail.Actor | None, now: datetime
) -> None:
    """Set an app up for somebody who is told its secret; they draw recovery codes themselves.

    Raises:
        NoSuchAccount: nobody has this address.
    """
    async with transaction():
        account = await by_email(email)
        await _keep(account["id"], sealed(keys, secret, trail_id=account["trail_id"]), 0)
        await _record("totp-enrol", account["trail_id"], by=by, now=now)


async def reset_totp(email: str, *, by: trail.Actor | None, now: datetime) -> None:
    """Take app, passkeys and recovery codes away from somebody who lost them; their sessions end.

    All at once: they are mostly on the phone that is lost, and whoever found it must not come in with it.

    Raises:
        NoSuchAccount: nobody has this address.
    """
    async with transaction():
        account = await by_email(email)
        await Account.update({Account.totp_secret: None}).where(Account.id == account["id"])
        await RecoveryCode.delete().where(RecoveryCode.account == account["id"])
        await Passkey.delete().where(Passkey.account == account["id"])
        await Session.delete().where(Session.account == account["id"])
        await _record("totp-reset", account["trail_id"], by=by, now=now)


async def renew_recovery_codes(person: Person, *, keys: KeyRing, now: datetime) -> list[str]:
    """Give ten new recovery codes, to be shown once; the old ones open nothing any more."""
    async with transaction():
        drawn = await recovery.drawn(person.account_id, keys=keys)
        await _record("recovery-renew", person.trail_id, by=person.actor, now=now)
    return drawn


async def _keep(account_id: int, secret: bytes, step: int) -> None:
    await Account.update({Account.totp_secret: secret, Account.totp_step: step}).where(
        Account.id == account_id
    )


async def _record(kind: str, subject: str, *, by: trail.Actor | None, now: datetime) -> None:
    await trail.record(trail.Entry(kind=kind, subject=subject, actor=by), at=now)
