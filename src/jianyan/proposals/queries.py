"""Reading proposals."""

from typing import Any

from piccolo.columns.combination import And, Or
from piccolo.query.functions import Count

from jianyan.accounts import belongs
from jianyan.errors import NotFound
from jianyan.i18n import N_
from jianyan.proposals.schemas import ProposalDetail, PublicProposal
from jianyan.proposals.states import ProposalState
from jianyan.proposals.tables import Proposal, Support

_NEWEST = 2**31 - 1
_OPEN_MOST, _OTHERS_MOST = 200, 20
_PUBLIC = (Proposal.id, Proposal.shown_title, Proposal.shown_text, Proposal.state, Proposal.reason)
_TOPIC = Proposal.topic.slug.as_alias("topic_slug")


_COLUMNS = (
    *_PUBLIC,
    _TOPIC,
    Proposal.title,
    Proposal.text,
    Proposal.note,
    Proposal.proposed_at,
    Proposal.examined_at,
    Proposal.decided_at,
    Proposal.author.name.as_alias("author"),
    Proposal.examined_by.name.as_alias("examiner"),
    Proposal.decided_by.name.as_alias("decider"),
)


class NoSuchProposal(NotFound):
    """There is no proposal of that id."""

    sentence = N_("There is no such proposal.")


async def proposals(*, author_id: int | None = None) -> list[ProposalDetail]:
    """List proposals of the current scope's members, the newest first; with `author_id` only that one's."""
    query = Proposal.select(*_COLUMNS).where(belongs(Proposal.author.organisation))
    if author_id is not None:
        query = query.where(Proposal.author == author_id)
    rows = await query.order_by(Proposal.id, ascending=False)
    return [ProposalDetail(**row) for row in await _counted(rows)]


def is_waiting() -> Any:
    """Give the condition that a proposal of the current scope's members waits: see `ProposalDetail.waits`."""
    has_support = Proposal.id.is_in(Support.select(Support.proposal))
    is_supported = And(Proposal.state == ProposalState.EXAMINED.value, has_support)
    is_new = Proposal.state == ProposalState.PROPOSED.value
    return And(belongs(Proposal.author.organisation), Or(is_new, is_supported))


async def proposal_by_id(proposal_id: int) -> ProposalDetail:
    """Give a proposal of a member of the current scope.

    Raises:
        NoSuchProposal: there is none of that id.
    """
    where = (Proposal.id == _possible(proposal_id)) & belongs(Proposal.author.organisation)
    rows = await Proposal.select(*_COLUMNS).where(where)
    if not rows:
        raise NoSuchProposal
    return ProposalDetail(**(await _counted(rows))[0])


async def public_proposals() -> list[PublicProposal]:
    """List what the public reads: those open to support, most supporters first, then the latest others."""
    opened = await _shown(Proposal.state == ProposalState.EXAMINED.value, most=_OPEN_MOST)
    others = await _shown(Proposal.state != ProposalState.EXAMINED.value, most=_OTHERS_MOST)
    return [*sorted(opened, key=lambda one: -one.supporters), *others]


async def _shown(where: Any, *, most: int) -> list[PublicProposal]:
    query = Proposal.select(*_PUBLIC, _TOPIC).where(Proposal.shown_title.is_not_null() & where)
    rows = await query.order_by(Proposal.id, ascending=False).limit(most)
    return [_public(row) for row in await _counted(rows)]


async def public_proposal(proposal_id: int) -> PublicProposal:
    """Give a proposal as anybody reads it.

    Raises:
        NoSuchProposal: there is none of that id, or it was not examined yet.
    """
    found = await _shown(Proposal.id == _possible(proposal_id), most=1)
    if not found:
        raise NoSuchProposal
    return found[0]


async def count_open() -> int:
    """Count the proposals that can be supported."""
    return int(await Proposal.count().where(Proposal.state == ProposalState.EXAMINED.value))


async def _counted(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Give rows with their state read and the number of their supporters."""
    ids = [row["id"] for row in rows]
    counted = Support.select(Support.proposal, Count(alias="count")).group_by(Support.proposal)
    counts = await counted.where(Support.proposal.is_in(ids)) if ids else []
    supporters = {row["proposal"]: row["count"] for row in counts}
    return [
        {**row, "state": ProposalState(row["state"]), "supporters": supporters.get(row["id"], 0)}
        for row in rows
    ]


def _public(row: dict[str, Any]) -> PublicProposal:
    title, text = row.pop("shown_title"), row.pop("shown_text")
    return PublicProposal(title=title, text=text, **row)


def _possible(proposal_id: int) -> int:
    """Give an id that every database can compare."""
    if not 0 < proposal_id <= _NEWEST:
        raise NoSuchProposal
    return proposal_id
