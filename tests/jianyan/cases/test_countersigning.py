"""A countersignature is for what is sent: for all of it, and for nothing else."""

from datetime import date
from typing import Any

import pytest

import builders
from cities import NOW, City, later
from jianyan import cases, db
from jianyan.cases import (
    Adoption,
    NewMeasure,
    NewReply,
    NoSuchCase,
    NotYetSigned,
    NotYourCase,
    ReplyChanged,
    Result,
    StepKind,
    asked_anew,
    wording_of,
)
from jianyan.cases.tables import CoDepartment

MEASURE = NewMeasure(text="加开两班", due_on=date(2026, 9, 1), done_on=date(2026, 8, 1))
FIRST: dict[str, Any] = {"text": "已延长。", "reason": "见会议纪要。", "measures": (MEASURE,)}


@pytest.fixture
async def case_id(city: City) -> int:
    """Give a case whose draft the police have signed."""
    made = await city.claimed(co_ids=(city.police,))
    await cases.save_reply(made, city.draft(**FIRST), by=city.bo, now=NOW)
    await cases.sign(made, "", agree=True, by=city.hao, now=NOW)
    return made


async def signed(city: City, case_id: int) -> bool:
    return (await city.seen(case_id)).co_departments[0].signed_at is not None


async def wording(city: City, case_id: int) -> str:
    draft = cases.draft_of(await city.seen(case_id))
    assert draft is not None
    return wording_of(draft)


async def test_a_joint_reply_is_sent_when_every_co_department_has_agreed(city: City) -> None:
    case_id = await city.claimed(co_ids=(city.police,))
    await cases.save_reply(case_id, city.draft("已延长。"), by=city.bo, now=NOW)
    with pytest.raises(NotYetSigned, match="江州市公安局"):
        await cases.send_reply(case_id, by=city.bo, now=NOW)
    await cases.sign(case_id, "缺交警意见", agree=False, by=city.hao, now=NOW)
    with pytest.raises(NotYetSigned):
        await cases.send_reply(case_id, by=city.bo, now=NOW)
    await cases.sign(case_id, "", agree=True, by=city.hao, now=NOW)
    await cases.send_reply(case_id, by=city.bo, now=NOW)
    assert await city.state(case_id) is cases.CaseState.REPLIED


OTHERS: dict[str, dict[str, Any]] = {
    "text": {"text": "已延长，另加座椅。"},
    "result": {"result": Result.PLANNED},
    "adoption": {"adoption": Adoption.PARTLY},
    "reason": {"reason": ""},
    "measure": {"measures": (NewMeasure(text="加开三班", due_on=MEASURE.due_on, done_on=MEASURE.done_on),)},
    "day": {"measures": (NewMeasure(text=MEASURE.text, due_on=date(2027, 9, 1), done_on=MEASURE.done_on),)},
    "done": {"measures": (NewMeasure(text=MEASURE.text, due_on=MEASURE.due_on),)},
    "another": {"measures": (MEASURE, MEASURE)},
    "none": {"measures": ()},
}


@pytest.mark.parametrize("what", OTHERS)
async def test_whoever_agreed_agrees_anew_when_a_reply_says_something_else(
    city: City, case_id: int, what: str
) -> None:
    await cases.save_reply(case_id, city.draft(**FIRST), by=city.bo, now=later(1))
    assert await signed(city, case_id), "it says the same"
    await cases.save_reply(case_id, city.draft(**{**FIRST, **OTHERS[what]}), by=city.bo, now=later(1))
    assert not await signed(city, case_id)
    with pytest.raises(NotYetSigned):
        await cases.send_reply(case_id, by=city.bo, now=later(1))


