import re
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest

import builders
import cast
from authors import JSON, ZH, Lan
from cities import LONG
from jianyan import cases, db, moderation, suggestions, trail
from jianyan.cases import Adoption, CaseState, NewReply, Result
from jianyan.clock import day_of, now
from jianyan.keys import KeyRing
from jianyan.runtime import Runtime
from jianyan.suggestions.tables import Suggestion

SECRET = "内部意见：先放一放。"


async def test_what_nobody_handed_over_has_no_way(lan: Lan) -> None:
    assert await lan.cases() == []
    assert "办理进展" not in (await lan.opens()).text


async def test_lan_reads_the_way_in_words_and_nothing_internal(lan: Lan) -> None:
    case_id = await lan.city.hand_over(lead_id=lan.city.police, note=SECRET)
    await cases.give_back(case_id, SECRET, by=lan.city.hao, now=builders.NOW, zone=builders.SHANGHAI)
    await cases.transfer(
        case_id, lan.city.transport, SECRET, by=lan.city.qiao, now=builders.NOW, zone=builders.SHANGHAI
    )
    page = (await lan.opens()).text
    for said in ("办理进展", "已交江州市公安局办理。", "江州市公安局退回", "已交江州市交通运输局办理。"):
        assert said in page
    assert "答复期限 2026年8月12日" in page
    assert SECRET not in page
    (case,) = await lan.cases()
    assert (case["state"], case["department"]) == ("assigned", "江州市交通运输局")
    assert SECRET not in str(case)


async def test_what_is_overdue_says_so_in_words(lan: Lan) -> None:
    await lan.city.claimed()
    page = (await lan.opens()).text
    assert re.search(r'class="due late">.*已逾期 \d+ 个工作日', page)
    assert (await lan.cases())[0]["is_overdue"] is True


async def test_a_day_that_is_provisional_says_so_in_words_and_why(lan: Lan) -> None:
    await lan.city.claimed()
    assert "暂定" not in (await lan.opens()).text
    await lan.city.claimed(now=datetime(2050, 7, 1, tzinfo=UTC), start=0, length=5)
    page = (await lan.opens()).text
    assert page.count('<span class="tag">暂定</span>') == 1
    assert "国务院尚未公布 2050 年节假日安排" in page
    assert [case["is_provisional"] for case in await lan.cases()] == [False, True]


async def test_each_aspect_of_a_text_is_marked_and_has_its_own_way(lan: Lan) -> None:
    await lan.answered_now(start=0, length=6)
    await lan.city.claimed(start=LONG.index("站台"), length=6, title="加座椅")
    page = (await lan.opens()).text
    assert (
        "<mark>末班车太早了<sup>1</sup></mark>，晚班下班赶不上。另外<mark>站台没有座椅<sup>2</sup></mark>"
        in page
    )
    assert "分为 2 项办理" in page
    assert page.count('class="way"') == 2
    assert page.count('action="/receipt/rate"') == 1
    assert [case["aspect"] for case in await lan.cases()] == ["末班车太早了", "站台没有座椅"]


async def test_lan_is_not_satisfied_and_then_is(lan: Lan) -> None:
    case_id = await lan.answered_now()
    page = await lan.rates(case_id, "dissatisfied", solved="no", reason="还是赶不上。")
    assert page.status_code == 200
    for said in ("已转入二次办理", "二次办理", "第一次答复", "还是赶不上。"):
        assert said in page.text
    (case,) = await lan.cases()
    assert (case["state"], case["round"], case["due_on"] is not None) == ("in-hand", 2, True)
    assert 'action="/receipt/rate"' not in page.text
    await lan.answered_again(case_id, "本周起加开夜班车。")
    page = await lan.opens()
    assert "第二次答复" in page.text
    assert "您评价后即办结" in page.text
    page = await lan.rates(case_id, round=2)
    assert "谢谢，已收到您的评价。" in page.text
    assert (await lan.cases())[0]["state"] == "closed"


@pytest.mark.parametrize(("satisfaction", "state"), [("satisfied", "closed"), ("dissatisfied", "in-hand")])
async def test_the_same_form_again_changes_nothing(lan: Lan, satisfaction: str, state: str) -> None:
    case_id = await lan.answered_now()
    first = await lan.rates(case_id, satisfaction)
    acts = len(await trail.history(f"case-{case_id}"))
    again = await lan.rates(case_id, satisfaction)
    assert (again.status_code, again.text) == (200, first.text)
    assert len(await trail.history(f"case-{case_id}")) == acts
    assert (await lan.cases())[0]["state"] == state


