"""What a department of the city answered: one answer did not satisfy, one waits for its rating."""

from datetime import datetime, timedelta

import builders
import pictures
from jianyan import accounts, cases, moderation, suggestions, topics, uploads
from jianyan.accounts import OrganisationKind, Person, Role, within
from jianyan.cases import Adoption, CaseKind, NewCase, NewMeasure, NewRating, NewReply, Result, Satisfaction
from jianyan.clock import day_of
from jianyan.demo.people import person
from jianyan.moderation import Act, Verdict
from jianyan.uploads import Darkroom, Store

ZONE = builders.SHANGHAI


async def add_answers(
    slug: str, trackings: tuple[str, str], staff: Person, store: Store, at: datetime
) -> str:
    """Publish two suggestions and let a department answer them; give the name of a photo of an answer.

    Args:
        slug: of their topic.
        trackings: the first is handed over in two aspects, one of which is opened once more; the answer to
            the second waits for its rating.
        staff: who hands over and publishes.
        store: keeps photos.
        at: when it all happens.
    """
    split, whole = trackings
    category_id = (await topics.topic_by_slug(slug)).categories[0].id
    bo = await person(Role.DEPARTMENT)
    with within(staff.scope):
        for tracking in trackings:
            verdict = Verdict(act=Act.APPROVE, category_id=category_id)
            await moderation.decide(tracking, verdict, by=staff, now=at)
        aspects = [await _handed_over(split, staff, bo, at, start=place, length=2) for place in (0, 2)]
        answered = await _handed_over(whole, staff, bo, at)
        suggestion_id = (await suggestions.by_tracking(split)).id
    photos = [await _photo(store, bo, at) for _ in range(2)]
    await _ask_for_time(aspects[0], staff, bo, at)
    await _answer(aspects[0], photos, staff, bo, at)
    await _answer(answered, [], staff, bo, at)
    rating = NewRating(is_solved=False, satisfaction=Satisfaction.DISSATISFIED, reason="夜里还是没有车。")
    await cases.rate(aspects[0], suggestion_id, rating, now=at, zone=ZONE)
    return photos[0]


async def _handed_over(tracking: str, staff: Person, bo: Person, at: datetime, **aspect: int) -> int:
    facts = {"lead_id": bo.scope.organisation, "note": "请尽快。", **aspect}
    new = NewCase(title="夜间加开班车", kind=CaseKind.SUGGESTION, **facts)  # type: ignore[arg-type]
    case_id = await cases.hand_over(tracking, new, by=staff, now=at, zone=ZONE)
    await cases.claim(case_id, by=bo, now=at, zone=ZONE)
    return case_id


async def _ask_for_time(case_id: int, staff: Person, bo: Person, at: datetime) -> None:
    until = day_of(at, ZONE) + timedelta(days=120)
    await cases.ask_extension(case_id, until, "夜间客流要再数一数。", by=bo, now=at, zone=ZONE)
    await cases.answer_extension(case_id, "同意。", grant=True, by=staff, now=at)
    kind = OrganisationKind.DEPARTMENT
    co = await accounts.add_organisation_below(
        bo.scope.organisation, "夜间运输科", kind=kind, by=staff.actor, now=at
    )
    await cases.join(case_id, [co], by=staff, now=at)
    await cases.leave(case_id, co, by=staff, now=at)
    await cases.remind(case_id, "请抓紧。", by=staff, now=at)


async def _answer(case_id: int, photos: list[str], staff: Person, bo: Person, at: datetime) -> None:
    reply = NewReply(
        result=Result.PLANNED,
        adoption=Adoption.PARTLY,
        text="夜间线路下月起试行。",
        reason="车辆不足，先开一条。",
        measures=(NewMeasure(text="购置夜班车。", due_on=day_of(at, ZONE)), NewMeasure(text="招聘司机。")),
        photos_before=tuple(photos[:1]),
        photos_after=tuple(photos[1:]),
    )
    await cases.save_reply(case_id, reply, by=bo, now=at)
    await cases.send_reply(case_id, by=bo, now=at)
    await cases.publish_reply(case_id, by=staff, now=at)
    measure = (await cases.case_by_id(case_id, by=bo)).replies[0].measures[0]
    await cases.carry_out(measure.id, day_of(at, ZONE), by=bo, now=at)


async def _photo(store: Store, bo: Person, at: datetime) -> str:
    darkroom = Darkroom()
    photo = await uploads.take_in(pictures.telling(), darkroom=darkroom, store=store, by=bo.actor, now=at)
    await darkroom.close()
    return photo.name
