"""What waits for a desk: as many as its lists show, up to a hundred, and nothing of other desks."""

from datetime import date, timedelta
from typing import Any

import pytest

import builders
import cast
from cities import NOW, City
from jianyan import accounts, appeals, cases, moderation, motions, proposals, suggestions, tallies, topics
from jianyan.accounts import OrganisationKind, Person, Role, within
from jianyan.calendars import NewException, set_exception
from jianyan.cases import CaseFilter, Tab, Timing
from jianyan.clock import day_of
from jianyan.keys import KeyRing
from jianyan.moderation import Act, Verdict
from jianyan.motions import NewMotion
from jianyan.suggestions import SuggestionState
from jianyan.tallies import COUNTED_MOST, Waiting

TODAY = day_of(NOW, builders.SHANGHAI)


@pytest.fixture
async def city(database: str, ready_made: City) -> City:
    return ready_made


async def waiting_for(person: Person, *, today: date = TODAY) -> Waiting:
    with within(person.scope):
        return await tallies.waiting_for(person, today=today)


async def overdue_in_the_list(person: Person, today: date) -> int:
    with within(person.scope):
        asked = CaseFilter(timing=Timing.OVERDUE)
        return len((await cases.desk_page(Tab.MINE, asked, by=person, today=today, most=50)).lines)


async def decline(city: City, tracking: str) -> None:
    await moderation.decide(
        tracking, Verdict(act=Act.DECLINE, reason="off_topic"), by=city.wei, now=builders.NOW
    )


async def test_an_office_counts_what_its_lists_show(city: City, keys: KeyRing) -> None:
    code = await builders.make_placement(name="火车站")
    sent = [(await builders.submit(keys, code, f"第{count}条"))[0].tracking for count in range(4)]
    for tracking in sent[:2]:
        await decline(city, tracking)
        await appeals.appeal(tracking, "请再看一次。", by=None, now=NOW, zone=builders.SHANGHAI)
    await moderation.decide(sent[1], Verdict(act=Act.UNDO), by=city.wei, now=NOW)
    await city.replied()
    asking = await city.claimed()
    until = TODAY + timedelta(days=200)
    await cases.ask_extension(asking, until, "要先勘察。", by=city.bo, now=NOW, zone=builders.SHANGHAI)
    for person in (city.wei, city.qiao):
        found = await waiting_for(person)
        assert found == Waiting(suggestions=3, appeals=1, cases=2)
        with within(person.scope):
            waits = await suggestions.count_in_state(None, [SuggestionState.WAITING])
            heard = (await appeals.waiting_on(TODAY)).count
            looked_at = (await cases.desk_counts(person))[Tab.LOOK]
        assert (found.suggestions, found.appeals, found.cases) == (waits, heard, looked_at)


async def test_staff_count_motions_to_examine_and_proposals_to_examine_or_decide_on(
    city: City, keys: KeyRing
) -> None:
    facts: dict[str, Any] = {"role": Role.MEMBER, "organisation": "江州市政协", "name": "he"}
    await accounts.add_account(cast.HE, password=cast.PASSWORD, now=NOW, **facts)
    he = await accounts.person_by_email(cast.HE)
    for number in range(2):
        new = NewMotion(title="增开夜间公交", text="每小时一班。", session="三次会议", year="2026")
        motion_id = await motions.draft_motion(new, by=he, now=NOW)
        if number:
            await motions.submit_motion(motion_id, by=he, now=NOW)
    proposed = [await proposals.propose(f"长椅{n}", "湖边没有。", by=he, now=NOW) for n in range(3)]
    assert await waiting_for(city.qiao) == Waiting(motions=1, proposals=3)
    assert await waiting_for(city.wei) == Waiting(), "a moderator examines neither"
    with within(city.qiao.scope):
        for proposal_id in proposed[:2]:
            await proposals.examine_proposal(proposal_id, "长椅", "湖边。", "", by=city.qiao, now=NOW)
        await proposals.support(proposed[0], proposals.new_visitor(), keys=keys, now=NOW)
        zone = builders.SHANGHAI
        await motions.decline_motion(motion_id, "已办。", as_note=False, by=city.qiao, zone=zone, now=NOW)
        shown = sum(one.waits for one in await proposals.proposals())
    assert await waiting_for(city.qiao) == Waiting(proposals=2)
    assert shown == 2, "one that is supported, one that is not examined"


async def test_a_case_is_new_to_a_department_until_it_claims_it(city: City) -> None:
    offered, given = await city.hand_over(), await city.hand_over(lead_id=city.transport)
    assert (await waiting_for(city.bo)).cases == 2
    assert (await waiting_for(city.hao)).cases == 1
    for case_id in (offered, given):
        await cases.claim(case_id, by=city.bo, now=NOW, zone=builders.SHANGHAI)
    assert await waiting_for(city.bo) == await waiting_for(city.hao) == Waiting()


async def test_a_case_is_overdue_by_the_departments_own_calendar(city: City) -> None:
    case = await city.seen(await city.claimed())
    due_on = case.summary.due_on
    assert due_on is not None
    day = due_on + timedelta(days=1)
    assert (await waiting_for(city.bo, today=due_on)).overdue == 0
    assert (await waiting_for(city.bo, today=day)).overdue == await overdue_in_the_list(city.bo, day) == 1
    assert (await waiting_for(city.hao, today=day)).overdue == 0
    new = NewException(organisation=city.transport, day=due_on, is_working=False, reason="台风停工")
    with within(city.bo.scope):
        await set_exception(new, by=city.bo, now=NOW)
    assert (await waiting_for(city.bo, today=day)).overdue == await overdue_in_the_list(city.bo, day) == 0


async def test_what_waits_elsewhere_is_not_counted(city: City, keys: KeyRing) -> None:
    code = await builders.make_placement(name="火车站")
    await builders.submit(keys, code, "站台没有灯。")
    declined, _ = await builders.submit(keys, code, "加一班车。")
    await decline(city, declined.tracking)
    await appeals.appeal(declined.tracking, "请再看一次。", by=None, now=NOW, zone=builders.SHANGHAI)
    await city.replied()
    await city.hand_over()
    await accounts.add_organisation_below(None, "岳州市", kind=OrganisationKind.CITY, by=None, now=NOW)
    await builders.make_account(cast.ZHU, organisation="岳州市")
    zhu = (await builders.make_session(cast.ZHU)).person
    assert await waiting_for(zhu) == Waiting()
    assert await waiting_for(city.wei) == Waiting(suggestions=1, appeals=1, cases=1)


async def test_no_more_than_a_hundred_are_counted(city: City) -> None:
    with within(city.wei.scope):
        topic = await topics.topic_by_slug("buses-first")
        await builders.fill(topic.id, COUNTED_MOST - 1)
        assert (await waiting_for(city.wei)).suggestions == COUNTED_MOST - 1
        await builders.fill(topic.id, 20)
        assert (await waiting_for(city.wei)).suggestions == COUNTED_MOST