async def test_a_form_that_is_left_open_does_not_rate_the_next_answer(lan: Lan) -> None:
    case_id = await lan.answered_now()
    await lan.rates(case_id, "dissatisfied")
    await lan.answered_again(case_id, "本周起加开夜班车。")
    assert (await lan.rates(case_id, "dissatisfied")).status_code == 200
    assert await lan.city.state(case_id) is CaseState.ANSWERED
    other = await lan.rates(case_id, "satisfied", reason="改主意了。")
    assert (other.status_code, "您已经评价过这份答复。" in other.text) == (409, True)


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"solved": ""}, "solved"),
        ({"satisfaction": "perhaps"}, "satisfaction"),
        ({"reason": "长" * 1_001}, "reason"),
    ],
)
async def test_a_refused_rating_comes_back_as_it_was(lan: Lan, fields: dict[str, str], field: str) -> None:
    case_id = await lan.answered_now()
    sent = {"satisfaction": "fairly", "reason": "一般。", **fields}
    page = await lan.rates(case_id, **sent)
    assert page.status_code == 422
    assert f'href="#{field}-{case_id}"' in page.text
    assert f'id="{field}-{case_id}-error"' in page.text
    assert f'id="{field}-{case_id}"' in page.text
    assert sent["reason"] in page.text
    if field != "satisfaction":
        assert 'value="fairly" checked' in page.text
    problem = await lan.rates(case_id, headers=JSON, **sent)
    assert [each["field"] for each in problem.json()["errors"]] == [field]
    assert await lan.city.state(case_id) is CaseState.ANSWERED


async def test_an_error_stands_at_its_own_form_only(lan: Lan) -> None:
    first = await lan.answered_now(start=0, length=6)
    second = await lan.answered_now(start=15, length=6)
    page = (await lan.rates(second, "", reason="只说这一项。")).text
    assert f'id="satisfaction-{second}-error"' in page
    assert f'id="satisfaction-{first}-error"' not in page
    assert page.count("只说这一项。") == 1


@pytest.mark.parametrize("case_id", ["0", "x", "", "9" * 40, "²"])
async def test_a_case_that_is_none_is_not_found(lan: Lan, case_id: str) -> None:
    await lan.answered_now()
    assert (await lan.rates(0, case=case_id)).status_code == 404


async def test_a_wrong_receipt_and_a_strangers_rate_nothing(lan: Lan, keys: KeyRing) -> None:
    case_id = await lan.answered_now()
    _, receipt = await builders.submit(keys, await builders.make_placement(), "夜里没有车。")
    for other in (receipt, ("1" if receipt[0] != "1" else "2") + receipt[1:]):
        stranger = Lan(lan.client, lan.city, other)
        assert (await stranger.rates(case_id)).status_code == 404
    assert await lan.city.state(case_id) is CaseState.ANSWERED


async def test_who_is_counted_with_lan_reads_the_way_but_not_the_text(lan: Lan, keys: KeyRing) -> None:
    case_id = await lan.answered_now(start=0, length=6)
    received, receipt = await builders.submit(keys, await builders.make_placement(), "夜里没有车。")
    await moderation.merge(received.tracking, into=lan.city.tracking, by=lan.city.wei, now=now())
    await lan.rates(case_id, "fairly", reason="总算有了。")
    other = Lan(lan.client, lan.city, receipt)
    page = (await other.opens()).text
    assert "自下月起末班车延至22点。" in page
    assert "末班车太早了" not in page
    assert "总算有了。" not in page
    assert "另一位提出相同建议的人已评价答复。" in page
    assert "已转入二次办理" in (await other.rates(case_id, "dissatisfied")).text


async def test_nothing_is_said_about_an_erased_suggestion(lan: Lan) -> None:
    case_id = await lan.answered_now()
    await suggestions.erase(lan.city.tracking, by=None, now=now())
    await cases.erase((await lan.suggestion()).id, now=now())
    page = (await lan.opens()).text
    assert "办理进展" in page
    assert "/receipt/rate" not in page
    assert "自下月起末班车延至22点。" not in page
    assert (await lan.rates(case_id)).status_code == 409


