"""What departments made of it, counted by the database and again by a plain loop over the cases' pages."""

from datetime import date, timedelta

import pytest

import builders
from cities import NOW, City
from jianyan import cases, moderation, tallies
from jianyan.accounts import within
from jianyan.calendars import working_days_between
from jianyan.cases import Adoption, CaseKind, NewCase, NewRating, NewReply, Result, Satisfaction
from jianyan.clock import day_of
from jianyan.keys import KeyRing
from jianyan.moderation import Act, Verdict
from jianyan.tallies import Answering

ZONE = builders.SHANGHAI
TODAY = day_of(NOW, ZONE)
HAPPY = NewRating(is_solved=True, satisfaction=Satisfaction.SATISFIED)
UNHAPPY = NewRating(is_solved=False, satisfaction=Satisfaction.DISSATISFIED)


@pytest.fixture
async def city(database: str, ready_made: City) -> City:
    return ready_made


async def counted(day: date = TODAY) -> Answering:
    return await tallies.answering_of(1, zone=ZONE, today=day)


async def answered(city: City, case_id: int, adoption: Adoption, *, days: int = 0, **facts: object) -> None:
    """Let Bo answer a case that is assigned to his department."""
    at = NOW + timedelta(days=days)
    reply = {"result": Result.PLANNED, "adoption": adoption, "text": "已研究。", "reason": "见正文。"}
    await cases.claim(case_id, by=city.bo, now=NOW, zone=ZONE)
    await cases.save_reply(case_id, NewReply(**{**reply, **facts}), by=city.bo, now=NOW)  # type: ignore[arg-type]
    await cases.send_reply(case_id, by=city.bo, now=at)
    await cases.publish_reply(case_id, by=city.wei, now=at)


async def another(city: City, keys: KeyRing, category: int, *, lead: int | None) -> int:
    """Publish a further suggestion, hand it over and give the case."""
    received, _ = await builders.submit(keys, await builders.make_placement(), f"还有第{category}条。")
    topic = await builders.topics.topic_by_slug("buses-first")
    verdict = Verdict(act=Act.APPROVE, category_id=topic.categories[category].id)
    await moderation.decide(received.tracking, verdict, by=city.wei, now=NOW)
    new = NewCase(title="别的事", kind=CaseKind.ENQUIRY, lead_id=lead)
    with within(city.qiao.scope):
        return await cases.hand_over(received.tracking, new, by=city.qiao, now=NOW, zone=ZONE)


async def test_a_suggestion_counts_once_with_the_best_of_its_answers(city: City, keys: KeyRing) -> None:
    first = await city.hand_over(lead_id=city.transport, start=0, length=5)
    second = await city.hand_over(lead_id=city.transport, start=6, length=5)
    await city.hand_over(lead_id=city.police, start=12, length=3)
    await answered(city, first, Adoption.REFERENCE)
    await answered(city, second, Adoption.PARTLY)
    await another(city, keys, 1, lead=city.transport)
    found = await counted()
    assert (found.suggestions.handed_over, found.suggestions.outcomes.answered) == (2, 1)
    assert (found.suggestions.outcomes.partly, found.suggestions.outcomes.reference) == (1, 0)
    assert found.suggestions.outcomes.percent == 100.0
    bo, hao = found.departments
    assert (bo.name, bo.cases, bo.outcomes.partly, bo.outcomes.reference) == ("江州市交通运输局", 3, 1, 1)
    assert (hao.name, hao.cases, hao.outcomes.answered) == ("江州市公安局", 1, 0)
    assert bo.outcomes.percent == 50.0
    assert bo.results == {"A": 0, "B": 2, "C": 0}
    assert [(one, part.handed_over) for one, part in found.categories] == [(1, 1), (2, 1)]
    assert [(year, part.handed_over) for year, part in found.years] == [(2026, 2)]


async def test_a_case_that_was_cancelled_is_not_counted(city: City) -> None:
    await cases.cancel(await city.hand_over(), "交办有误", by=city.qiao, now=NOW)
    found = await counted()
    assert (found.all.cases, found.suggestions.handed_over, found.departments) == (0, 0, [])


async def test_a_case_that_nobody_has_claimed_belongs_to_nobody(city: City) -> None:
    await city.hand_over()
    [nobody] = (await counted()).departments
    assert (nobody.organisation_id, nobody.name, nobody.cases) == (None, "", 1)


@pytest.mark.parametrize("days", [0, 1, 3, 12, 40])
async def test_an_answer_took_the_working_days_from_handing_over_to_its_publication(
    city: City, days: int
) -> None:
    await answered(city, await city.hand_over(lead_id=city.transport), Adoption.ADOPTED, days=days)
    times = (await counted(day_of(NOW, ZONE) + timedelta(days=50))).all.times
    expected = working_days_between(day_of(NOW, ZONE), day_of(NOW + timedelta(days=days), ZONE))
    assert (times.count, times.median, times.p90) == (1, expected, expected)


async def test_a_case_is_late_from_the_day_after_its_own(city: City, keys: KeyRing) -> None:
    case_id = await another(city, keys, 1, lead=city.transport)
    due = (await city.seen(case_id)).summary.due_on
    assert due == date(2026, 7, 8)
    assert (await counted(due)).all.late == 0
    late = (await counted(due + timedelta(days=1))).all
    assert (late.timed, late.late) == (1, 1)


async def test_what_was_answered_late_stays_late_and_what_was_in_time_stays_so(
    city: City, keys: KeyRing
) -> None:
    await answered(city, await another(city, keys, 1, lead=city.transport), Adoption.ADOPTED, days=8)
    await answered(city, await another(city, keys, 2, lead=city.transport), Adoption.ADOPTED, days=7)
    found = await counted(date(2027, 1, 1))
    assert (found.all.timed, found.all.late) == (2, 1)


