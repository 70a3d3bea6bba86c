from datetime import date

import pytest

import builders
from cities import NOW, City, later
from jianyan import cases, trail
from jianyan.cases import (
    Adoption,
    CaseState,
    NewMeasure,
    NewReply,
    NoReply,
    NotNow,
    NotYourCase,
    Result,
)
from jianyan.errors import InvalidFields

SOLVED = NewReply(result=Result.SOLVED, adoption=Adoption.ADOPTED, text="已延长。")


async def save(city: City, case_id: int, new: NewReply = SOLVED) -> None:
    await cases.save_reply(case_id, new, by=city.bo, now=NOW)


async def test_a_reply_is_read_by_nobody_outside_before_it_is_published(city: City) -> None:
    case_id = await city.replied()
    assert (await city.seen(case_id)).replies[0].published_at is None
    await cases.publish_reply(case_id, by=city.wei, now=later(3))
    found = await city.seen(case_id)
    assert found.replies[0].published_at == later(3) == found.summary.answered_at


async def test_a_reply_that_was_sent_does_not_change(city: City) -> None:
    case_id = await city.replied()
    with pytest.raises(NotNow):
        await save(city, case_id)
    assert (await city.seen(case_id)).replies[0].text == "自下月起末班车延至22点。"


async def test_a_better_reply_is_asked_for_and_published(city: City) -> None:
    case_id = await city.replied()
    await cases.send_back(case_id, "请写明从哪一天起。", by=city.wei, now=NOW)
    assert await city.state(case_id) is CaseState.IN_HAND
    await city.reply(case_id, "自2026年8月1日起末班车延至22点。")
    await cases.publish_reply(case_id, by=city.wei, now=NOW)
    found = await city.seen(case_id)
    assert [reply.text for reply in found.replies] == ["自2026年8月1日起末班车延至22点。"]
    assert [step.text for step in found.steps if step.kind is cases.StepKind.SENT_BACK] == [
        "请写明从哪一天起。"
    ]


async def test_nothing_is_sent_or_published_that_was_not_written(city: City) -> None:
    case_id = await city.claimed()
    with pytest.raises(NoReply):
        await cases.send_reply(case_id, by=city.bo, now=NOW)
    with pytest.raises(NoReply):
        await cases.publish_reply(case_id, by=city.wei, now=NOW)


async def test_a_department_publishes_nothing_itself(city: City) -> None:
    case_id = await city.replied()
    with pytest.raises(NotYourCase):
        await cases.publish_reply(case_id, by=city.bo, now=NOW)
    with pytest.raises(NotYourCase):
        await cases.send_back(case_id, "再想想", by=city.bo, now=NOW)


@pytest.mark.parametrize("adoption", [Adoption.DECLINED, Adoption.REFERENCE])
async def test_what_is_not_adopted_has_a_reason(city: City, adoption: Adoption) -> None:
    case_id = await city.claimed()
    bare = NewReply(result=Result.REFERENCE, adoption=adoption, text="暂不具备条件。")
    with pytest.raises(InvalidFields) as refused:
        await save(city, case_id, bare)
    assert [problem.field for problem in refused.value.problems] == ["reason"]


async def test_every_fault_of_a_reply_is_told_at_once_and_nothing_is_kept(city: City) -> None:
    case_id = await city.claimed()
    measures = tuple(NewMeasure(text="" if number == 3 else "加车") for number in range(1, 12))
    with pytest.raises(InvalidFields) as refused:
        await save(
            city,
            case_id,
            NewReply(result=Result.SOLVED, adoption=Adoption.ADOPTED, text="", measures=measures),
        )
    assert {problem.field for problem in refused.value.problems} == {"text", "measure_3", "measures"}
    assert (await city.seen(case_id)).replies == []


async def test_measures_are_written_anew_with_a_draft_and_carried_out_after_it(city: City) -> None:
    case_id = await city.claimed()
    first = NewMeasure(text="调整时刻表", due_on=date(2026, 8, 1))
    await save(
        city,
        case_id,
        NewReply(
            result=Result.PLANNED, adoption=Adoption.ADOPTED, text="列入计划。", measures=(first, first)
        ),
    )
    await city.reply(case_id, measures=(first,), result=Result.PLANNED)
    await cases.publish_reply(case_id, by=city.wei, now=NOW)
    measure = (await city.seen(case_id)).replies[0].measures
    assert [(one.text, one.due_on, one.done_on) for one in measure] == [
        ("调整时刻表", date(2026, 8, 1), None)
    ]
    await cases.carry_out(measure[0].id, date(2026, 7, 30), by=city.bo, now=later(30))
    assert (await city.seen(case_id)).replies[0].measures[0].done_on == date(2026, 7, 30)
    with pytest.raises(cases.NoSuchCase):
        await cases.carry_out(measure[0].id, date(2026, 7, 30), by=city.hao, now=later(30))


async def test_the_trail_commits_to_the_words_of_a_reply_and_holds_none(city: City) -> None:
    case_id = await city.answered()
    kinds = ("case-replied", "case-answered")
    replied, answered = [leaf async for page in trail.subjects_of(*kinds) for _, _, leaf in page]
    assert replied["data"]["adoption"] == answered["data"]["adoption"] == "adopted"
    assert replied["com"] == answered["com"] != {}
    assert "末班车" not in str([replied, answered, *await trail.history(f"case-{case_id}")])


async def test_the_office_answers_for_a_department_that_would_rather_not(city: City) -> None:
    case_id = await city.hand_over(lead_id=city.transport)
    await cases.claim(case_id, by=city.qiao, now=NOW, zone=builders.SHANGHAI)
    await cases.save_reply(case_id, SOLVED, by=city.qiao, now=NOW)
    await cases.send_reply(case_id, by=city.qiao, now=NOW)
    await cases.publish_reply(case_id, by=city.wei, now=NOW)
    assert (await city.seen(case_id)).replies[0].organisation == "江州市交通运输局"
