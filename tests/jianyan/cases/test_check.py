"""Every column of a case that is changed behind the verbs' back is named."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

import builders
from cities import NOW, City, later
from jianyan import cases, db, erasures, trail
from jianyan.accounts import within
from jianyan.cases import (
    Adoption,
    CaseKind,
    NewMeasure,
    NewRating,
    NewReply,
    NoReply,
    NotYetSigned,
    Result,
    Satisfaction,
    Term,
)
from jianyan.cases.tables import (
    Case,
    CaseStep,
    CaseTerm,
    CoDepartment,
    Measure,
    Rating,
    Reply,
)
from jianyan.uploads import Store

ZONE = builders.SHANGHAI
UNHAPPY = NewRating(is_solved=False, satisfaction=Satisfaction.DISSATISFIED, reason="末班车仍是九点。")
PARTLY = NewReply(
    result=Result.PLANNED,
    adoption=Adoption.PARTLY,
    text="自下月起末班车延至22点。",
    reason="座椅另行研究。",
    measures=(NewMeasure(text="延长末班车", due_on=date(2026, 8, 1)), NewMeasure(text="加装座椅")),
)


@pytest.fixture
async def case_id(city: City) -> int:
    """Give a case with all that can happen to one: two rounds, two departments, ratings, a supervisor."""
    with within(city.qiao.scope):
        await cases.set_term(None, CaseKind.MICRO, Term(7, 2), by=city.qiao, now=NOW)
    made = await city.hand_over(lead_id=city.transport, co_ids=(city.police,), note="请认真办理。")
    await cases.claim(made, by=city.bo, now=NOW, zone=ZONE)
    await cases.supervise(made, "", email=city.wei.email, by=city.qiao, now=NOW)
    await cases.ask_extension(made, date(2026, 9, 1), "尚需会商", by=city.bo, now=NOW, zone=ZONE)
    await cases.answer_extension(made, "", grant=True, by=city.qiao, now=NOW)
    await cases.save_reply(made, PARTLY, by=city.bo, now=NOW)
    await cases.sign(made, "", agree=True, by=city.hao, now=NOW)
    await cases.send_reply(made, by=city.bo, now=NOW)
    await cases.publish_reply(made, by=city.wei, now=later(1))
    measure = (await city.seen(made)).replies[0].measures[0]
    await cases.carry_out(measure.id, date(2026, 7, 3), by=city.bo, now=later(2))
    suggestion_id = (await city.seen(made)).suggestion_id
    await cases.rate(made, suggestion_id, UNHAPPY, now=later(3), zone=ZONE)
    assert await cases.first_fault() is None
    return made


async def fault_after(table: Any, change: dict[str, object], where: Any = None) -> str | None:
    async with db.transaction():
        await table.update(change).where(where if where is not None else table.id == 1)
    return await cases.first_fault()


CASE_COLUMNS: dict[str, object] = {
    "suggestion": 2,
    "start": 3,
    "length": 4,
    "root": None,
    "kind": "micro",
    "title": "另一件事",
    "title_salt": b"x" * 32,
    "state": "answered",
    "round": 1,
    "lead": None,
    "supervisor": None,
    "supervising": 1,
    "opened_at": NOW - timedelta(days=1),
    "return_by": date(2026, 7, 30),
    "due_on": date(2026, 12, 1),
    "counted_from": date(2026, 7, 2),
    "counted_days": 29,
    "asked_due_on": date(2026, 12, 1),
    "chased": 2,
    "answered_at": NOW,
    "result": "A",
    "adoption": "adopted",
    "closed_at": NOW,
}


@pytest.mark.parametrize("column", CASE_COLUMNS)
async def test_a_case_that_was_changed_is_named(city: City, case_id: int, keys: Any, column: str) -> None:
    await builders.submit(keys, await builders.make_placement(), "另一条建议。")
    fault = await fault_after(Case, {column: CASE_COLUMNS[column]})
    assert fault is not None
    assert fault.startswith(f"case {case_id}: its {column.removesuffix('_salt')}")


async def test_a_case_of_another_topic_is_named(city: City, case_id: int) -> None:
    other = await builders.make_topic("another")
    assert (
        await fault_after(Case, {"topic": other.id})
        == f"case {case_id}: its topic is {other.id}, the trail leads to 1"
    )


STEP_COLUMNS: dict[str, object] = {
    "number": 99,
    "kind": "offered",
    "round": 2,
    "at": NOW - timedelta(minutes=1),
    "by": None,
    "organisation": None,
    "due_on": None,
    "text": "请抓紧办理。",
    "text_salt": b"x" * 32,
}


@pytest.mark.parametrize("column", STEP_COLUMNS)
async def test_a_step_that_was_changed_is_named(city: City, case_id: int, column: str) -> None:
    fault = await fault_after(CaseStep, {column: STEP_COLUMNS[column]})
    assert fault is not None
    assert fault.startswith(f"case {case_id}: step 0: ")


@pytest.mark.parametrize(
    ("table", "change"),
    [
        (Reply, {"text": "改过的答复"}),
        (Reply, {"text_salt": b"x" * 32}),
        (Reply, {"text": None, "text_salt": None}),
        (Reply, {"reason": "改过的"}),
        (Reply, {"reason": None, "reason_salt": None}),
        (Reply, {"result": "A"}),
        (Reply, {"adoption": "adopted"}),
        (Reply, {"round": 2}),
        (Reply, {"organisation": 1}),
        (Reply, {"published_at": None}),
        (Reply, {"published_at": NOW}),
        (Reply, {"published_by": None}),
        (Measure, {"text": "什么也不做"}),
        (Measure, {"text": None, "text_salt": None}),
        (Measure, {"due_on": date(2027, 8, 1)}),
        (Measure, {"done_on": date(2026, 7, 2)}),
        (Measure, {"done_on": None}),
        (Measure, {"number": 3}),
        (Rating, {"is_solved": True}),
        (Rating, {"satisfaction": "satisfied"}),
        (Rating, {"reason": "很好"}),
        (Rating, {"reason": None, "reason_salt": None}),
        (Rating, {"round": 2}),
        (Rating, {"rated_at": NOW}),
        (CoDepartment, {"organisation": 3}),
        (CoDepartment, {"signed_at": later(1)}),
        (CoDepartment, {"signed_by": 1}),
    ],
)
async def test_an_answer_that_was_changed_is_named(
    city: City, case_id: int, table: Any, change: dict[str, object]
) -> None:
    fault = await fault_after(table, change)
    assert fault is not None
    assert fault.startswith(f"case {case_id}: ")


@pytest.mark.parametrize("table", [CaseStep, Rating, CoDepartment, Measure])
async def test_a_row_that_is_gone_is_named(city: City, case_id: int, table: Any) -> None:
    async with db.transaction():
        await table.delete().where(table.id == 1)
    fault = await cases.first_fault()
    assert fault is not None
    assert fault.startswith(f"case {case_id}: ")


async def test_a_leaf_too_many_is_named(city: City, case_id: int) -> None:
    entry = trail.Entry(kind="case-reminded", subject=f"case-{case_id}", topic=1, data={"number": 99})
    await trail.record(entry, at=NOW)
    assert (await cases.first_fault() or "").startswith(f"case {case_id}: it has ")


async def test_a_case_that_is_recorded_and_not_there_is_named(city: City, case_id: int) -> None:
    entry = trail.Entry(kind="case-offered", subject="case-77", topic=1, data={"number": 0})
    await trail.record(entry, at=NOW)
    assert await cases.first_fault() == "case 77: it is recorded, but there is no row"


async def test_a_term_that_was_changed_is_named(city: City, case_id: int) -> None:
    where = CaseTerm.key == "0/micro"
    expected = "term 0/micro: it is not the one that was recorded"
    assert await fault_after(CaseTerm, {"answer_days": 90}, where) == expected
    async with db.transaction():
        await CaseTerm.delete().where(where)
    assert await cases.first_fault() == "term 0/micro: recorded in the trail, but there is no row"


async def test_texts_that_are_gone_with_a_record_are_sound(city: City, case_id: int) -> None:
    suggestion_id = (await city.seen(case_id)).suggestion_id
    async with db.transaction():
        await cases.erase(suggestion_id, now=later(4))
    assert await cases.first_fault() == f"case {case_id}: step 0: its note is gone without a record"
    await trail.record(trail.Entry(kind="erase", subject=city.tracking), at=later(4))
    assert await cases.first_fault() is None


async def test_a_text_that_outlived_its_erasure_is_named(city: City, case_id: int) -> None:
    await trail.record(trail.Entry(kind="erase", subject=city.tracking), at=later(4))
    assert await cases.first_fault() == f"case {case_id}: step 0: its note is there, yet it was erased"


async def test_what_is_written_after_an_erasure_is_kept(city: City, case_id: int) -> None:
    await trail.record(trail.Entry(kind="erase", subject=city.tracking), at=later(4))
    async with db.transaction():
        await cases.erase((await city.seen(case_id)).suggestion_id, now=later(4))
    await cases.save_reply(case_id, PARTLY, by=city.bo, now=later(5))
    await cases.sign(case_id, "", agree=True, by=city.hao, now=later(5))
    await cases.send_reply(case_id, by=city.bo, now=later(5))
    await cases.send_back(case_id, "请写清楚。", by=city.wei, now=later(6))
    assert await cases.first_fault() is None


async def test_erasing_a_suggestion_empties_its_cases_and_is_sound(
    city: City, case_id: int, tmp_path: Path
) -> None:
    secret, store = str(tmp_path / "secret"), Store(tmp_path)
    for _ in range(2):
        await erasures.erase(city.tracking, by=None, now=later(4), secret_file=secret, store=store)
        found = await city.seen(case_id)
        assert (found.summary.title, found.text, found.replies[0].text) == (None, None, None)
        assert {step.text for step in found.steps} == {rating.reason for rating in found.ratings} == {None}
        assert {measure.text for measure in found.replies[0].measures} == {None}
        assert await cases.first_fault() is None


async def test_a_reply_that_was_erased_is_not_published(city: City, case_id: int) -> None:
    await cases.save_reply(case_id, PARTLY, by=city.bo, now=later(4))
    await cases.sign(case_id, "", agree=True, by=city.hao, now=later(4))
    await cases.send_reply(case_id, by=city.bo, now=later(4))
    await trail.record(trail.Entry(kind="erase", subject=city.tracking), at=later(5))
    async with db.transaction():
        await cases.erase((await city.seen(case_id)).suggestion_id, now=later(5))
    with pytest.raises(NoReply):
        await cases.publish_reply(case_id, by=city.wei, now=later(5))
    assert await cases.first_fault() is None


async def test_who_agreed_to_the_first_answer_agrees_to_the_second_anew(city: City, case_id: int) -> None:
    await cases.save_reply(case_id, PARTLY, by=city.bo, now=later(4))
    with pytest.raises(NotYetSigned):
        await cases.send_reply(case_id, by=city.bo, now=later(4))


async def test_who_claims_what_it_answers_with_does_not_agree_with_itself(city: City) -> None:
    case_id = await city.hand_over(co_ids=(city.transport,))
    await cases.claim(case_id, by=city.bo, now=NOW, zone=ZONE)
    await city.reply(case_id)
    assert (await city.seen(case_id)).co_departments == []
    assert await cases.first_fault() is None


async def test_a_wish_for_more_time_ends_with_the_answer(city: City) -> None:
    case_id = await city.claimed()
    await cases.ask_extension(case_id, date(2026, 9, 1), "尚需会商", by=city.bo, now=NOW, zone=ZONE)
    await city.reply(case_id)
    assert (await city.seen(case_id)).summary.asked_due_on is None
