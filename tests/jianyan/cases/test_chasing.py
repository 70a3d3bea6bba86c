"""The clock reminds, reminds again and escalates: each once for each day, at the right one of all days."""

from bisect import bisect_left
from datetime import UTC, date, datetime, timedelta

import builders
from cities import City
from jianyan import cases
from jianyan.calendars import NATIONAL, standing
from jianyan.cases import CaseKind, NewCase, StepKind
from jianyan.cases.supervising import ESCALATED_AFTER_DAYS, SOON_DAYS, stage_of
from jianyan.cases.tables import CaseStep

ZONE = builders.SHANGHAI
FIRST, LAST = date(2025, 1, 1), date(2026, 12, 31)
DAY = timedelta(days=1)
# Both years have make-up days: Sunday 26 January and Saturday 8 February 2025 and others.
WORKING = [
    day
    for number in range((LAST - FIRST).days + 120)
    if NATIONAL.is_working(day := FIRST - 60 * DAY + number * DAY)
]


def days_of_stages(due: date) -> tuple[date, date, date]:
    """Give the first day of each stage from a sorted list of working days: no counting day by day.

    What is due on a day off is due on the next working day.
    """
    place = bisect_left(WORKING, due)
    soon = WORKING[place - SOON_DAYS]
    return soon, WORKING[place] + DAY, WORKING[place + ESCALATED_AFTER_DAYS]


def test_each_stage_begins_on_its_day_for_every_day_of_two_years() -> None:
    wrong = []
    for number in range((LAST - FIRST).days + 1 - 20):
        due = FIRST + (number + 20) * DAY
        if due > LAST - 20 * DAY:
            break
        stages = [
            (day, stage_of(standing(due, day))) for day in (due + away * DAY for away in range(-25, 25))
        ]
        found = [next(day for day, stage in stages if stage >= wanted) for wanted in (1, 2, 3)]
        is_steady = [stage for _, stage in stages] == sorted(stage for _, stage in stages)
        if tuple(found) != days_of_stages(due) or not is_steady:
            wrong.append((due, found))
    assert wrong == []


def at_nine(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 1, tzinfo=UTC)


async def test_the_clock_takes_each_stage_once_around_the_national_day(city: City) -> None:
    made: dict[int, date] = {}
    for start in range(20):
        new = NewCase(title="延长夜间末班车", kind=CaseKind.MICRO, lead_id=city.transport)
        now = at_nine(date(2026, 9, 8) + start * DAY)
        case_id = await cases.hand_over(city.tracking, new, by=city.qiao, now=now, zone=ZONE)
        due = (await city.seen(case_id)).summary.due_on
        assert due is not None
        made[case_id] = due
    for day in (date(2026, 9, 8) + number * DAY for number in range(55)):
        for _ in range(2):  # the worker asks more than once a day
            await cases.chase(now=at_nine(day), zone=ZONE)
    taken: dict[int, list[tuple[str, date]]] = {case_id: [] for case_id in made}
    for step in await CaseStep.select().order_by(CaseStep.id):
        if step["kind"] in {StepKind.REMINDED, StepKind.ESCALATED}:
            taken[step["case"]].append((step["kind"], step["at"].date()))
    for case_id, due in made.items():
        expected = list(zip(("reminded", "reminded", "escalated"), days_of_stages(due), strict=True))
        assert (due, taken[case_id]) == (due, expected)
    assert await cases.first_fault() is None


async def test_more_time_starts_the_clock_anew(city: City) -> None:
    case_id = await city.claimed()
    late = at_nine(date(2026, 8, 20))
    await cases.chase(now=late, zone=ZONE)
    await cases.ask_extension(case_id, date(2026, 9, 30), "尚需会商", by=city.bo, now=late, zone=ZONE)
    await cases.answer_extension(case_id, "", grant=True, by=city.qiao, now=late)
    assert await cases.chase(now=late, zone=ZONE) == ([], 0)
    [again], _ = await cases.chase(now=at_nine(date(2026, 9, 30)), zone=ZONE)
    assert (again.case_id, again.kind) == (case_id, StepKind.REMINDED)
