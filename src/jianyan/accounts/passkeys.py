"""One's own passkeys: adding one, what they are called, taking one away."""

from datetime import datetime
from importlib import import_module

import msgspec

from jianyan import trail
from jianyan.accounts import challenges, recovery
from jianyan.accounts.ceremonies import NewKey, RelyingParty, WrongPasskey
from jianyan.accounts.challenges import Purpose
from jianyan.accounts.sessions import SignedIn
from jianyan.accounts.tables import Passkey, Session
from jianyan.db import transaction
from jianyan.errors import Conflict, NotFound
from jianyan.i18n import N_
from jianyan.keys import KeyRing

MOST = 20
NAME_MOST = 60


class TooManyPasskeys(Conflict):
    """One account has 20 at most."""

    sentence = N_("You have 20 passkeys already. Please remove one that you no longer use.")


class NoSuchPasskey(NotFound):
    """The account has none of that number."""

    sentence = N_("There is no passkey of that name any more.")


class OwnPasskey(msgspec.Struct, frozen=True, kw_only=True):
    """One passkey of somebody."""

    id: int
    name: str
    created_at: datetime
    used_at: datetime | None


async def own_passkeys(account_id: int) -> list[OwnPasskey]:
    """List somebody's passkeys, the oldest first."""
    columns = (Passkey.id, Passkey.name, Passkey.created_at, Passkey.used_at)
    rows = await Passkey.select(*columns).where(Passkey.account == account_id).order_by(Passkey.id)
    return [OwnPasskey(**row) for row in rows]


async def credential_ids(account_id: int) -> list[str]:
    """List the ids of somebody's credentials: base64url."""
    mine = Passkey.account == account_id
    rows = await Passkey.select(Passkey.credential_id).where(mine).order_by(Passkey.id)
    return [row["credential_id"] for row in rows]


async def add_passkey(
    signed_in: SignedIn,
    answer: str,
    *,
    name: str,
    asked: str,
    party: RelyingParty,
    keys: KeyRing,
    now: datetime,
) -> list[str]:
    """Keep a passkey, and give recovery codes to be shown once; empty: there are unused ones.

    Where it is the first that proves more than the password, all other sessions end: they were opened with
    the password alone.

    Args:
        signed_in: whose it is.
        answer: of the browser, see `verifying.new_key`.
        name: as its owner calls it; cut after 60 characters.
        asked: what the browser's cookie holds of the question.
        party: of this installation.
        keys: of the installation.
        now: when it is added.

    Raises:
        WrongPasskey: it is not the answer to the question, or the passkey is kept already.
        ChallengeOver: the question was asked too long ago, or is answered already.
        TooManyPasskeys: there are 20.
    """
    person, session = signed_in.person, signed_in.token_hash
    challenge = challenges.read(keys, asked, purpose=Purpose.ADD, session=session, now=now)
    new = _verified(answer, challenge.random, party)
    async with transaction():
        await challenges.use_up(challenge, person.account_id)
        await _refuse_unless_it_fits(new.credential_id, person.account_id)
        row = Passkey(
            account=person.account_id,
            credential_id=new.credential_id,
            public_key=new.public_key,
            sign_count=new.sign_count,
            name=name.strip()[:NAME_MOST],
            created_at=now,
        )
        added = await Passkey.insert(row)
        if not person.has_second_factor:
            others = (Session.account == person.account_id) & (Session.token_hash != session)
            await Session.delete().where(others)
        await _record("passkey-add", signed_in, number=added[0]["id"], now=now)
        has_codes = await recovery.codes_left(person.account_id)
        return [] if has_codes else await recovery.drawn(person.account_id, keys=keys)


async def remove_passkey(signed_in: SignedIn, passkey_id: int, *, now: datetime) -> None:
    """Take one of one's own passkeys away.

    Raises:
        NoSuchPasskey: the person has none of that number.
    """
    mine = (Passkey.account == signed_in.person.account_id) & (Passkey.id == passkey_id)
    async with transaction():
        if not await Passkey.delete().where(mine).returning(Passkey.id):
            raise NoSuchPasskey
        await _record("passkey-remove", signed_in, number=passkey_id, now=now)


def _verified(answer: str, challenge: bytes, party: RelyingParty) -> NewKey:
    verifying = import_module("jianyan.accounts.verifying")
    new: NewKey = verifying.new_key(answer, challenge=challenge, party=party)
    return new


async def _refuse_unless_it_fits(credential_id: str, account_id: int) -> None:
    if await Passkey.exists().where(Passkey.credential_id == credential_id):
        raise WrongPasskey
    if await Passkey.count().where(Passkey.account == account_id) >= MOST:
        raise TooManyPasskeys


async def _record(kind: str, signed_in: SignedIn, *, number: int, now: datetime) -> None:
    person = signed_in.person
    entry = trail.Entry(kind=kind, subject=person.trail_id, actor=person.actor, data={"number": number})
    await trail.record(entry, at=now)
