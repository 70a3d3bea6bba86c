"""The way of a case as its author reads it: what happened, when and until when, and no word between desks."""

from collections.abc import Iterable
from datetime import date, datetime

import msgspec

from jianyan.cases.rating import RATED_WITHIN
from jianyan.cases.schemas import CaseDetail, CaseSummary, RatingDetail, ReplyDetail, StepDetail
from jianyan.cases.states import ANSWERED, Manner, StepKind
from jianyan.i18n import N_

SENTENCES = {
    StepKind.OFFERED: N_("Handed over. A department is going to claim it."),
    StepKind.ASSIGNED: N_("Handed over to %(organisation)s."),
    StepKind.CLAIMED: N_("%(organisation)s has taken it in hand."),
    StepKind.RETURNED: N_("%(organisation)s returned it, not being in charge. It is handed to another one."),
    StepKind.JOINED: N_("%(organisation)s answers together with it."),
    StepKind.LEFT: N_("%(organisation)s does not take part any more."),
    StepKind.EXTENSION_ASKED: N_("The department asks for more time, until %(day)s."),
    StepKind.EXTENSION_GRANTED: N_("More time was granted."),
    StepKind.EXTENSION_REFUSED: N_("No more time was granted."),
    StepKind.MET: N_("%(organisation)s talked with whoever proposed it on %(day)s."),
    StepKind.RECOUNTED: N_("Days off have changed, so the working days were counted anew."),
    StepKind.SUPERVISED: N_("Supervision changed."),
    StepKind.REMINDED: N_("%(organisation)s was reminded."),
    StepKind.ESCALATED: N_("The answer is overdue. This was brought before whoever supervises it."),
    StepKind.REPLIED: N_("%(organisation)s has written an answer. It is read once more before you get it."),
    StepKind.SENT_BACK: N_("%(organisation)s was asked for a better answer."),
    StepKind.ANSWERED: N_("%(organisation)s has answered."),
    StepKind.CARRIED_OUT: N_("A measure was carried out on %(day)s."),
    StepKind.RATED: N_("Somebody else who suggested this rated the answer."),
    StepKind.REOPENED: N_("Opened once more. %(organisation)s answers again."),
    StepKind.CLOSED: N_("Concluded."),
    StepKind.TAKEN_OVER: N_("Answered elsewhere; the answer was taken over."),
}
"""What authors are told of each step; how departments agree among themselves is not among it.

The texts that offices write to each other are not told either, but for why a department asks for more time.
What was agreed in a meeting is none of them.
"""
_OWN = N_("You rated the answer.")
_MET_YOU = {
    Manner.IN_PERSON: N_("%(organisation)s talked with you in person on %(day)s."),
    Manner.VISIT: N_("%(organisation)s visited you on %(day)s and talked with you."),
    Manner.PHONE: N_("%(organisation)s talked with you by phone on %(day)s."),
    Manner.WRITING: N_("%(organisation)s exchanged views with you in writing or online on %(day)s."),
}
_SUPERVISED_BY = N_("%(organisation)s supervises it.")
_MOVING = frozenset(
    {
        StepKind.OFFERED,
        StepKind.ASSIGNED,
        StepKind.CLAIMED,
        StepKind.EXTENSION_GRANTED,
        StepKind.EXTENSION_REFUSED,
        StepKind.RECOUNTED,
        StepKind.REOPENED,
    }
)
"""Steps after which an author wants to know by when."""


