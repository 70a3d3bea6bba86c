"""What each of those who look at a case may do and read."""

from datetime import timedelta

import builders
from cities import NOW, City
from jianyan import cases
from jianyan.accounts import Person
from jianyan.cases import Deed, StepKind
from jianyan.clock import day_of

ZONE = builders.SHANGHAI
TODAY = day_of(NOW, ZONE)


async def deeds(city: City, case_id: int, by: Person, *, days: int = 0) -> set[Deed]:
    found = await city.seen(case_id, by=by)
    part = await cases.part_of(found, by=by)
    return set(cases.deeds(found, part, today=TODAY + timedelta(days=days)))


async def notes(city: City, case_id: int, by: Person) -> list[str]:
    found = await city.seen(case_id, by=by)
    shown = cases.shown_to(found, await cases.part_of(found, by=by))
    return [step.text for step in shown.steps if step.text]


async def test_whoever_may_claim_a_case_can_do_nothing_else_with_it(city: City) -> None:
    case_id = await city.hand_over()
    assert await deeds(city, case_id, city.bo) == {Deed.CLAIM}
    assert Deed.CLAIM not in await deeds(city, case_id, city.qiao)


async def test_the_days_for_a_return_end_for_the_department_and_not_for_the_office(city: City) -> None:
    case_id = await city.claimed()
    assert Deed.RETURN in await deeds(city, case_id, city.bo)
    assert Deed.RETURN not in await deeds(city, case_id, city.bo, days=30)
    assert Deed.RETURN in await deeds(city, case_id, city.qiao, days=30)


async def test_a_reply_is_sent_once_all_have_signed_and_only_the_office_publishes(city: City) -> None:
    case_id = await city.claimed(co_ids=(city.police,))
    new = cases.NewReply(result=cases.Result.SOLVED, adoption=cases.Adoption.ADOPTED, text="已办。")
    await cases.save_reply(case_id, new, by=city.bo, now=NOW)
    assert Deed.SEND not in await deeds(city, case_id, city.bo)
    assert await deeds(city, case_id, city.hao) == {Deed.SIGN}
    await cases.sign(case_id, "", agree=True, by=city.hao, now=NOW)
    assert Deed.SEND in await deeds(city, case_id, city.bo)
    await cases.send_reply(case_id, by=city.bo, now=NOW)
    assert await deeds(city, case_id, city.bo) == set()
    assert {Deed.PUBLISH, Deed.SEND_BACK} <= await deeds(city, case_id, city.wei)


async def test_a_note_is_read_by_whom_it_was_written_to_and_by_who_wrote_it(city: City) -> None:
    case_id = await city.hand_over(lead_id=city.transport, co_ids=(city.police,), note="给交通局")
    await cases.claim(case_id, by=city.bo, now=NOW, zone=ZONE)
    until = TODAY + timedelta(days=200)
    await cases.ask_extension(case_id, until, "交通局说", by=city.bo, now=NOW, zone=ZONE)
    await cases.answer_extension(case_id, "答交通局", grant=True, by=city.qiao, now=NOW)
    await cases.supervise(case_id, "给督办人", email=city.wei.email, by=city.qiao, now=NOW)
    assert await notes(city, case_id, city.bo) == ["给交通局", "交通局说", "答交通局"]
    assert await notes(city, case_id, city.hao) == []
    assert await notes(city, case_id, city.qiao) == ["给交通局", "交通局说", "答交通局", "给督办人"]
    await cases.leave(case_id, city.police, by=city.qiao, now=NOW)
    await cases.transfer(case_id, city.police, "给公安局", by=city.qiao, now=NOW, zone=ZONE)
    assert await notes(city, case_id, city.hao) == ["给公安局"]


async def test_an_offer_is_read_by_whoever_may_claim_it_and_steps_stay_where_notes_go(city: City) -> None:
    case_id = await city.hand_over(note="谁来办都行")
    assert await notes(city, case_id, city.bo) == ["谁来办都行"]
    await cases.claim(case_id, by=city.bo, now=NOW, zone=ZONE)
    await cases.give_back(case_id, "不归我们", by=city.bo, now=NOW, zone=ZONE)
    await cases.transfer(case_id, None, "", by=city.qiao, now=NOW, zone=ZONE)
    found = await city.seen(case_id, by=city.hao)
    shown = cases.shown_to(found, await cases.part_of(found, by=city.hao))
    assert [step.kind for step in shown.steps] == [
        StepKind.OFFERED,
        StepKind.CLAIMED,
        StepKind.RETURNED,
        StepKind.OFFERED,
    ]
    assert await notes(city, case_id, city.hao) == ["谁来办都行"]


async def test_who_only_supervises_does_not_act_as_the_office(city: City) -> None:
    case_id = await city.claimed()
    await cases.supervise(case_id, "", organisation_id=city.police, by=city.qiao, now=NOW)
    assert await deeds(city, case_id, city.hao) == {Deed.REMIND}


async def test_what_was_agreed_is_read_by_all_who_handle_the_case_and_not_by_those_who_may_claim_it(
    city: City,
) -> None:
    case_id = await city.claimed(co_ids=(city.police,))
    await city.meet(case_id, "先加一班。")
    assert await notes(city, case_id, city.bo) == await notes(city, case_id, city.hao) == ["先加一班。"]
    await cases.leave(case_id, city.police, by=city.qiao, now=NOW)
    await cases.give_back(case_id, "不归我们", by=city.bo, now=NOW, zone=ZONE)
    await cases.transfer(case_id, None, "谁来办都行", by=city.qiao, now=NOW, zone=ZONE)
    assert await notes(city, case_id, city.hao) == ["谁来办都行"]
    assert "先加一班。" in await notes(city, case_id, city.bo)
    await cases.claim(case_id, by=city.hao, now=NOW, zone=ZONE)
    assert await notes(city, case_id, city.hao) == ["先加一班。", "谁来办都行"]


async def test_a_motion_is_sent_once_its_author_was_met(city: City) -> None:
    case_id = await city.claimed(kind=cases.CaseKind.MOTION)
    new = cases.NewReply(result=cases.Result.SOLVED, adoption=cases.Adoption.ADOPTED, text="已办。")
    await cases.save_reply(case_id, new, by=city.bo, now=NOW)
    assert {Deed.MEET, Deed.WRITE} <= await deeds(city, case_id, city.bo)
    assert Deed.SEND not in await deeds(city, case_id, city.bo)
    await city.meet(case_id)
    assert {Deed.MEET, Deed.SEND} <= await deeds(city, case_id, city.bo)
    assert Deed.MEET not in await deeds(city, await city.claimed(co_ids=(city.police,)), city.hao)
