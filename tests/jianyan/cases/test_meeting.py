"""Meeting the author before the answer: when it counts, who may record it, and what is refused without it."""

from datetime import date, timedelta

import pytest

import builders
from cities import NOW, City, later
from jianyan import cases, db, trail
from jianyan.cases import (
    CaseKind,
    CaseState,
    Manner,
    NewRating,
    NoReply,
    NotNow,
    NotYetMet,
    NotYourCase,
    Satisfaction,
    StepDetail,
    StepKind,
    Term,
)
from jianyan.cases.tables import Case, CaseStep, MeetingParty
from jianyan.clock import day_of
from jianyan.errors import InvalidFields, problems_of

ZONE = builders.SHANGHAI
TODAY = day_of(NOW, ZONE)
UNHAPPY = NewRating(is_solved=False, satisfaction=Satisfaction.DISSATISFIED)


async def meetings(city: City, case_id: int) -> list[StepDetail]:
    return (await city.seen(case_id)).meetings


async def fields_refused(city: City, case_id: int, **facts: object) -> list[str | None]:
    with pytest.raises(InvalidFields) as refused:
        await city.meet(case_id, **facts)  # type: ignore[arg-type]
    return [one.field for one in problems_of(refused.value)]


async def test_a_meeting_says_when_how_with_whom_and_what_was_agreed(city: City) -> None:
    case_id = await city.claimed(co_ids=(city.police,))
    parties = (city.police, city.transport)
    await city.meet(case_id, "先加开一班。", manner=Manner.VISIT, party_ids=parties, now=later(2), on=TODAY)
    [step] = await meetings(city, case_id)
    assert (step.due_on, step.manner, step.text) == (TODAY, Manner.VISIT, "先加开一班。")
    assert [one.name for one in step.parties] == ["江州市交通运输局", "江州市公安局"]
    assert await city.state(case_id) is CaseState.IN_HAND
    [act] = await trail.acts(kind="case-met")
    assert act.subject == f"case-{case_id}"


async def test_several_meetings_are_kept_and_the_same_form_twice_is_one(city: City) -> None:
    case_id = await city.claimed()
    for _ in range(2):
        await city.meet(case_id, "先数客流。")
    await city.meet(case_id, "再议班次。")
    assert [one.text for one in await meetings(city, case_id)] == ["先数客流。", "再议班次。"]
    await city.meet(case_id, "先数客流。")
    assert len(await meetings(city, case_id)) == 3


async def test_a_meeting_took_place_since_the_case_was_handed_over_and_not_in_the_future(city: City) -> None:
    case_id = await city.claimed()
    for day in (TODAY - timedelta(days=1), TODAY + timedelta(days=3)):
        assert await fields_refused(city, case_id, on=day, now=later(2)) == ["on"]
    for day in (TODAY, TODAY + timedelta(days=2)):
        await city.meet(case_id, on=day, now=later(2))
    assert [one.due_on for one in await meetings(city, case_id)] == [TODAY, TODAY + timedelta(days=2)]


async def test_only_who_answers_the_case_can_have_taken_part(city: City) -> None:
    case_id = await city.claimed()
    for parties in ((), (city.police,), (city.transport, city.police), (0,)):
        assert await fields_refused(city, case_id, party_ids=parties) == ["party"]
    assert await meetings(city, case_id) == []


async def test_all_that_is_wrong_is_said_at_once(city: City) -> None:
    case_id = await city.claimed()
    wrong = await fields_refused(city, case_id, agreed=" ", party_ids=(), on=TODAY + timedelta(days=1))
    assert wrong == ["on", "party", "note"]
    assert await fields_refused(city, case_id, agreed="长" * 1_001) == ["note"]


async def test_the_lead_or_the_office_records_it_and_nobody_else(city: City) -> None:
    case_id = await city.claimed(co_ids=(city.police,))
    new = cases.NewMeeting(on=TODAY, manner=Manner.PHONE, party_ids=(city.transport,), agreed="再议。")
    with pytest.raises(NotYourCase):
        await cases.meet(case_id, new, by=city.hao, now=NOW, zone=ZONE)
    await cases.meet(case_id, new, by=city.qiao, now=NOW, zone=ZONE)
    assert len(await meetings(city, case_id)) == 1


async def test_nobody_meets_about_a_case_that_is_not_in_hand(city: City) -> None:
    assigned = await city.hand_over(lead_id=city.transport)
    replied = await city.replied(start=0, length=5)
    for case_id in (assigned, replied):
        with pytest.raises(NotNow):
            await city.meet(case_id)


async def test_a_motion_is_answered_once_its_author_was_met_and_its_draft_is_kept_meanwhile(
    city: City,
) -> None:
    case_id = await city.claimed(kind=CaseKind.MOTION)
    with pytest.raises(NotYetMet):
        await city.reply(case_id, "已列入计划。")
    found = await city.seen(case_id)
    assert (found.replies[0].text, found.summary.awaits_meeting) == ("已列入计划。", True)
    await city.meet(case_id)
    assert not (await city.seen(case_id)).summary.awaits_meeting
    await cases.send_reply(case_id, by=city.bo, now=NOW)
    assert await city.state(case_id) is CaseState.REPLIED