class Moment(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that happened to a case."""

    kind: StepKind
    at: datetime
    sentence: str
    """Message id with the places `organisation` and `day`."""
    organisation: str | None
    """None where nobody is named: whichever department is in charge."""
    parties: list[str]
    """Names of the departments that took part in a meeting; empty: it was none."""
    day: date | None
    until: date | None
    """By when the answer is due from now on; None where that did not change."""
    reason: str | None
    """Of the wish for more time, or of the author's own rating."""
    agreed: str | None
    """What came of a meeting, for whoever was met and for who signed with them."""
    rating: RatingDetail | None
    """The author's own."""


class Way(msgspec.Struct, frozen=True, kw_only=True):
    """A case as one of its authors reads it."""

    case: CaseSummary
    text: str | None
    """Its aspect; None where the whole is meant, where somebody else wrote it, and once erased."""
    co_departments: list[str]
    """Names."""
    replies: list[ReplyDetail]
    """Published ones, the last one first."""
    moments: list[Moment]
    """The first one first."""
    rating: RatingDetail | None
    """The author's own of the last answer."""
    may_rate: bool


def way_of(case: CaseDetail, suggestion_id: int | None, *, now: datetime) -> Way:
    """Give a case as an author reads it.

    Args:
        case: with all that happened.
        suggestion_id: the author's suggestion: its own, or one that is merged into it; None: they signed the
            motion that it is, and rate nothing.
        now: decides whether it can still be rated.
    """
    published = [reply for reply in reversed(case.replies) if reply.published_at is not None]
    own = _own(case.ratings, suggestion_id)
    is_whole = case.start is None or case.suggestion_id != suggestion_id
    return Way(
        case=case.summary,
        text=None if is_whole else case.text,
        co_departments=[department.name for department in case.co_departments],
        replies=published,
        moments=moments_of(case, suggestion_id),
        rating=own.get(published[0].round) if published else None,
        may_rate=suggestion_id is not None and _may_rate(case.summary, own, now=now),
    )


def moments_of(case: CaseDetail, suggestion_id: int | None) -> list[Moment]:
    """List what an author is told of a case, the first first; arguments as for `way_of`."""
    mine = {rating.rated_at: rating for rating in _own(case.ratings, suggestion_id).values()}
    moments, due = [], None
    for step in case.steps:
        if step.kind not in SENTENCES:
            continue
        is_new = step.kind in _MOVING and step.due_on != due
        due = step.due_on if is_new else due
        told = _moment(step, mine.get(step.at), until=step.due_on if is_new else None)
        moments.append(_met(told, step, case, suggestion_id) if step.manner else told)
    return moments


def _met(told: Moment, step: StepDetail, case: CaseDetail, suggestion_id: int | None) -> Moment:
    """Give a meeting as somebody reads it: what is agreed with one author is no other one's business."""
    is_own = suggestion_id == case.suggestion_id
    return msgspec.structs.replace(
        told,
        sentence=_MET_YOU[step.manner] if is_own and step.manner else told.sentence,
        parties=[one.name for one in step.parties],
        agreed=step.text if is_own or suggestion_id is None else None,
    )


def _moment(step: StepDetail, rating: RatingDetail | None, *, until: date | None) -> Moment:
    own = rating if step.kind is StepKind.RATED else None
    told = step.text if step.kind is StepKind.EXTENSION_ASKED else None
    return Moment(
        kind=step.kind,
        at=step.at,
        sentence=_OWN if own else _sentence(step),
        organisation=step.organisation,
        parties=[],
        day=step.due_on,
        until=until,
        reason=own.reason if own else told,
        agreed=None,
        rating=own,
    )


def _sentence(step: StepDetail) -> str:
    if step.kind is StepKind.SUPERVISED and step.organisation:
        return _SUPERVISED_BY
    return SENTENCES[step.kind]


def _own(ratings: Iterable[RatingDetail], suggestion_id: int | None) -> dict[int, RatingDetail]:
    """Give round → what this author said of its answer."""
    return {rating.round: rating for rating in ratings if rating.suggestion_id == suggestion_id}


def _may_rate(case: CaseSummary, own: dict[int, RatingDetail], *, now: datetime) -> bool:
    if case.state not in ANSWERED or case.answered_at is None or case.round in own:
        return False
    return now - case.answered_at <= RATED_WITHIN
