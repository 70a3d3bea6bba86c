"""Supporting a proposal without an account, once a browser, and taking it back.

Nothing about a person is kept: a browser has a random cookie, and the database a keyed hash of it that is
another one for each proposal, so that nobody can tell what else somebody supports.
"""

import secrets
from datetime import datetime

from piccolo.columns import Where

from jianyan import trail
from jianyan.db import Insert, Look, Rows, Steps, perform, transaction
from jianyan.errors import Conflict
from jianyan.i18n import N_
from jianyan.keys import KeyRing
from jianyan.proposals.queries import NoSuchProposal
from jianyan.proposals.states import ProposalState
from jianyan.proposals.tables import Proposal, Support

_PURPOSE = "proposal.support"
_COLUMNS = (Support.visitor_hash, Support.proposal, Support.number, Support.supported_at)


class SupportOver(Conflict):
    """The proposal is not open to support, or not any more."""

    sentence = N_("This proposal is decided on. Its supporters are counted as they were.")


def new_visitor() -> str:
    """Draw what a browser is known by: 32 hex digits."""
    return secrets.token_hex(16)


def is_visitor(sent: str) -> bool:
    """Say whether this looks like what `new_visitor` gives."""
    return len(sent) == 32 and all(letter in "0123456789abcdef" for letter in sent)


async def supports(proposal_id: int, visitor: str, *, keys: KeyRing) -> bool:
    """Say whether a browser supports a proposal."""
    return bool(await Support.exists().where(_own(proposal_id, visitor, keys)))


async def support(proposal_id: int, visitor: str, *, keys: KeyRing, now: datetime) -> bool:
    """Support a proposal, and say whether that is new; again changes nothing.

    Args:
        proposal_id: of a proposal that is open to support.
        visitor: what the browser is known by.
        keys: hide it.
        now: when.

    Raises:
        NoSuchProposal: there is none of that id.
        SupportOver: it is not open to support.
    """
    async with transaction():
        await perform(_locking(proposal_id))
        if await supports(proposal_id, visitor, keys=keys):
            return False
        visitor_hash, number = _hashes(proposal_id, visitor, keys)[0], secrets.token_hex(8)
        if not await perform(_adding((visitor_hash, proposal_id, number, now))):
            return False
        await _record("support", number, proposal_id, now=now, is_first=True)
        return True


async def withdraw_support(proposal_id: int, visitor: str, *, keys: KeyRing, now: datetime) -> bool:
    """Take a browser's support back, and say whether there was any; again changes nothing.

    Raises:
        NoSuchProposal, SupportOver: as `support`.
    """
    async with transaction():
        await perform(_locking(proposal_id))
        gone = await Support.delete().where(_own(proposal_id, visitor, keys)).returning(Support.number)
        for row in gone:
            await _record("support-withdraw", row["number"], proposal_id, now=now, is_first=False)
        return bool(gone)


def _locking(proposal_id: int) -> Steps[None]:
    """Nobody decides on it, nor supports it, before this transaction ends: each of many waits its turn."""
    rows: Rows = yield Look(Proposal, (Proposal.state,), Proposal.id, [proposal_id], locks=True)
    if not rows:
        raise NoSuchProposal
    if rows[0]["state"] != ProposalState.EXAMINED:
        raise SupportOver


def _adding(row: tuple[str, int, str, datetime]) -> Steps[int]:
    added: int = yield Insert(Support, _COLUMNS, [row], skips=True)
    return added


def _hashes(proposal_id: int, visitor: str, keys: KeyRing) -> list[str]:
    return keys.keyed_hashes(_PURPOSE, f"{proposal_id}:{visitor}".encode())


def _own(proposal_id: int, visitor: str, keys: KeyRing) -> Where:
    return Support.visitor_hash.is_in(_hashes(proposal_id, visitor, keys))


async def _record(kind: str, number: str, proposal_id: int, *, now: datetime, is_first: bool) -> None:
    """Each support is a subject of its own: a crowd's acts must not be searched for the one before."""
    data = {"proposal": proposal_id}
    entry = trail.Entry(kind=kind, subject=f"support-{number}", data=data, is_first=is_first)
    await trail.record(entry, at=now)
