"""Proposing topics, and what staff make of them."""

from datetime import datetime
from enum import StrEnum
from typing import Any

import msgspec
from piccolo.columns import Column

from jianyan import campaigns, trail
from jianyan.accounts import Person, belongs
from jianyan.db import transaction
from jianyan.errors import Conflict, Invalid, InvalidFields, NotFound, Refusal
from jianyan.i18n import N_
from jianyan.proposals.tables import Proposal
from jianyan.suggestions.texts import checked
from jianyan.topics import NewTopic, publish_topic

TITLE_MOST = 120
TEXT_MOST = 2_000


class ProposalState(StrEnum):
    """proposed → published or declined."""

    PROPOSED = "proposed"
    PUBLISHED = "published"
    DECLINED = "declined"


class ProposalDetail(msgspec.Struct, frozen=True, kw_only=True):
    """A proposal as its author and staff see it."""

    id: int
    title: str
    text: str
    state: ProposalState
    reason: str | None
    author: str
    topic_slug: str | None
    proposed_at: datetime


class NoSuchProposal(NotFound):
    """There is no proposal of that id."""

    sentence = N_("There is no such proposal.")


class AlreadyExamined(Conflict):
    """Somebody else has published or declined it."""

    sentence = N_("Somebody else has examined this proposal already.")


async def propose(title: str, text: str, *, by: Person, now: datetime) -> int:
    """Propose a topic and give the proposal's id.

    Raises:
        InvalidFields: title or text is empty, too long or holds what cannot be shown.
    """
    problems: list[Refusal] = []
    kept: dict[str, Any] = {}
    for field, value, most in (("title", title, TITLE_MOST), ("text", text, TEXT_MOST)):
        try:
            kept[field] = checked(value, field=field, most=most)
        except Invalid as problem:
            problems.append(problem)
    if problems:
        raise InvalidFields(problems)
    async with transaction():
        added = await Proposal.insert(Proposal(author=by.account_id, proposed_at=now, **kept))
        proposal_id = int(added[0]["id"])
        await _record("propose", proposal_id, by=by, now=now, data={})
        return proposal_id


async def publish_proposal(proposal_id: int, amended: NewTopic, *, by: Person, now: datetime) -> int:
    """Publish what a proposal became after examination, and give the topic's id.

    Raises:
        NoSuchProposal, AlreadyExamined: it is not there, or not open any more.
        InvalidFields, SlugTaken: as `topics.add_topic`.
    """
    async with transaction():
        topic_id = await campaigns.announce(amended, by=by.actor, now=now)
        await publish_topic(amended.slug, by=by.actor, now=now)
        await _examine(
            proposal_id, {"state": ProposalState.PUBLISHED.value, "topic": topic_id}, by=by, now=now
        )
        return topic_id


async def decline_proposal(proposal_id: int, reason: str, *, by: Person, now: datetime) -> None:
    """Decline a proposal with a reason that its author reads.

    Raises:
        NoSuchProposal, AlreadyExamined: it is not there, or not open any more.
        Invalid: no reason is given.
    """
    kept = checked(reason, field="reason", most=500)
    await _examine(proposal_id, {"state": ProposalState.DECLINED.value, "reason": kept}, by=by, now=now)


async def proposals(*, author_id: int | None = None) -> list[ProposalDetail]:
    """List proposals of the current scope's members, the newest first; with `author_id` only that one's."""
    query = Proposal.select(*_COLUMNS).where(_found())
    if author_id is not None:
        query = query.where(Proposal.author == author_id)
    return [_detail(row) for row in await query.order_by(Proposal.id, ascending=False)]


async def proposal_by_id(proposal_id: int) -> ProposalDetail:
    """Give a proposal of a member of the current scope.

    Raises:
        NoSuchProposal: there is none of that id.
    """
    row = await Proposal.select(*_COLUMNS).where((Proposal.id == proposal_id) & _found()).first()
    if row is None:
        raise NoSuchProposal
    return _detail(row)


async def _examine(proposal_id: int, change: dict[Column | str, Any], *, by: Person, now: datetime) -> None:
    async with transaction():
        await proposal_by_id(proposal_id)
        moved = (
            await Proposal.update({**change, "examined_by": by.account_id, "examined_at": now})
            .where((Proposal.id == proposal_id) & (Proposal.state == ProposalState.PROPOSED.value))
            .returning(Proposal.id)
        )
        if not moved:
            raise AlreadyExamined
        data = {"to": change["state"], "topic": change.get("topic")}
        await _record("examine", proposal_id, by=by, now=now, data=data)


async def _record(kind: str, proposal_id: int, *, by: Person, now: datetime, data: dict[str, Any]) -> None:
    entry = trail.Entry(kind=kind, subject=f"proposal-{proposal_id}", actor=by.actor, data=data)
    await trail.record(entry, at=now)


def _found() -> Any:
    return belongs(Proposal.author.organisation)


_COLUMNS = (
    Proposal.id,
    Proposal.title,
    Proposal.text,
    Proposal.state,
    Proposal.reason,
    Proposal.author.name.as_alias("author"),
    Proposal.topic.slug.as_alias("topic_slug"),
    Proposal.proposed_at,
)


def _detail(row: dict[str, Any]) -> ProposalDetail:
    return ProposalDetail(**{**row, "state": ProposalState(str(row["state"]))})
