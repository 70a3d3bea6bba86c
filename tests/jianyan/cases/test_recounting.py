"""A counted day follows the days off; a granted one stays; nobody is reminded twice of one day."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import chinese_calendar.constants
import pytest

import builders
from cities import City
from jianyan import calendars, cases, db
from jianyan.accounts import EVERYWHERE, within
from jianyan.calendars import NewException, due_on, holidays
from jianyan.cases import CaseKind, NewRating, Satisfaction, StepKind
from jianyan.cases.tables import Case

ZONE = builders.SHANGHAI
LATE_2026 = datetime(2026, 12, 21, 1, tzinfo=UTC)
FREE = [date(2027, 1, day) for day in (4, 5, 6)]
"""Days off that nobody knows of before the notice."""


@pytest.fixture
def notice(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Give what publishes the days off of 2027, as the package will have them."""

    def publish() -> None:
        for day in FREE:
            monkeypatch.setitem(chinese_calendar.constants.holidays, day, "New Year's Day")
        monkeypatch.setattr(holidays, "_LAST_PUBLISHED", 2027)

    return publish


async def handed_over(city: City, **facts: Any) -> int:
    """Give a micro-suggestion of ten working days that Bo has in hand: due in January 2027."""
    new = {"lead_id": city.transport, "kind": CaseKind.MICRO, "now": LATE_2026, **facts}
    case_id = await city.hand_over(**new)
    await cases.claim(case_id, by=city.bo, now=LATE_2026, zone=ZONE)
    return case_id


async def due(city: City, case_id: int) -> date:
    found = (await city.seen(case_id)).summary.due_on
    assert found is not None
    return found


async def recount(now: datetime = LATE_2026) -> list[int]:
    found, _ = await cases.recount(now=now, zone=ZONE)
    return [one.case_id for one in found]


async def rest(city: City, day: date, *, organisation: int | None = None) -> None:
    own = organisation or city.qiao.scope.organisation
    with within(EVERYWHERE):
        new = NewException(organisation=own, day=day, is_working=False, reason="停电")
        await calendars.set_exception(new, by=city.qiao, now=LATE_2026)


async def test_a_provisional_day_moves_once_when_the_notice_comes(
    city: City, notice: Callable[[], None]
) -> None:
    case_id = await handed_over(city)
    provisional = await due(city, case_id)
    assert provisional.year == 2027
    assert await recount() == []
    notice()
    assert await recount() == [case_id]
    certain = await due(city, case_id)
    assert certain == due_on(date(2026, 12, 21), 10) > provisional
    last = (await city.seen(case_id)).steps[-1]
    assert (last.kind, last.due_on, last.organisation_id, last.by) == (
        StepKind.RECOUNTED,
        certain,
        city.transport,
        None,
    )
    assert await recount() == []
    assert await cases.first_fault() is None


async def test_a_day_off_that_an_office_sets_moves_its_own_open_cases(city: City) -> None:
    case_id, before = await handed_over(city), await due(city, await handed_over(city))
    await rest(city, date(2026, 12, 24), organisation=city.police)
    assert await recount() == [], "another office's"
    await rest(city, before + timedelta(days=1))
    assert await recount() == [], "after the day"
    await rest(city, date(2026, 12, 24))
    assert case_id in await recount()
    assert await due(city, case_id) > before
    own = city.qiao.scope.organisation
    with within(EVERYWHERE):
        await calendars.remove_exception(own, date(2026, 12, 24), by=city.qiao, now=LATE_2026)
    assert case_id in await recount()
    assert await due(city, case_id) == before
    assert await cases.first_fault() is None


async def test_a_granted_day_and_an_answered_case_stay(city: City, notice: Callable[[], None]) -> None:
    granted, answered = await handed_over(city), await handed_over(city)
    until = date(2027, 1, 29)
    await cases.ask_extension(granted, until, "尚需会商", by=city.bo, now=LATE_2026, zone=ZONE)
    await cases.answer_extension(granted, "", grant=True, by=city.qiao, now=LATE_2026)
    await city.reply(answered)
    await cases.publish_reply(answered, by=city.wei, now=LATE_2026)
    notice()
    assert await recount() == []
    assert await due(city, granted) == until
    assert await cases.first_fault() is None


async def test_what_was_opened_once_more_is_counted_from_there(
    city: City, notice: Callable[[], None]
) -> None:
    case_id = await handed_over(city)
    await city.reply(case_id)
    await cases.publish_reply(case_id, by=city.wei, now=LATE_2026)
    found = await city.seen(case_id)
    unhappy = NewRating(is_solved=False, satisfaction=Satisfaction.DISSATISFIED)
    again = LATE_2026 + timedelta(days=3)
    await cases.rate(case_id, found.suggestion_id, unhappy, now=again, zone=ZONE)
    notice()
    assert await recount() == [case_id]
    assert await due(city, case_id) == due_on(date(2026, 12, 24), 10)
    assert await cases.first_fault() is None


async def test_nobody_is_reminded_twice_of_a_day_that_stays_near(city: City) -> None:
    case_id = await handed_over(city)
    near = datetime(2027, 1, 4, 1, tzinfo=UTC)
    chased, _ = await cases.chase(now=near, zone=ZONE)
    assert [one.kind for one in chased] == [StepKind.REMINDED]
    with within(city.qiao.scope):
        own = city.qiao.scope.organisation
        new = NewException(organisation=own, day=date(2026, 12, 26), is_working=True, reason="补班")
        await calendars.set_exception(new, by=city.qiao, now=near)
    assert await recount(near) == [case_id]
    assert await cases.chase(now=near, zone=ZONE) == ([], 0), "due a day earlier, and soon still"
    for day in range(4, 13):
        await rest(city, date(2027, 1, day))
    assert await recount(near) == [case_id]
    later = datetime(2027, 1, 14, 1, tzinfo=UTC)
    chased, _ = await cases.chase(now=later, zone=ZONE)
    assert [one.kind for one in chased] == [StepKind.REMINDED], "of another day"
    assert await cases.first_fault() is None


async def test_a_page_of_cases_costs_three_queries_however_many(city: City) -> None:
    await handed_over(city)
    with db.measured() as few:
        await recount()
    for _ in range(8):
        await handed_over(city)
    with db.measured() as many:
        await recount()
    assert few.queries == many.queries == 3


@pytest.mark.parametrize(("column", "value"), [("counted_days", 11), ("counted_from", date(2026, 12, 22))])
async def test_a_count_that_was_changed_is_named(city: City, column: str, value: object) -> None:
    case_id = await handed_over(city)
    async with db.transaction():
        changed: dict[Any, Any] = {column: value}
        await Case.update(changed, force=True)
    assert (await cases.first_fault() or "").startswith(f"case {case_id}: its {column} is ")
