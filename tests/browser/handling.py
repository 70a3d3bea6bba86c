"""Cases of the city: one that was answered and rated, one whose reply is being written, template texts."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import builders
import papers
import pictures
from jianyan import cases, moderation, topics, uploads
from jianyan.accounts import Person, within
from jianyan.cases import (
    Adoption,
    CaseKind,
    Manner,
    NewCase,
    NewDocument,
    NewMeasure,
    NewMeeting,
    NewRating,
    NewReply,
    Result,
    Satisfaction,
)
from jianyan.clock import day_of
from jianyan.moderation import Act, Verdict
from jianyan.uploads import Darkroom, ReadingRoom, Store


@dataclass(frozen=True)
class Handled:
    """What there is of cases, as addresses name it."""

    answered: int
    in_hand: int
    reply_photo: str
    reply_document: str
    reply_template_ids: tuple[int, int]
    """Of the department and of the office."""
    handed_over: str
    """Number of the suggestion that they are about."""


async def handle(
    tracking: str, topic: str, *, staff: Person, bo: Person, uploads_folder: str, at: datetime
) -> Handled:
    """Publish a suggestion, hand it over twice, and answer it once."""
    drawer = (await topics.topic_by_slug(topic)).categories[0].id
    with within(staff.scope):
        verdict = Verdict(act=Act.APPROVE, category_id=drawer)
        await moderation.decide(tracking, verdict, by=staff, now=at)
        answered = await _hand_over(tracking, bo, by=staff, at=at)
        in_hand = await _hand_over(tracking, bo, by=staff, at=at, start=0, length=4)
        await _hand_over(tracking, None, by=staff, at=at)
    photo, document = await _photo(uploads_folder, bo, at), await _document(uploads_folder, bo, at)
    await _answer(answered, _reply(document, photo), staff=staff, bo=bo, at=at)
    await cases.claim(in_hand, by=bo, now=at, zone=builders.SHANGHAI)
    await _meet(in_hand, bo, at)
    await cases.save_reply(in_hand, _reply(), by=bo, now=at)
    templates = [
        await cases.add_reply_template("夜间公交问候", "您好，感谢您的建议。", by=by, now=at)
        for by in (bo, staff)
    ]
    return Handled(answered, in_hand, photo, document, (templates[0], templates[1]), tracking)


async def _hand_over(tracking: str, bo: Person | None, *, by: Person, at: datetime, **span: int) -> int:
    new = NewCase(
        title="夜间公交怎么加班",
        kind=CaseKind.SUGGESTION,
        lead_id=bo.scope.organisation if bo else None,
        note="请在月底前答复。",
        **span,
    )
    return await cases.hand_over(tracking, new, by=by, now=at, zone=builders.SHANGHAI)


async def _meet(case_id: int, bo: Person, at: datetime) -> None:
    meeting = NewMeeting(
        on=day_of(at, builders.SHANGHAI),
        manner=Manner.VISIT,
        party_ids=(bo.scope.organisation or 0,),
        agreed="先加开一班，再看客流。",
    )
    await cases.meet(case_id, meeting, by=bo, now=at, zone=builders.SHANGHAI)


async def _answer(case_id: int, reply: NewReply, *, staff: Person, bo: Person, at: datetime) -> None:
    await cases.claim(case_id, by=bo, now=at, zone=builders.SHANGHAI)
    await cases.save_reply(case_id, reply, by=bo, now=at)
    await cases.send_reply(case_id, by=bo, now=at)
    await cases.publish_reply(case_id, by=staff, now=at)
    found = await cases.case_by_id(case_id, by=None)
    rating = NewRating(is_solved=False, satisfaction=Satisfaction.FAIRLY, reason="只加了一班。")
    await cases.rate(case_id, found.suggestion_id, rating, now=at, zone=builders.SHANGHAI)


def _reply(document: str = "", *photos: str) -> NewReply:
    return NewReply(
        result=Result.PLANNED,
        adoption=Adoption.PARTLY,
        text="夜里加开一班，其余在研究。",
        reason="车辆不够。",
        measures=(NewMeasure(text="夜里加开一班", due_on=day_of(builders.NOW, builders.SHANGHAI)),),
        photos_before=photos,
        documents=(NewDocument(document, "加班方案.pdf"),) if document else (),
    )


async def _document(folder: str, by: Person, at: datetime) -> str:
    room, store = ReadingRoom(), Store(Path(folder))
    file = await uploads.take_document_in(papers.pdf(), reading_room=room, store=store, by=by.actor, now=at)
    await room.close()
    return file.name


async def _photo(folder: str, by: Person, at: datetime) -> str:
    darkroom, store = Darkroom(), Store(Path(folder))
    photo = await uploads.take_in(pictures.telling(), darkroom=darkroom, store=store, by=by.actor, now=at)
    await darkroom.close()
    return photo.name
