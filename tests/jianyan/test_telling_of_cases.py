"""Whom a step concerns is told of it once, by no act of whoever took it."""

import asyncio
from datetime import date

import pytest

import builders
import cast
from cities import NOW, City, later
from jianyan import accounts, calendars, cases, notices, telling
from jianyan.accounts import EVERYWHERE, Person, Role, within
from jianyan.calendars import NewException
from jianyan.keys import KeyRing
from jianyan.notices import KINDS_OF_PEOPLE, Channel, NewSubscription, NoticeKind, Wishes
from jianyan.notices.tables import Notice
from jianyan.settings import Settings

ZONE = builders.SHANGHAI


@pytest.fixture
async def city(database: str, ready_made: City) -> City:
    """Give a city all of whose people want to be told of all."""
    for person in (ready_made.qiao, ready_made.bo, ready_made.hao):
        await notices.save_wishes(Wishes(kinds=KINDS_OF_PEOPLE), by=person)
    return ready_made


async def told(city: City, keys: KeyRing, settings: Settings) -> list[tuple[str, str]]:
    """Tell what is to be told, and give the kinds of the new notices with their receivers."""
    before = await Notice.count()
    await telling.steps_taken(keys=keys, settings=settings, now=NOW)
    query = Notice.select(Notice.kind, Notice.account.name.as_alias("who")).order_by(Notice.id)
    return [(row["kind"], row["who"]) for row in (await query)[before:]]


async def test_an_offered_case_is_told_to_the_departments_that_may_claim_it(
    city: City, keys: KeyRing, settings: Settings
) -> None:
    await city.hand_over()
    assert await told(city, keys, settings) == [("case-offered", "bo"), ("case-offered", "hao")]
    assert await told(city, keys, settings) == []


async def test_each_step_is_told_to_whoever_has_to_act_next(
    city: City, keys: KeyRing, settings: Settings
) -> None:
    case_id = await city.hand_over(lead_id=city.transport, co_ids=(city.police,))
    given = ("case-for-department", "bo"), ("case-for-department", "hao")
    assert await told(city, keys, settings) == [*given]
    await cases.claim(case_id, by=city.bo, now=NOW, zone=ZONE)
    assert await told(city, keys, settings) == []
    await cases.ask_extension(case_id, date(2026, 9, 30), "忙", by=city.bo, now=NOW, zone=ZONE)
    assert await told(city, keys, settings) == [("case-for-office", "qiao")]
    await cases.remind(case_id, "", by=city.qiao, now=NOW)
    assert await told(city, keys, settings) == [("case-due", "bo")]


async def test_whoever_agreed_to_a_reply_is_told_when_it_says_something_else(
    city: City, keys: KeyRing, settings: Settings
) -> None:
    case_id = await city.claimed(co_ids=(city.police,))
    await cases.save_reply(case_id, city.draft("已延长。"), by=city.bo, now=NOW)
    await cases.sign(case_id, "", agree=True, by=city.hao, now=NOW)
    await told(city, keys, settings)
    await cases.save_reply(case_id, city.draft("将延长。"), by=city.bo, now=NOW)
    assert await told(city, keys, settings) == [("case-for-department", "hao")]
    await cases.save_reply(case_id, city.draft("不延长。"), by=city.bo, now=NOW)
    assert await told(city, keys, settings) == [], "nobody had agreed"


@pytest.mark.parametrize("has_lead", [True, False])
async def test_a_day_that_is_counted_anew_is_told_to_the_lead_where_there_is_one(
    city: City, keys: KeyRing, settings: Settings, has_lead: bool
) -> None:
    await city.hand_over(lead_id=city.transport if has_lead else None)
    await told(city, keys, settings)
    with within(EVERYWHERE):
        own, day = city.qiao.scope.organisation, date(2026, 7, 8)
        new = NewException(organisation=own, day=day, is_working=False, reason="停电")
        await calendars.set_exception(new, by=city.qiao, now=NOW)
    assert len((await cases.recount(now=NOW, zone=ZONE))[0]) == 1
    expected = [("case-for-department", "bo")] if has_lead else []
    assert await told(city, keys, settings) == expected


async def test_the_clocks_steps_are_told_to_the_department_and_the_office(
    city: City, keys: KeyRing, settings: Settings
) -> None:
    await city.claimed()
    await told(city, keys, settings)
    await cases.chase(now=later(60), zone=ZONE)
    assert await told(city, keys, settings) == [("case-due", "bo"), ("case-for-office", "qiao")]


async def test_a_receiver_of_the_city_hears_of_its_departments_and_nothing_personal(
    city: City, keys: KeyRing, settings: Settings
) -> None:
    async def subscribed(person: Person) -> None:
        new = NewSubscription(
            name="热线", channel=Channel.WEBHOOK, address="https://hook.city.example/a", kinds=KINDS_OF_PEOPLE
        )
        await notices.subscribe(new, by=person, keys=keys, settings=settings, now=NOW)

    await accounts.add_account(
        cast.ADA, password=cast.PASSWORD, role=Role.ADMIN, organisation="江州市", now=NOW
    )
    ada = await accounts.person_by_email(cast.ADA)
    with within(ada.scope):
        await subscribed(ada)
    await city.answered()
    await telling.steps_taken(keys=keys, settings=settings, now=NOW)
    rows = await Notice.select(Notice.kind, Notice.facts).where(Notice.account.is_null()).order_by(Notice.id)
    kinds = [NoticeKind(row["kind"]) for row in rows]
    assert kinds == [NoticeKind.CASE_FOR_DEPARTMENT, NoticeKind.CASE_FOR_OFFICE, NoticeKind.CASE_ANSWERED]
    assert "末班车" not in str(rows)


async def test_two_workers_tell_of_a_step_once_between_them(
    city: City, keys: KeyRing, settings: Settings
) -> None:
    await city.answered()
    tellers = [telling.steps_taken(keys=keys, settings=settings, now=NOW) for _ in range(4)]
    assert sum(await asyncio.gather(*tellers)) == 4
    kinds = [row["kind"] for row in await Notice.select(Notice.kind).order_by(Notice.kind)]
    assert kinds == ["case-for-department", "case-for-office"]