async def test_an_author_who_is_asked_twice_is_counted_with_the_last_word(city: City) -> None:
    case_id = await city.answered()
    suggestion_id = (await city.seen(case_id)).suggestion_id
    await cases.rate(case_id, suggestion_id, UNHAPPY, now=NOW, zone=ZONE)
    first = (await counted()).all
    assert first.satisfaction == {"satisfied": 0, "fairly": 0, "dissatisfied": 1}
    await city.reply(case_id, "末班车延至23点。")
    await cases.publish_reply(case_id, by=city.wei, now=NOW)
    await cases.rate(case_id, suggestion_id, HAPPY, now=NOW, zone=ZONE)
    found = (await counted()).all
    assert found.satisfaction == {"satisfied": 1, "fairly": 0, "dissatisfied": 0}
    assert (found.solved, found.rated, found.times.count) == (1, 1, 1)


async def test_the_way_from_arriving_to_being_adopted_never_widens(city: City, keys: KeyRing) -> None:
    await answered(city, await city.hand_over(lead_id=city.transport), Adoption.ADOPTED)
    await another(city, keys, 1, lead=None)
    await builders.submit(keys, await builders.make_placement(), "等待审核的一条。")
    topic = await builders.topics.topic_by_slug("buses-first")
    board = await tallies.board_of(topic, zone=ZONE, now=NOW)
    assert [count for _, count in tallies.way_told(board, "zh-CN")] == [3, 2, 2, 1, 1]
    assert [words for words, _ in tallies.spans_told(board.answering.all.times, "zh-CN")][::6] == [
        "0–1 天",
        "超过 30 天",
    ]


async def test_a_suggestion_is_concluded_once_nobody_owes_it_anything(city: City, keys: KeyRing) -> None:
    case_id = await city.answered()
    await another(city, keys, 1, lead=None)
    found = await counted()
    assert (found.suggestions.handed_over, found.owed, found.concluded) == (2, 1, 0)
    assert found.results == {"A": 1, "B": 0, "C": 0}
    suggestion_id = (await city.seen(case_id)).suggestion_id
    await cases.rate(case_id, suggestion_id, HAPPY, now=NOW, zone=ZONE)
    assert ((await counted()).owed, (await counted()).concluded) == (1, 1)


async def test_a_case_that_is_opened_again_keeps_its_first_answer_and_is_late_once_its_day_is_over(
    city: City, keys: KeyRing
) -> None:
    case_id = await city.answered(now=NOW + timedelta(days=2))
    suggestion_id = (await city.seen(case_id)).suggestion_id
    await cases.rate(case_id, suggestion_id, UNHAPPY, now=NOW + timedelta(days=3), zone=ZONE)
    due = (await city.seen(case_id)).summary.due_on
    assert due is not None
    found = (await counted(due + timedelta(days=7))).all
    assert (found.times.count, found.times.median, found.timed, found.late) == (1, 2, 1, 1)
    assert (await counted(due)).all.late == 0
    await city.reply(case_id, "末班车延至23点。")
    await cases.publish_reply(case_id, by=city.wei, now=NOW + timedelta(days=5))
    assert (await counted(due + timedelta(days=7))).all.late == 0
    assert (await counted()).all.times.median == 2


async def test_an_answer_is_heard_of_once_an_author_has_rated_it_however_often(
    city: City, keys: KeyRing
) -> None:
    case_id = await city.answered()
    await answered(city, await another(city, keys, 1, lead=city.transport), Adoption.ADOPTED)
    assert (await counted()).all.heard == 0
    suggestion_id = (await city.seen(case_id)).suggestion_id
    await cases.rate(case_id, suggestion_id, UNHAPPY, now=NOW, zone=ZONE)
    await city.reply(case_id, "末班车延至23点。")
    await cases.publish_reply(case_id, by=city.wei, now=NOW)
    await cases.rate(case_id, suggestion_id, HAPPY, now=NOW, zone=ZONE)
    found = await counted()
    assert (found.all.heard, found.all.outcomes.answered) == (1, 2)
    assert [one.heard for one in found.departments] == [1]


async def test_who_was_met_counts_before_the_last_answer_and_not_while_the_next_is_written(
    city: City, keys: KeyRing
) -> None:
    case_id = await city.answered()
    await answered(city, await another(city, keys, 1, lead=city.transport), Adoption.ADOPTED)
    assert ((await counted()).all.met.answered, (await counted()).all.met.met) == (2, 0)
    suggestion_id = (await city.seen(case_id)).suggestion_id
    await cases.rate(case_id, suggestion_id, UNHAPPY, now=NOW, zone=ZONE)
    await city.meet(case_id, now=NOW + timedelta(days=1))
    assert (await counted()).all.met.met == 0
    await city.reply(case_id, "末班车延至23点。")
    await cases.publish_reply(case_id, by=city.wei, now=NOW + timedelta(days=2))
    found = await counted()
    assert (found.all.met.met, found.all.met.percent) == (1, 50.0)
    assert [one.met for one in found.departments] == [found.all.met]
    assert (found.all.motions_met.answered, found.all.motions_met.percent) == (0, None)


async def test_motions_that_were_met_are_counted_for_themselves_and_what_is_not_answered_is_not(
    city: City,
) -> None:
    motion, other = [await city.claimed(kind=CaseKind.MOTION, start=at, length=5) for at in (0, 6)]
    await city.meet(motion)
    await city.meet(other)
    await city.reply(motion)
    await cases.publish_reply(motion, by=city.wei, now=NOW)
    found = (await counted()).all
    assert (found.motions_met.answered, found.motions_met.met, found.met) == (1, 1, found.motions_met)