async def test_who_has_written_nothing_hears_that_first(city: City) -> None:
    case_id = await city.claimed(kind=CaseKind.MOTION)
    with pytest.raises(NoReply):
        await cases.send_reply(case_id, by=city.bo, now=NOW)


async def test_other_cases_are_answered_without_a_meeting_unless_the_terms_ask_for_one(city: City) -> None:
    await city.replied()
    for kind in set(CaseKind) - {CaseKind.MOTION}:
        assert not (await cases.terms_of(None))[kind].meets_first
    own = city.qiao.scope.organisation
    await cases.set_term(own, CaseKind.SUGGESTION, Term(5, 2, meets_first=True), by=city.qiao, now=NOW)
    with pytest.raises(NotYetMet):
        await city.replied(start=0, length=5)
    await cases.set_term(own, CaseKind.MOTION, Term(62, 10), by=city.qiao, now=NOW)
    await city.replied(kind=CaseKind.MOTION, start=6, length=5)
    assert await cases.first_fault() is None


async def test_what_is_in_hand_when_the_terms_change_is_answered_as_it_was_handed_over(city: City) -> None:
    own, case_id = city.qiao.scope.organisation, await city.claimed()
    await cases.set_term(own, CaseKind.SUGGESTION, Term(5, 2, meets_first=True), by=city.qiao, now=NOW)
    await city.reply(case_id)
    assert await city.state(case_id) is CaseState.REPLIED


async def test_a_second_answer_needs_a_meeting_of_its_own_after_the_case_was_opened_again(city: City) -> None:
    case_id = await city.claimed(kind=CaseKind.MOTION)
    await city.meet(case_id)
    await city.reply(case_id)
    await cases.publish_reply(case_id, by=city.wei, now=later(1))
    suggestion_id = (await city.seen(case_id)).suggestion_id
    await cases.rate(case_id, suggestion_id, UNHAPPY, now=later(5), zone=ZONE)
    with pytest.raises(NotYetMet):
        await city.reply(case_id, "再答一次。")
    assert await fields_refused(city, case_id, on=TODAY + timedelta(days=4), now=later(6)) == ["on"]
    await city.meet(case_id, on=TODAY + timedelta(days=5), now=later(6))
    await city.reply(case_id, "再答一次。")
    found = await city.seen(case_id)
    assert [one.round for one in found.meetings] == [1, 2]
    assert len(found.meetings_of_round) == 1
    assert await cases.first_fault() is None


async def test_a_case_from_before_the_question_is_answered_without_a_meeting(city: City) -> None:
    case_id = await city.claimed(kind=CaseKind.MOTION)
    async with db.transaction():  # as the upgrade leaves it
        await Case.update({Case.awaits_meeting: False}).where(Case.id == case_id)
    await city.reply(case_id)
    assert await city.state(case_id) is CaseState.REPLIED


@pytest.mark.parametrize(
    ("table", "change", "named"),
    [
        (CaseStep, {"manner": "phone"}, "manner"),
        (CaseStep, {"manner": None}, "manner"),
        (CaseStep, {"due_on": date(2026, 7, 2)}, "day"),
        (CaseStep, {"text": "别的约定。"}, "note"),
        (MeetingParty, {"organisation": 4}, "parties"),
        (Case, {"met_at": None}, "met_at"),
        (Case, {"met_at": later(1)}, "met_at"),
        (Case, {"awaits_meeting": True}, "awaits_meeting"),
    ],
)
async def test_a_meeting_that_was_changed_behind_the_record_is_named(
    city: City, table: type, change: dict[str, object], named: str
) -> None:
    case_id = await city.claimed(kind=CaseKind.MOTION)
    await city.meet(case_id)
    assert await cases.first_fault() is None
    where = CaseStep.kind == StepKind.MET.value if table is CaseStep else table.id == 1  # type: ignore[attr-defined]
    async with db.transaction():
        await table.update(change).where(where)  # type: ignore[attr-defined]
    fault = await cases.first_fault() or ""
    assert fault.startswith(f"case {case_id}: ")
    assert named in fault


async def test_a_party_that_is_gone_or_was_added_is_named(city: City) -> None:
    case_id = await city.claimed()
    await city.meet(case_id)
    async with db.transaction():
        await MeetingParty.insert(MeetingParty(step=3, organisation=city.police))
    assert "parties" in (await cases.first_fault() or "")
    async with db.transaction():
        await MeetingParty.delete(force=True)
    assert "parties" in (await cases.first_fault() or "")


async def test_what_was_agreed_goes_with_an_erasure_and_that_there_was_a_meeting_stays(city: City) -> None:
    case_id = await city.claimed()
    await city.meet(case_id, "李先生的电话另记。")
    suggestion_id = (await city.seen(case_id)).suggestion_id
    async with db.transaction():
        await cases.erase(suggestion_id, now=later(1))
    [step] = await meetings(city, case_id)
    assert (step.text, step.manner, len(step.parties)) == (None, Manner.IN_PERSON, 1)
