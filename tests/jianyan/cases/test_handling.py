import asyncio
from datetime import date

import pytest

import builders
import cast
from cities import NOW, City, later
from jianyan import accounts, cases
from jianyan.accounts import OrganisationKind, Role
from jianyan.cases import (
    Adoption,
    CaseState,
    ClaimedAlready,
    NewReply,
    NoSuchCase,
    NotNow,
    NotYourCase,
    Result,
    StepKind,
    TooLateToReturn,
)
from jianyan.errors import Invalid

ZONE = builders.SHANGHAI


async def claim(city: City, case_id: int, **who: object) -> None:
    await cases.claim(case_id, **{"by": city.bo, "now": NOW, "zone": ZONE, **who})  # type: ignore[arg-type]


async def test_whoever_claims_first_leads(city: City) -> None:
    case_id = await city.hand_over()
    await claim(city, case_id)
    assert (await city.seen(case_id)).summary.lead_id == city.transport
    with pytest.raises(ClaimedAlready):
        await claim(city, case_id, by=city.hao)


async def test_claiming_again_changes_nothing(city: City) -> None:
    case_id = await city.hand_over()
    await claim(city, case_id)
    await claim(city, case_id)
    assert len((await city.seen(case_id)).steps) == 2


async def test_of_twenty_who_claim_one_case_at_once_one_department_gets_it(city: City) -> None:
    case_id = await city.hand_over()
    tries = [claim(city, case_id, by=who) for who in (city.bo, city.hao) * 10]
    outcomes = await asyncio.gather(*tries, return_exceptions=True)
    found = await city.seen(case_id)
    assert [step.kind for step in found.steps] == [StepKind.OFFERED, StepKind.CLAIMED]
    assert {type(one) for one in outcomes} <= {type(None), NoSuchCase, ClaimedAlready}
    assert outcomes.count(None) == 10, "the same department again changes nothing"


async def test_the_office_claims_nothing_for_itself_and_accepts_for_a_department(city: City) -> None:
    case_id = await city.hand_over()
    with pytest.raises(NotYourCase):
        await claim(city, case_id, by=city.qiao)
    given = await city.hand_over(lead_id=city.transport)
    await claim(city, given, by=city.qiao)
    assert await city.state(given) is CaseState.IN_HAND


async def test_a_case_is_returned_with_a_reason_and_handed_over_again(city: City) -> None:
    case_id = await city.claimed()
    with pytest.raises(Invalid):
        await cases.give_back(case_id, " ", by=city.bo, now=NOW, zone=ZONE)
    await cases.give_back(case_id, "属公安职责", by=city.bo, now=NOW, zone=ZONE)
    found = await city.seen(case_id)
    assert (found.summary.state, found.summary.lead_id) == (CaseState.RETURNED, None)
    assert (found.steps[-1].organisation, found.steps[-1].text) == ("江州市交通运输局", "属公安职责")
    with pytest.raises(NoSuchCase):
        await city.seen(case_id, by=city.bo)
    await cases.transfer(case_id, None, "", by=city.qiao, now=NOW, zone=ZONE)
    await claim(city, case_id, by=city.hao)
    assert (await city.seen(case_id)).summary.lead_id == city.police


async def test_a_case_is_returned_up_to_its_day_and_by_the_office_after_it(city: City) -> None:
    case_id = await city.claimed()
    last = (await city.seen(case_id)).summary.return_by
    assert last == date(2026, 7, 8)
    with pytest.raises(TooLateToReturn):
        await cases.give_back(case_id, "太迟了", by=city.bo, now=later(8), zone=ZONE)
    await cases.give_back(case_id, "代交通局退回", by=city.qiao, now=later(8), zone=ZONE)
    assert await city.state(case_id) is CaseState.RETURNED


async def test_a_case_that_was_claimed_can_be_returned_on_its_last_day(city: City) -> None:
    case_id = await city.hand_over()
    await claim(city, case_id, now=later(20))
    assert (await city.seen(case_id)).summary.return_by == date(2026, 7, 28)
    await cases.give_back(case_id, "看错了", by=city.bo, now=later(27), zone=ZONE)
    assert await city.state(case_id) is CaseState.RETURNED


