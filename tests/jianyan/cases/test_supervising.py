from datetime import date, timedelta

import pytest

import builders
import cast
from cities import NOW, City, later
from jianyan import cases
from jianyan.accounts import NoSuchAccount
from jianyan.calendars import Timeliness
from jianyan.cases import CaseState, NotYourCase, RemindedAlready, StepKind

ZONE = builders.SHANGHAI


async def chase(days: float) -> list[StepKind]:
    done, after = await cases.chase(now=later(days), zone=ZONE)
    assert after == 0
    return [one.kind for one in done]


async def test_the_clock_reminds_before_and_on_the_day_and_escalates_once(city: City) -> None:
    case_id = await city.claimed()
    assert (await city.seen(case_id)).summary.due_on == date(2026, 8, 12)
    expected = {37: "reminded", 43: "reminded", 47: "escalated"}  # 7, 13 and 17 August
    for day in range(60):
        kinds = [kind.value for kind in await chase(day)]
        assert kinds == ([expected[day]] if day in expected else []), day
    steps = (await city.seen(case_id)).steps
    assert [step.by for step in steps if step.kind.value in expected.values()] == [None, None, None]


async def test_the_clock_begins_anew_with_a_new_day(city: City) -> None:
    case_id = await city.claimed()
    assert await chase(43) == [StepKind.REMINDED]
    until = date(2026, 9, 30)
    await cases.ask_extension(case_id, until, "需要", by=city.bo, now=later(43), zone=ZONE)
    await cases.answer_extension(case_id, "", grant=True, by=city.qiao, now=later(43))
    assert await chase(44) == []
    done, _ = await cases.chase(now=builders.NOW + timedelta(days=91), zone=ZONE)
    assert [(one.case_id, one.stands.timeliness) for one in done] == [(case_id, Timeliness.TODAY)]


async def test_the_clock_lets_those_alone_that_owe_nothing(city: City) -> None:
    await city.answered()
    await city.hand_over()
    assert await chase(80) == []


async def test_a_department_is_reminded_once_a_day_and_not_by_itself(city: City) -> None:
    case_id = await city.claimed()
    with pytest.raises(NotYourCase):
        await cases.remind(case_id, "", by=city.bo, now=NOW)
    await cases.remind(case_id, "请抓紧", by=city.qiao, now=NOW)
    with pytest.raises(RemindedAlready):
        await cases.remind(case_id, "请抓紧", by=city.wei, now=later(0.5))
    await cases.remind(case_id, "请抓紧", by=city.wei, now=later(1))
    kinds = [step.kind for step in (await city.seen(case_id)).steps]
    assert kinds.count(StepKind.REMINDED) == 2


async def test_a_committee_or_a_person_supervises_by_name(city: City) -> None:
    case_id = await city.claimed()
    with pytest.raises(NoSuchAccount):
        await cases.supervise(case_id, "", email="nobody@jianyan.example", by=city.qiao, now=NOW)
    await cases.supervise(case_id, "重点督办", organisation_id=city.police, by=city.qiao, now=NOW)
    found = await city.seen(case_id)
    assert (found.supervisor, found.summary.is_supervised) == ("江州市公安局", True)
    await builders.make_account(cast.HE)
    await cases.supervise(case_id, "", email=cast.HE.upper(), by=city.qiao, now=NOW)
    assert (await city.seen(case_id)).supervisor == "he"
    await cases.supervise(case_id, "", by=city.qiao, now=NOW)
    assert not (await city.seen(case_id)).summary.is_supervised
    assert await city.state(case_id) is CaseState.IN_HAND
