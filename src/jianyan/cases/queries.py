"""Reading cases: one on its page, those of a suggestion, and what their authors are told."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from piccolo.columns.combination import And

from jianyan.accounts import Person
from jianyan.cases.documents import documents_of
from jianyan.cases.history import steps_of
from jianyan.cases.photos import photos_of
from jianyan.cases.refusals import NoSuchCase
from jianyan.cases.schemas import (
    CaseDetail,
    CaseSummary,
    CoDepartmentDetail,
    MeasureDetail,
    RatingDetail,
    ReplyDetail,
)
from jianyan.cases.seeing import seen_by, supervised_by
from jianyan.cases.states import Adoption, CaseKind, CaseState, Result, Satisfaction
from jianyan.cases.tables import Case, CoDepartment, Measure, Rating, Reply
from jianyan.db import snapshot
from jianyan.moderation.tables import Merge
from jianyan.screening import Words, screened

Row = dict[str, Any]
_SUPERVISED_MOST = 200


async def case_by_id(case_id: int, *, by: Person | None, words: Words | None = None) -> CaseDetail:
    """Give a case with all that happened to it, in a constant number of queries.

    Args:
        case_id: of the case.
        by: who looks at it; None: its author, or the clock.
        words: what citizens wrote is given as the public reads it; None: as it was written.

    Raises:
        NoSuchCase: there is none of that id for whoever asks.
    """
    seen = Case.id == case_id
    async with snapshot():
        row = await Case.select(*DETAIL).where(And(seen, seen_by(by)) if by else seen).first()
        if row is None:
            raise NoSuchCase
        return (await _details([_masked(row, words) if words else row], words))[0]


async def supervised_cases(person: Person, *, words: Words) -> list[CaseDetail]:
    """List the cases that somebody supervises, by name or as one of a committee, the first due first.

    Args:
        person: who supervises.
        words: with which their texts are masked, as the public reads them.
    """
    query = Case.select(*DETAIL).where(supervised_by(person)).order_by(Case.due_on)
    async with snapshot():
        rows = await query.order_by(Case.id).limit(_SUPERVISED_MOST)
        return await _details([_masked(row, words) for row in rows], words)


async def cases_of(suggestion_id: int) -> list[CaseDetail]:
    """Give the cases that a suggestion is about, the first ones first; cancelled ones are left out.

    What is merged into another suggestion is about the cases of that one, too.
    """
    async with snapshot():
        merged = await Merge.select(Merge.into).where(Merge.suggestion == suggestion_id).first()
        ids = [suggestion_id, merged["into"]] if merged else [suggestion_id]
        shown = And(Case.suggestion.is_in(ids), Case.state != CaseState.CANCELLED.value)
        rows = await Case.select(*DETAIL).where(shown).order_by(Case.id)
        return await _details(rows) if rows else []


async def _details(rows: list[Row], words: Words | None = None) -> list[CaseDetail]:
    ids = [row["id"] for row in rows]
    co, steps = await co_departments_of(ids), await steps_of(ids)
    replies, ratings = await replies_of(ids), await _ratings(ids, words)
    return [
        CaseDetail(
            **_beside(row),
            summary=summary_of(row),
            co_departments=co[row["id"]],
            replies=replies[row["id"]],
            ratings=ratings[row["id"]],
            steps=steps[row["id"]],
        )
        for row in rows
    ]


async def co_departments_of(ids: list[int]) -> dict[int, list[CoDepartmentDetail]]:
    """Give case id → the departments that answer with its lead, in the order in which they were asked."""
    name = CoDepartment.organisation.name.as_alias("name")
    columns = (CoDepartment.case, CoDepartment.organisation, name, CoDepartment.signed_at)
    rows = (
        await CoDepartment.select(*columns)
        .where(CoDepartment.case.is_in(ids or [0]))
        .order_by(CoDepartment.id)
    )
    return _by_case(
        (
            row["case"],
            CoDepartmentDetail(
                organisation_id=row["organisation"], name=row["name"], signed_at=row["signed_at"]
            ),
        )
        for row in rows
    )


async def replies_of(ids: list[int]) -> dict[int, list[ReplyDetail]]:
    """Give case id → its replies, a round each, drafts included."""
    rows = await Reply.select(*_REPLY).where(Reply.case.is_in(ids or [0])).order_by(Reply.round)
    reply_ids = [row["id"] for row in rows]
    photos, measures = await photos_of(reply_ids), await _measures(reply_ids)
    documents = await documents_of(reply_ids)
    return _by_case(
        (
            row.pop("case"),
            ReplyDetail(
                **{**row, **_said(row)},
                measures=measures.get(row["id"], []),
                photos=photos.get(row["id"], []),
                documents=documents.get(row["id"], []),
            ),
        )
        for row in rows
    )


def _said(row: Row) -> Row:
    """Give what a list that was taken over may not say of a reply."""
    result, adoption = row["result"], row["adoption"]
    return {
        "organisation": row["organisation"] or "",
        "result": Result(result) if result else None,
        "adoption": Adoption(adoption) if adoption else None,
    }


async def _measures(reply_ids: list[int]) -> dict[int, list[MeasureDetail]]:
    columns = (Measure.reply, Measure.id, Measure.text, Measure.due_on, Measure.done_on)
    rows = (
        await Measure.select(*columns).where(Measure.reply.is_in(reply_ids or [0])).order_by(Measure.number)
    )
    return _by_case((row.pop("reply"), MeasureDetail(**row)) for row in rows)


async def _ratings(ids: list[int], words: Words | None) -> dict[int, list[RatingDetail]]:
    columns = (
        Rating.case,
        Rating.suggestion.as_alias("suggestion_id"),
        Rating.round,
        Rating.is_solved,
        Rating.satisfaction,
        Rating.reason,
        Rating.rated_at,
    )
    rows = await Rating.select(*columns).where(Rating.case.is_in(ids or [0])).order_by(Rating.id)
    return _by_case(
        (
            row.pop("case"),
            RatingDetail(
                **{
                    **row,
                    "is_solved": bool(row["is_solved"]),
                    "satisfaction": Satisfaction(row["satisfaction"]),
                    "reason": _public(row["reason"], words),
                }
            ),
        )
        for row in rows
    )


def _masked(row: Row, words: Words) -> Row:
    return {**row, **{name: _public(row[name], words) for name in ("title", "body")}}


def _public(text: str | None, words: Words | None) -> str | None:
    return screened(text, words).public if text and words else text


def _by_case(pairs: Iterable[tuple[int, Any]]) -> dict[int, Any]:
    found: dict[int, Any] = defaultdict(list)
    for case_id, one in pairs:
        found[case_id].append(one)
    return found


def summary_of(row: Row) -> CaseSummary:
    """Give what a list says of a case, from a row of `SUMMARY`."""
    facts = {name: row[name] for name in _FACTS}
    result, adoption = row["result"], row["adoption"]
    return CaseSummary(
        **facts,
        kind=CaseKind(row["kind"]),
        state=CaseState(row["state"]),
        awaits_meeting=bool(row["awaits_meeting"]),
        is_supervised=row["supervisor_id"] is not None or row["supervising_id"] is not None,
        result=Result(result) if result else None,
        adoption=Adoption(adoption) if adoption else None,
    )


def _beside(row: Row) -> Row:
    body, start, length = row["body"], row["start"], row["length"]
    return {
        "suggestion_id": row["suggestion_id"],
        "text": body if body is None or start is None else body[start : start + length],
        "whole": body,
        "start": start,
        "length": length,
        "supervisor": row["supervisor"] or row["supervisor_email"] or row["supervising"],
        "supervisor_id": row["supervisor_id"],
        "supervising_id": row["supervising_id"],
        "closed_at": row["closed_at"],
    }


_FACTS = (
    *("id", "topic_id", "topic", "tracking", "title", "round", "lead_id", "lead"),
    *("opened_at", "return_by", "due_on", "asked_due_on", "answered_at"),
)
SUMMARY = (
    Case.id,
    Case.topic.as_alias("topic_id"),
    Case.topic.title.as_alias("topic"),
    Case.suggestion.tracking.as_alias("tracking"),
    Case.kind,
    Case.title,
    Case.state,
    Case.round,
    Case.lead.as_alias("lead_id"),
    Case.lead.name.as_alias("lead"),
    Case.supervisor.as_alias("supervisor_id"),
    Case.supervising.as_alias("supervising_id"),
    Case.opened_at,
    Case.return_by,
    Case.due_on,
    Case.asked_due_on,
    Case.answered_at,
    Case.awaits_meeting,
    Case.result,
    Case.adoption,
)
DETAIL = (
    *SUMMARY,
    Case.suggestion.as_alias("suggestion_id"),
    Case.suggestion.body.as_alias("body"),
    Case.start,
    Case.length,
    Case.supervisor.name.as_alias("supervisor"),
    Case.supervisor.email.as_alias("supervisor_email"),
    Case.supervising.name.as_alias("supervising"),
    Case.closed_at,
)
_REPLY = (
    Reply.case,
    Reply.id,
    Reply.round,
    Reply.organisation.as_alias("organisation_id"),
    Reply.organisation.name.as_alias("organisation"),
    Reply.result,
    Reply.adoption,
    Reply.reason,
    Reply.text,
    Reply.written_at,
    Reply.published_at,
)