async def test_a_signature_that_is_void_has_a_step_that_names_its_department(
    city: City, case_id: int
) -> None:
    await cases.save_reply(case_id, city.draft("另一答复。"), by=city.bo, now=later(1))
    found = await city.seen(case_id)
    last = found.steps[-1]
    assert (last.kind, last.organisation_id, last.by) == (StepKind.UNSIGNED, city.police, "bo")
    assert asked_anew(found.steps) == {city.police}
    await cases.save_reply(case_id, city.draft("又一答复。"), by=city.bo, now=later(1))
    assert len((await city.seen(case_id)).steps) == len(found.steps), "nobody had agreed"
    await cases.sign(case_id, "", agree=True, by=city.hao, now=later(2))
    assert asked_anew((await city.seen(case_id)).steps) == set()
    assert await cases.first_fault() is None


async def test_a_void_signature_that_is_put_back_is_named(city: City, case_id: int) -> None:
    await cases.save_reply(case_id, city.draft("另一答复。"), by=city.bo, now=later(1))
    assert await cases.first_fault() is None
    async with db.transaction():
        forged: dict[Any, Any] = {"signed_at": NOW, "signed_by": city.hao.account_id}
        await CoDepartment.update(forged, force=True)
    fault = f"case {case_id}: the signature of department {city.police} is not as recorded"
    assert await cases.first_fault() == fault


async def test_a_reply_that_is_sent_back_is_signed_anew(city: City, case_id: int) -> None:
    await cases.send_reply(case_id, by=city.bo, now=NOW)
    await cases.send_back(case_id, "请写明日期。", by=city.wei, now=later(1))
    found = await city.seen(case_id)
    assert [step.kind for step in found.steps[-2:]] == [StepKind.SENT_BACK, StepKind.UNSIGNED]
    assert not await signed(city, case_id)
    assert await cases.first_fault() is None


async def test_a_new_lead_with_the_same_words_does_not_inherit_a_signature(city: City) -> None:
    case_id = await city.claimed(co_ids=(city.police,))
    await cases.save_reply(case_id, city.draft("已延长。"), by=city.bo, now=NOW)
    await cases.sign(case_id, "", agree=True, by=city.hao, now=NOW)
    top = city.transport - 1
    await cases.transfer(case_id, top, "", by=city.qiao, now=NOW, zone=builders.SHANGHAI)
    await cases.claim(case_id, by=city.qiao, now=NOW, zone=builders.SHANGHAI)
    assert await signed(city, case_id)
    await cases.save_reply(case_id, city.draft("已延长。"), by=city.qiao, now=NOW)
    assert not await signed(city, case_id)


async def test_nobody_signs_what_changed_while_they_read_it(city: City) -> None:
    case_id = await city.claimed(co_ids=(city.police,))
    await cases.save_reply(case_id, city.draft("已延长。"), by=city.bo, now=NOW)
    read = await wording(city, case_id)
    await cases.save_reply(case_id, city.draft("已延长。", measures=(MEASURE,)), by=city.bo, now=later(1))
    with pytest.raises(ReplyChanged):
        await cases.sign(case_id, "", agree=True, by=city.hao, now=later(2), read=read)
    await cases.sign(case_id, "未经商量", agree=False, by=city.hao, now=later(2), read=read)
    assert not await signed(city, case_id)
    read = await wording(city, case_id)
    await cases.save_reply(case_id, city.draft("已延长。", measures=(MEASURE,)), by=city.bo, now=later(3))
    await cases.sign(case_id, "", agree=True, by=city.hao, now=later(4), read=read)
    assert await signed(city, case_id), "it was saved again and says the same"


async def test_a_lead_and_strangers_sign_nothing(city: City) -> None:
    case_id = await city.claimed()
    new = NewReply(result=Result.SOLVED, adoption=Adoption.ADOPTED, text="已延长。")
    await cases.save_reply(case_id, new, by=city.bo, now=NOW)
    with pytest.raises(NotYourCase):
        await cases.sign(case_id, "", agree=True, by=city.bo, now=NOW)
    with pytest.raises(NoSuchCase):
        await cases.sign(case_id, "", agree=True, by=city.hao, now=NOW)
