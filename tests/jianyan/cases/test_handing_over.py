from datetime import date

import pytest

import builders
from cities import LONG, NOW, City, later
from jianyan import accounts, cases, moderation, trail
from jianyan.accounts import NoSuchOrganisation, OrganisationKind, within
from jianyan.cases import CaseState, NothingToHandOver, NotNow, NotYourCase, SpanOutside
from jianyan.errors import Invalid
from jianyan.moderation import Act, Verdict

ZONE = builders.SHANGHAI


async def test_a_case_is_due_after_the_working_days_of_its_kind(city: City) -> None:
    summary = (await city.seen(await city.hand_over(lead_id=city.transport))).summary
    assert (summary.state, summary.lead) == (CaseState.ASSIGNED, "江州市交通运输局")
    assert summary.due_on == date(2026, 8, 12)  # 30 working days from the first of July on
    assert summary.return_by == date(2026, 7, 8)


async def test_a_text_is_split_into_aspects_that_go_to_different_departments(city: City) -> None:
    seats = LONG.index("另外")
    first = await city.hand_over(lead_id=city.transport, start=0, length=seats)
    second = await city.hand_over(
        lead_id=city.police, start=seats, length=len(LONG) - seats, title="加装座椅"
    )
    found = await cases.cases_of((await city.seen(first)).suggestion_id)
    assert [one.summary.id for one in found] == [first, second]
    assert [one.text for one in found] == [LONG[:seats], LONG[seats:]]


@pytest.mark.parametrize(
    ("start", "length"), [(0, 0), (-1, 3), (0, len(LONG) + 1), (len(LONG), 1), (3, None), (None, 3)]
)
async def test_an_aspect_is_a_part_of_the_text(city: City, start: int | None, length: int | None) -> None:
    with pytest.raises(SpanOutside):
        await city.hand_over(start=start, length=length)


async def test_only_what_is_published_is_handed_over(city: City) -> None:
    with within(city.wei.scope):
        await moderation.decide(city.tracking, Verdict(act=Act.UNDO), by=city.wei, now=NOW)
    with pytest.raises(NothingToHandOver):
        await city.hand_over()


async def test_nothing_is_handed_to_a_department_of_another_city(city: City) -> None:
    far = await accounts.add_organisation_below(None, "远州市", kind=OrganisationKind.CITY, by=None, now=NOW)
    with pytest.raises(NoSuchOrganisation):
        await city.hand_over(lead_id=far)
    with pytest.raises(NoSuchOrganisation):
        await city.hand_over(lead_id=city.transport, co_ids=(far,))
    case_id = await city.hand_over()
    with pytest.raises(NoSuchOrganisation):
        await cases.transfer(case_id, far, "", by=city.qiao, now=NOW, zone=ZONE)


async def test_a_case_without_a_title_is_refused_and_none_is_there(city: City) -> None:
    with pytest.raises(Invalid):
        await city.hand_over(title="  ")
    assert not list(await trail.acts(kind="case-offered"))


async def test_departments_hand_nothing_over(city: City) -> None:
    case_id = await city.claimed()
    for act in (
        cases.transfer(case_id, city.police, "", by=city.bo, now=NOW, zone=ZONE),
        cases.cancel(case_id, "不属实", by=city.bo, now=NOW),
        cases.join(case_id, [city.police], by=city.bo, now=NOW),
        cases.leave(case_id, city.police, by=city.bo, now=NOW),
        cases.supervise(case_id, "", by=city.bo, now=NOW),
        cases.answer_extension(case_id, "", grant=True, by=city.bo, now=NOW),
    ):
        with pytest.raises(NotYourCase):
            await act
    assert await city.state(case_id) is CaseState.IN_HAND


async def test_a_transferred_case_is_accepted_anew_by_its_new_lead_and_keeps_its_day(city: City) -> None:
    case_id = await city.claimed()
    due = (await city.seen(case_id)).summary.due_on
    await cases.transfer(case_id, city.police, "属公安职责", by=city.qiao, now=later(2), zone=ZONE)
    summary = (await city.seen(case_id)).summary
    assert (summary.state, summary.lead_id, summary.due_on) == (CaseState.ASSIGNED, city.police, due)
    with pytest.raises(cases.NoSuchCase):
        await cases.give_back(case_id, "不是我们的", by=city.bo, now=later(2), zone=ZONE)
    await cases.claim(case_id, by=city.hao, now=later(2), zone=ZONE)
    assert await city.state(case_id) is CaseState.IN_HAND


async def test_the_new_lead_of_a_case_is_no_co_department_of_it_any_more(city: City) -> None:
    case_id = await city.hand_over(lead_id=city.transport, co_ids=(city.police, city.police, city.transport))
    assert [one.organisation_id for one in (await city.seen(case_id)).co_departments] == [city.police]
    await cases.transfer(case_id, city.police, "", by=city.qiao, now=NOW, zone=ZONE)
    assert (await city.seen(case_id)).co_departments == []


async def test_a_cancelled_case_is_shown_to_its_author_no_more(city: City) -> None:
    case_id = await city.claimed()
    suggestion_id = (await city.seen(case_id)).suggestion_id
    await cases.cancel(case_id, "重复交办", by=city.qiao, now=NOW)
    assert await cases.cases_of(suggestion_id) == []
    assert (await city.seen(case_id)).steps[-1].text == "重复交办"
    with pytest.raises(NotNow):
        await cases.cancel(case_id, "重复交办", by=city.qiao, now=NOW)


async def test_terms_of_a_kind_hold_for_what_is_handed_over_from_then_on(city: City) -> None:
    before = await city.hand_over(lead_id=city.transport)
    root = await accounts.root_of(city.transport)
    kind = cases.CaseKind.SUGGESTION
    await cases.set_term(root, kind, cases.Term(5, 1), by=city.qiao, now=NOW)
    after = await city.hand_over(lead_id=city.transport)
    assert (await city.seen(before)).summary.due_on == date(2026, 8, 12)
    assert (await city.seen(after)).summary.due_on == date(2026, 7, 8)
    assert (await cases.terms_of(None))[kind] == cases.BUILT_IN[kind]
    with pytest.raises(Invalid):
        await cases.set_term(root, kind, cases.Term(0, 1), by=city.qiao, now=NOW)
