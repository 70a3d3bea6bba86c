"""The lists of cases at a desk, and claiming several at once."""

import re
from typing import Any

import builders
import cast
from cities import City
from jianyan import cases
from jianyan.cases import CaseKind, CaseState, NewRating, Satisfaction
from jianyan.clock import now

ENGLISH = {"accept-language": "en"}


async def page(desk: Any, query: str = "", *, path: str = "/admin/cases") -> str:
    answer = await desk.browser.get(f"{path}{query}", headers=ENGLISH)
    assert answer.status_code == 200, answer.text
    return str(answer.text)


async def test_bo_lands_at_the_cases_of_his_department_and_sees_no_other_section(city: City, bo: Any) -> None:
    home = await bo.browser.get("/admin")
    assert home.headers["location"] == "/admin/cases"
    text = await page(bo)
    nav = re.search(r'<nav aria-label="Sections">(.*?)</nav>', text, re.DOTALL)
    assert nav is not None
    assert re.findall(r'href="([^"]+)"', nav[1]) == ["/admin/cases"]


async def test_each_list_of_a_department_holds_its_own_cases(city: City, bo: Any) -> None:
    mine = await city.hand_over(lead_id=city.transport, title="我的案件", now=now())
    together = await city.hand_over(
        lead_id=city.police, co_ids=(city.transport,), title="会办案件", now=now()
    )
    offered = await city.hand_over(title="可认领案件", now=now())
    await city.hand_over(lead_id=city.police, title="别人的案件", now=now())
    answered = await city.answered(title="答复过的案件", now=now())
    for tab, case_id in (
        ("mine", mine),
        ("together", together),
        ("offered", offered),
        ("answered", answered),
    ):
        text = await page(bo, f"?tab={tab}")
        assert re.findall(r'href="/admin/cases/(\d+)"', text) == [str(case_id)], tab
        assert "别人的案件" not in text


async def test_several_cases_are_claimed_at_once_and_each_is_told(city: City, bo: Any) -> None:
    free = await city.hand_over(now=now())
    taken = await city.hand_over(now=now())
    await cases.claim(taken, by=city.hao, now=now(), zone=builders.SHANGHAI)
    answer = await bo.browser.post(
        "/admin/cases/claim",
        data={"csrf_token": bo.csrf_token, "case": [str(free), str(taken), "987654"]},
        headers=ENGLISH,
    )
    assert answer.status_code == 200
    assert "One case claimed" in answer.text
    assert answer.text.count("There is no such case.") == 1
    assert "Another department has claimed this case already." in answer.text
    assert await city.state(free) is CaseState.IN_HAND
    nothing = await bo.browser.post("/admin/cases/claim", data={"csrf_token": bo.csrf_token}, headers=ENGLISH)
    assert nothing.status_code == 422
    assert "Please choose at least one case." in nothing.text


async def test_the_filters_narrow_a_list_and_stand_in_its_address(city: City, sign_in: Any) -> None:
    qiao = await sign_in(cast.QIAO)
    night = await city.hand_over(
        lead_id=city.transport, title="延长夜间100%班车", kind=CaseKind.ENQUIRY, now=now()
    )
    seat = await city.hand_over(lead_id=city.police, title="站台座椅", now=now())
    old = await city.hand_over(title="过期的事", now=builders.NOW)
    for query, expected in (
        ("words=100%25", [night]),
        (f"words={seat}", [seat]),
        ("kind=enquiry", [night]),
        ("state=offered", [old]),
        (f"lead={city.police}", [seat]),
        ("timing=overdue", [old]),
        ("topic=buses-first", [old, night, seat]),
        ("topic=no-such-topic", []),
        ("supervised=yes", []),
    ):
        text = await page(qiao, f"?tab=open&{query}")
        assert re.findall(r'<a href="/admin/cases/(\d+)"><b>', text) == [str(one) for one in expected], query
    assert "No case fits this filter." in await page(qiao, "?tab=open&words=没有")


async def test_what_is_overdue_is_told_in_words(city: City, sign_in: Any) -> None:
    qiao = await sign_in(cast.QIAO)
    await city.hand_over(now=builders.NOW)
    text = await page(qiao, "?tab=open")
    assert re.search(r'class="due overdue">Overdue by \d+ working days', text)


async def test_the_list_of_answered_cases_says_what_the_author_says_or_that_nothing_was_said(
    city: City, bo: Any
) -> None:
    case_id = await city.answered(now=now())
    assert "Not rated" in await page(bo, "?tab=answered")
    rating = NewRating(is_solved=True, satisfaction=Satisfaction.FAIRLY)
    suggestion_id = (await city.seen(case_id)).suggestion_id
    await cases.rate(case_id, suggestion_id, rating, now=now(), zone=builders.SHANGHAI)
    text = await page(bo, "?tab=answered")
    assert "Fairly satisfied" in text
    assert "Not rated" not in text
    assert "Not rated" not in await page(bo, "?tab=mine")


async def test_a_list_offers_only_what_can_narrow_it_and_takes_no_notice_of_the_rest(
    city: City, qiao: Any
) -> None:
    answered, cancelled = await city.answered(now=now()), await city.hand_over(now=now())
    await cases.cancel(cancelled, "重复交办", by=city.qiao, now=now())
    text = await page(qiao, "?tab=open")
    assert 'name="timing"' in text
    assert 'value="offered"' in text
    assert 'value="closed"' not in text
    text = await page(qiao, "?tab=answered&timing=overdue&state=offered")
    assert f'href="/admin/cases/{answered}"' in text
    assert 'name="timing"' not in text
    assert re.findall(r'<option value="(answered|closed|offered)"', text) == ["answered", "closed"]
    text = await page(qiao, "?tab=cancelled")
    assert f'href="/admin/cases/{cancelled}"' in text
    assert 'name="state"' not in text
    assert "Handed over on" in text
