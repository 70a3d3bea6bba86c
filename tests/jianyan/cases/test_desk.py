"""The lists of a desk: what stands in them, page by page, and what they cost."""

from datetime import timedelta

import pytest

import builders
import cast
from cities import NOW, City, later
from jianyan import accounts, cases, db
from jianyan.accounts import OrganisationKind, Person
from jianyan.cases import CaseFilter, CaseKind, NewRating, Satisfaction, Tab, Timing
from jianyan.clock import day_of
from jianyan.errors import Invalid

ZONE = builders.SHANGHAI
TODAY = day_of(NOW, ZONE)


async def ids(tab: Tab, by: Person, *, most: int = 50, **asked: object) -> list[int]:
    """Walk all pages of a list."""
    after, found = "", []
    while True:
        page = await cases.desk_page(tab, CaseFilter(**asked), by=by, today=TODAY, most=most, after=after)
        found += [line.summary.id for line in page.lines]
        if page.following is None:
            return found
        after = page.following


async def test_a_list_is_walked_page_by_page_without_gaps_whatever_comes_meanwhile(city: City) -> None:
    kinds = [CaseKind.ENQUIRY, CaseKind.SUGGESTION, CaseKind.MICRO]
    made = [await city.hand_over(kind=kinds[number % 3]) for number in range(7)]
    page = await cases.desk_page(Tab.OFFERED, CaseFilter(), by=city.bo, today=TODAY, most=3)
    assert page.following is not None
    sooner = await city.hand_over(kind=CaseKind.ENQUIRY)
    rest = await cases.desk_page(
        Tab.OFFERED, CaseFilter(), by=city.bo, today=TODAY, most=9, after=page.following
    )
    seen = [line.summary.id for line in (*page.lines, *rest.lines)]
    assert sorted(set(seen) - {sooner}) == made
    assert len(seen) == len(set(seen))
    days = [line.summary.due_on for line in (*page.lines, *rest.lines) if line.summary.id != sooner]
    assert days == sorted(days)


async def test_answered_cases_come_with_the_latest_answer_first_on_every_page(city: City) -> None:
    made = [await city.answered(now=later(day)) for day in (2, 0, 1, 1)]
    expected = [made[0], made[3], made[2], made[1]]
    for most in (1, 2, 50):
        assert await ids(Tab.ANSWERED, city.bo, most=most) == expected
        assert await ids(Tab.ANSWERED, city.qiao, most=most) == expected
    assert await ids(Tab.ANSWERED, city.hao) == []


async def test_what_waits_for_the_office_is_returned_under_review_or_asks_for_time(city: City) -> None:
    await city.claimed()
    returned, asking = await city.claimed(), await city.claimed()
    await cases.give_back(returned, "不归我们。", by=city.bo, now=NOW, zone=ZONE)
    until = TODAY + timedelta(days=200)
    await cases.ask_extension(asking, until, "要招标。", by=city.bo, now=NOW, zone=ZONE)
    replied = await city.replied()
    assert await ids(Tab.LOOK, city.qiao) == [returned, asking, replied]
    assert (await cases.desk_counts(city.qiao))[Tab.LOOK] == 3
    assert (await cases.desk_counts(city.qiao))[Tab.OPEN] == 4
    assert (await cases.desk_counts(city.qiao))[Tab.ANSWERED] is None


async def test_filters_find_by_day_department_supervision_and_number(city: City) -> None:
    soon = await city.hand_over(kind=CaseKind.ENQUIRY, lead_id=city.police, now=later(-5))
    late = await city.hand_over(now=later(-80))
    far = await city.hand_over(lead_id=city.transport)
    await cases.supervise(far, "", organisation_id=city.police, by=city.qiao, now=NOW)
    unmet = await city.hand_over(
        kind=CaseKind.MOTION, start=0, length=5, lead_id=city.transport, now=later(20)
    )
    for asked, expected in (
        ({"awaits_meeting": True}, [unmet]),
        ({"timing": Timing.OVERDUE}, [late]),
        ({"timing": Timing.SOON}, [soon]),
        ({"lead_id": city.police}, [soon]),
        ({"is_supervised": True}, [far]),
        ({"words": str(far)}, [far]),
        ({"words": city.tracking}, [late, soon, far, unmet]),
        ({"words": "延长%"}, []),
        ({"topic_id": 987_654}, []),
    ):
        assert await ids(Tab.OPEN, city.qiao, **asked) == expected, asked
    assert await ids(Tab.SUPERVISED, city.hao) == [far]
    assert await ids(Tab.SUPERVISED, city.bo) == []


async def test_what_is_answered_stands_with_the_last_word_of_its_author(city: City) -> None:
    case_id, other = await city.answered(), await city.answered(start=0, length=5)
    suggestion_id = (await city.seen(case_id)).suggestion_id

    async def said() -> dict[int, Satisfaction | None]:
        page = await cases.desk_page(Tab.ANSWERED, CaseFilter(), by=city.bo, today=TODAY, most=50)
        return {line.summary.id: line.satisfaction for line in page.lines}

    assert await said() == {case_id: None, other: None}
    for satisfaction in (Satisfaction.DISSATISFIED, Satisfaction.FAIRLY):
        rating = NewRating(is_solved=True, satisfaction=satisfaction)
        await cases.rate(case_id, suggestion_id, rating, now=NOW, zone=builders.SHANGHAI)
        if satisfaction is Satisfaction.DISSATISFIED:
            await city.reply(case_id, "末班车延至23点。")
            await cases.publish_reply(case_id, by=city.wei, now=NOW)
    assert await said() == {case_id: Satisfaction.FAIRLY, other: None}


async def test_a_list_costs_the_same_number_of_queries_however_long_it_is(city: City) -> None:
    costs = []
    for count in (1, 12):
        for _ in range(count):
            await city.hand_over()
        with db.measured() as cost:
            await cases.desk_page(Tab.OFFERED, CaseFilter(), by=city.bo, today=TODAY, most=50)
            await cases.desk_counts(city.bo)
        costs.append(cost.queries)
    assert costs[0] == costs[1] <= 9


@pytest.mark.parametrize(
    "place", ["_", "2026-07-01", "x_1", "2026-07-01_-1", "2026-07-01_²", f"2026-07-01_{'9' * 30}"]
)
async def test_a_place_that_no_page_gave_is_refused(city: City, place: str) -> None:
    with pytest.raises(Invalid):
        await cases.desk_page(Tab.OPEN, CaseFilter(), by=city.qiao, today=TODAY, most=5, after=place)


async def test_the_office_of_another_tree_sees_nothing(city: City) -> None:
    await city.hand_over()
    await accounts.add_organisation_below(
        None, "岳州市政协", kind=OrganisationKind.COMMITTEE, by=None, now=NOW
    )
    await builders.make_account(cast.ZHU, organisation="岳州市政协")
    stranger = (await builders.make_session(cast.ZHU)).person
    assert len(await ids(Tab.OPEN, city.wei)) == 1
    assert await ids(Tab.OPEN, stranger) == []
    assert (await cases.desk_counts(stranger))[Tab.OPEN] == 0
