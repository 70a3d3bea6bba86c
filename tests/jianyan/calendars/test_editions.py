from datetime import date, timedelta

import builders
from jianyan import calendars
from jianyan.calendars import NewException, edition

DAY = date(2026, 7, 8)


async def test_an_edition_is_another_one_with_each_day_that_is_set_changed_or_taken_back(
    database: str,
) -> None:
    seen = [await edition(), await edition()]
    assert seen[0] == seen[1]
    for number, is_working in enumerate((False, True)):
        new = NewException(organisation=None, day=DAY, is_working=is_working, reason="停电")
        await calendars.set_exception(new, by=None, now=builders.NOW + timedelta(seconds=number))
        seen.append(await edition())
    await calendars.remove_exception(None, DAY, by=None, now=builders.NOW)
    assert await edition() == seen[0]
    assert len(set(seen)) == 3