async def test_a_network_that_rates_too_often_is_told_to_wait_and_keeps_its_words(
    lan: Lan, limited: Runtime
) -> None:
    case_id = await lan.answered_now()
    while (await lan.rates(case_id, "")).status_code == 422:
        pass
    page = await lan.rates(case_id, "fairly", reason="慢一点。")
    assert (page.status_code, "retry-after" in page.headers) == (429, True)
    assert "慢一点。" in page.text
    assert 'value="fairly" checked' in page.text


async def test_hostile_words_of_a_department_are_only_words(lan: Lan) -> None:
    hostile = "<script>alert(1)</script>"
    reply = NewReply(result=Result.SOLVED, adoption=Adoption.DECLINED, text=hostile, reason=hostile)
    await lan.answered_with(reply)
    page = (await lan.opens()).text
    assert hostile not in page
    assert page.count("&lt;script&gt;alert(1)") == 2


async def test_the_receipt_stands_in_no_address_of_the_page(lan: Lan) -> None:
    await lan.answered_now()
    page = await lan.opens()
    assert not any(lan.receipt in each for each in re.findall(r'(?:href|action|src)="([^"]+)"', page.text))
    assert "set-cookie" not in page.headers
    assert page.headers["cache-control"] == "no-store"


async def test_he_rates_the_answer_to_his_own_suggestion(lan: Lan, client: httpx.AsyncClient) -> None:
    he = await builders.make_person(cast.HE)
    case_id = await lan.answered_now()
    found = await lan.suggestion()
    await owned_by(found.id, he.account_id)
    await client.post("/sign-in", data={"email": cast.HE, "password": cast.PASSWORD})
    address = f"/me/suggestions/{found.tracking}"
    page = (await client.get(address, headers=ZH)).text
    assert f'action="{address}/rate"' in page
    token = re.search(r'name="csrf_token" value="([^"]+)"', page)
    assert token
    sent: dict[str, Any] = {"case": case_id, "round": 1, "solved": "no", "satisfaction": "dissatisfied"}
    assert (await client.post(f"{address}/rate", data=sent, headers=ZH)).status_code == 403
    said = await client.post(f"{address}/rate", data={**sent, "csrf_token": token[1]}, headers=ZH)
    assert "已转入二次办理" in said.text


async def owned_by(suggestion_id: int, account_id: int) -> None:
    """Let a suggestion be a member's, as if he had sent it."""
    async with db.transaction():
        await Suggestion.update({Suggestion.author: account_id}).where(Suggestion.id == suggestion_id)


async def test_lan_reads_how_she_was_met_and_what_came_of_it_and_the_public_reads_neither(
    lan: Lan, client: httpx.AsyncClient
) -> None:
    city, today = lan.city, day_of(now(), builders.SHANGHAI)
    case_id = await city.hand_over(lead_id=city.transport, co_ids=(city.police,), now=now())
    await cases.claim(case_id, by=city.bo, now=now(), zone=builders.SHANGHAI)
    parties = (city.transport, city.police)
    await city.meet(case_id, "<b>先加一班</b>", on=today, party_ids=parties, now=now())
    page = (await lan.opens()).text
    day = f"{today.year}年{today.month}月{today.day}日"
    assert f"江州市交通运输局、江州市公安局于{day}与您当面沟通。" in page
    assert "沟通情况：&lt;b&gt;先加一班&lt;/b&gt;" in page
    [moment] = [each for each in (await lan.cases())[0]["moments"] if each["kind"] == "met"]
    assert (moment["agreed"], moment["parties"][1]) == ("<b>先加一班</b>", "江州市公安局")
    new = NewReply(result=Result.SOLVED, adoption=Adoption.ADOPTED, text="已加开一班。")
    await cases.leave(case_id, city.police, by=city.qiao, now=now())
    await cases.save_reply(case_id, new, by=city.bo, now=now())
    await cases.send_reply(case_id, by=city.bo, now=now())
    await cases.publish_reply(case_id, by=city.wei, now=now())
    for path in ("/t/buses-first", "/t/buses-first/answers", f"/open311/v2/requests/{city.tracking}.json"):
        public = await client.get(path, headers=ZH)
        assert "先加一班" not in public.text
        assert "当面沟通" not in public.text
    assert "已加开一班。" in (await client.get("/t/buses-first/answers", headers=ZH)).text
