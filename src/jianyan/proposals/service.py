"""Proposing a topic; examining it, deciding on it, publishing it: three acts of the office."""

from datetime import datetime
from typing import Any

from piccolo.columns import Column

from jianyan import campaigns, trail
from jianyan.accounts import Person
from jianyan.db import transaction
from jianyan.errors import Conflict, Invalid, InvalidFields, Refusal
from jianyan.i18n import N_
from jianyan.proposals.queries import proposal_by_id
from jianyan.proposals.states import ProposalState
from jianyan.proposals.tables import Proposal
from jianyan.suggestions.texts import checked, tidy
from jianyan.topics import NewTopic, publish_topic

TITLE_MOST = 120
TEXT_MOST = 2_000
REASON_MOST = 500


class MovedOn(Conflict):
    """Somebody else has taken this step already, or the one before it is still to come; `state` says."""

    sentence = N_("This proposal does not stand where it stood when you opened it.")

    def __init__(self, state: ProposalState) -> None:
        super().__init__()
        self.state = state


async def propose(title: str, text: str, *, by: Person, now: datetime) -> int:
    """Propose a topic and give the proposal's id.

    Raises:
        InvalidFields: title or text is empty, too long or holds what cannot be shown.
    """
    kept = _texts(title, text)
    async with transaction():
        added = await Proposal.insert(Proposal(author=by.account_id, proposed_at=now, **kept))
        proposal_id = int(added[0]["id"])
        await _record("propose", proposal_id, by=by, now=now, data={})
        return proposal_id


async def examine_proposal(
    proposal_id: int, title: str, text: str, note: str = "", *, by: Person, now: datetime
) -> None:
    """Take a proposal up: from now on the public reads it, amended or not, and supports it.

    Args:
        proposal_id: of a proposal that nobody has examined.
        title: as it is shown.
        text: as it is shown.
        note: for the office; may be empty.
        by: who examines it.
        now: when.

    Raises:
        NoSuchProposal: there is none of that id.
        MovedOn: it was examined already.
        InvalidFields: a text is missing, too long or holds what cannot be shown.
    """
    kept = _texts(title, text)
    change: dict[Column | str, Any] = {
        "shown_title": kept["title"],
        "shown_text": kept["text"],
        "note": checked(note, field="note", most=REASON_MOST) if tidy(note) else None,
        "examined_by": by.account_id,
        "examined_at": now,
    }
    start, end = ProposalState.PROPOSED, ProposalState.EXAMINED
    await _move(proposal_id, start, end, change, kind="examine", by=by, now=now)


async def decide_on_proposal(
    proposal_id: int, reason: str, *, accepted: bool, by: Person, now: datetime
) -> None:
    """Accept a proposal or decline it, with a reason that its author and those who support it read.

    Raises:
        NoSuchProposal: there is none of that id.
        MovedOn: it is not examined yet, or was decided on already.
        Invalid: no reason is given, or one too long.
    """
    if not tidy(reason):
        raise Invalid(N_("Please give the reason: the member reads it."), field="reason")
    change: dict[Column | str, Any] = {
        "reason": checked(reason, field="reason", most=REASON_MOST),
        "decided_by": by.account_id,
        "decided_at": now,
    }
    end = ProposalState.ACCEPTED if accepted else ProposalState.DECLINED
    await _move(proposal_id, ProposalState.EXAMINED, end, change, kind="decide-proposal", by=by, now=now)


async def publish_proposal(proposal_id: int, amended: NewTopic, *, by: Person, now: datetime) -> int:
    """Publish the topic that an accepted proposal became, and give the topic's id.

    Raises:
        NoSuchProposal: there is none of that id.
        MovedOn: it is not accepted, or published already.
        InvalidFields, SlugTaken: as `topics.add_topic`.
    """
    async with transaction():
        topic_id = await campaigns.announce(amended, by=by.actor, now=now)
        await publish_topic(amended.slug, by=by.actor, now=now)
        start, end = ProposalState.ACCEPTED, ProposalState.PUBLISHED
        change: dict[Column | str, Any] = {"topic": topic_id}
        await _move(proposal_id, start, end, change, kind="publish-proposal", by=by, now=now)
        return topic_id


def _texts(title: str, text: str) -> dict[str, Any]:
    problems: list[Refusal] = []
    kept: dict[str, Any] = {}
    for field, value, most in (("title", title, TITLE_MOST), ("text", text, TEXT_MOST)):
        try:
            kept[field] = checked(value, field=field, most=most)
        except Invalid as problem:
            problems.append(problem)
    if problems:
        raise InvalidFields(problems)
    return kept


async def _move(
    proposal_id: int,
    start: ProposalState,
    end: ProposalState,
    change: dict[Column | str, Any],
    *,
    kind: str,
    by: Person,
    now: datetime,
) -> None:
    async with transaction():
        await proposal_by_id(proposal_id)
        moved = (
            await Proposal.update({**change, "state": end.value})
            .where((Proposal.id == proposal_id) & (Proposal.state == start.value))
            .returning(Proposal.id)
        )
        found = await proposal_by_id(proposal_id)
        if not moved:
            raise MovedOn(found.state)
        data = {"from": start.value, "to": end.value, "supporters": found.supporters}
        await _record(kind, proposal_id, by=by, now=now, data={**data, "topic": change.get("topic")})


async def _record(kind: str, proposal_id: int, *, by: Person, now: datetime, data: dict[str, Any]) -> None:
    entry = trail.Entry(kind=kind, subject=f"proposal-{proposal_id}", actor=by.actor, data=data)
    await trail.record(entry, at=now)
