import re
from typing import Any

import pytest

import cast
from jianyan import accounts, trail
from jianyan.accounts import OrganisationKind
from jianyan.calendars.tables import CalendarException
from jianyan.clock import now

CALENDAR = "/admin/calendar"


@pytest.fixture
async def ada(sign_in: Any) -> Any:
    desk = await sign_in(cast.ADA)
    desk.browser.headers["accept-language"] = "en"
    return desk


def new(desk_fields: dict[str, str] | None = None) -> dict[str, str]:
    return {"on": "2026-10-08", "works": "rest", "reason": "台风停工", "year": "2026", **(desk_fields or {})}


def cell(page: str, title: str) -> list[str]:
    return re.findall(rf'<td class="([^"]+)" title="{title}">\s*<span class="number">(\d+)<', page)


async def test_a_year_says_in_words_which_days_are_free_and_which_are_made_up(ada: Any) -> None:
    page = (await ada.see(CALENDAR, year="2026")).text
    assert page.count('<table class="month">') == 12
    assert "248 working days in 2026" in page
    assert [day for _, day in cell(page, "Holiday · Mid-autumn Festival")] == ["25", "26", "27"]
    assert [day for _, day in cell(page, "Work is made up · National Day")] == ["20", "10"]
    assert "is not known here" not in page


async def test_a_year_without_a_notice_is_provisional_and_shows_the_days_by_law(ada: Any) -> None:
    page = (await ada.see(CALENDAR, year="2050")).text
    assert "The State Council's notice for 2050 is not known here." in page.replace("&#39;", "'")
    assert "The year is provisional" in page
    assert [day for _, day in cell(page, "Holiday · National Day")] == ["1", "2", "3"]
    assert len(cell(page, "Holiday.*")) == 13
    assert cell(page, "Work is made up.*") == []


async def test_ada_sets_a_day_that_all_below_inherit_and_takes_it_back(ada: Any) -> None:
    own = await accounts.organisation_by_name("江州市政协")
    kind = OrganisationKind.COUNTY
    below = await accounts.add_organisation_below(own.id, "东区", kind=kind, by=None, now=now())
    answer = await ada.send(CALENDAR, new())
    where = f"{CALENDAR}?organisation={own.id}&year=2026"
    assert answer.headers["location"] == f"{where}&done=calendar-set"
    page = (await ada.see(answer.headers["location"])).text
    assert [day for _, day in cell(page, "Set to rest · 台风停工")] == ["8"]
    assert "247 working days in 2026" in page
    assert "/calendar/remove" in page
    inherited = (await ada.see(CALENDAR, organisation=str(below), year="2026")).text
    assert "247 working days in 2026" in inherited
    assert "/calendar/remove" not in inherited
    answer = await ada.send(f"{CALENDAR}/remove", {"organisation": str(own.id), "on": "2026-10-08"})
    assert answer.headers["location"] == f"{where}&done=calendar-removed"
    assert await CalendarException.count() == 0
    told = (await ada.see("/admin/trail")).text
    assert "Day of the calendar set" in told
    assert "Day of the calendar taken back" in told


async def test_who_stands_at_the_top_sets_days_of_all_and_nobody_else_does(ada: Any) -> None:
    assert (await ada.send(CALENDAR, new({"organisation": "all"}))).status_code == 303
    top = await accounts.add_organisation_below(
        None, "云省政协", kind=OrganisationKind.COMMITTEE, by=None, now=now()
    )
    own = await accounts.organisation_by_name("江州市政协")
    await accounts.move_organisation(own.id, below=top, by=None, now=now())
    page = (await ada.see(CALENDAR, organisation="all", year="2026")).text
    assert "台风停工" in page
    assert "/calendar/remove" not in page
    for path in (CALENDAR, f"{CALENDAR}/remove"):
        assert (await ada.send(path, new({"organisation": "all"}))).status_code == 403
    assert len(await trail.acts(kind="calendar-set")) == 1


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"on": ""}, "Please choose a day."),
        ({"on": "2026-02-30"}, "Please choose a day."),
        ({"on": "2101-01-01"}, "Please choose a day from 2004 to 2100."),
        ({"works": "sometimes"}, "Please choose one of these."),
        ({"reason": " "}, "Please say why, in 1 to 120 characters."),
    ],
)
async def test_a_refused_day_says_why_and_keeps_what_was_typed(
    ada: Any, fields: dict[str, str], sentence: str
) -> None:
    answer = await ada.send(CALENDAR, new(fields))
    assert answer.status_code == 422
    assert sentence in answer.text
    assert new(fields)["reason"] in answer.text
    assert await CalendarException.count() == 0


async def test_qiao_reads_the_calendar_and_sets_nothing(qiao: Any) -> None:
    page = (await qiao.see(CALENDAR)).text
    assert 'name="reason"' not in page
    assert (await qiao.send(CALENDAR, new())).status_code == 403
    assert await CalendarException.count() == 0