async def test_more_time_is_given_only_by_the_office(city: City) -> None:
    case_id = await city.claimed()
    until = date(2026, 9, 30)
    await cases.ask_extension(case_id, until, "需要调整时刻表", by=city.bo, now=NOW, zone=ZONE)
    summary = (await city.seen(case_id)).summary
    assert (summary.due_on, summary.asked_due_on) == (date(2026, 8, 12), until)
    with pytest.raises(NotNow):
        await cases.ask_extension(case_id, date(2026, 10, 30), "再加", by=city.bo, now=NOW, zone=ZONE)
    await cases.answer_extension(case_id, "", grant=True, by=city.qiao, now=NOW)
    summary = (await city.seen(case_id)).summary
    assert (summary.due_on, summary.asked_due_on) == (until, None)
    with pytest.raises(NotNow):
        await cases.answer_extension(case_id, "", grant=True, by=city.qiao, now=NOW)


async def test_a_refusal_of_more_time_has_a_reason_and_moves_nothing(city: City) -> None:
    case_id = await city.claimed()
    await cases.ask_extension(case_id, date(2026, 9, 30), "忙", by=city.bo, now=NOW, zone=ZONE)
    with pytest.raises(Invalid):
        await cases.answer_extension(case_id, "", grant=False, by=city.qiao, now=NOW)
    await cases.answer_extension(case_id, "时间足够", grant=False, by=city.qiao, now=NOW)
    summary = (await city.seen(case_id)).summary
    assert (summary.due_on, summary.asked_due_on) == (date(2026, 8, 12), None)


@pytest.mark.parametrize("until", [date(2026, 8, 12), date(2026, 7, 2)])
async def test_more_time_ends_after_the_present_day(city: City, until: date) -> None:
    case_id = await city.claimed()
    with pytest.raises(Invalid):
        await cases.ask_extension(case_id, until, "忙", by=city.bo, now=NOW, zone=ZONE)


async def test_a_member_sees_the_cases_that_he_supervises_and_no_other(city: City) -> None:
    he = await builders.make_person(cast.HE)
    case_id, other = await city.claimed(), await city.claimed()
    await cases.supervise(case_id, "", email=cast.HE, by=city.qiao, now=NOW)
    assert (await city.seen(case_id, by=he)).supervisor == "he"
    with pytest.raises(NoSuchCase):
        await city.seen(other, by=he)


async def test_a_department_of_another_city_claims_nothing(city: City) -> None:
    far = await accounts.add_organisation_below(None, "远州市", kind=OrganisationKind.CITY, by=None, now=NOW)
    named = {"kind": OrganisationKind.DEPARTMENT, "by": None, "now": NOW}
    await accounts.add_organisation_below(far, "远州市交通运输局", **named)  # type: ignore[arg-type]
    facts = {"role": Role.DEPARTMENT, "organisation": "远州市交通运输局", "now": NOW}
    await accounts.add_account("far@jianyan.example", password=cast.PASSWORD, **facts)  # type: ignore[arg-type]
    stranger = await accounts.person_by_email("far@jianyan.example")
    case_id = await city.hand_over()
    with pytest.raises(NoSuchCase):
        await claim(city, case_id, by=stranger)
    assert await city.state(case_id) is CaseState.OFFERED


async def test_a_co_department_does_not_act_for_the_lead(city: City) -> None:
    case_id = await city.claimed(co_ids=(city.police,))
    reply = NewReply(result=Result.SOLVED, adoption=Adoption.ADOPTED, text="已延长。")
    until = date(2026, 9, 30)
    for act in (
        cases.give_back(case_id, "不办", by=city.hao, now=NOW, zone=ZONE),
        cases.ask_extension(case_id, until, "忙", by=city.hao, now=NOW, zone=ZONE),
        cases.save_reply(case_id, reply, by=city.hao, now=NOW),
        cases.send_reply(case_id, by=city.hao, now=NOW),
        cases.remind(case_id, "", by=city.hao, now=NOW),
    ):
        with pytest.raises(NotYourCase):
            await act
    assert len((await city.seen(case_id)).steps) == 3


async def test_a_case_is_answered_only_by_who_accepted_it(city: City) -> None:
    case_id = await city.hand_over(lead_id=city.transport)
    reply = NewReply(result=Result.SOLVED, adoption=Adoption.ADOPTED, text="已延长。")
    with pytest.raises(NotNow):
        await cases.save_reply(case_id, reply, by=city.bo, now=NOW)
    assert (await city.seen(case_id)).replies == []
