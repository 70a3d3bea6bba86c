import re
from datetime import timedelta
from typing import Any, Protocol

import httpx
import pytest

import builders
from jianyan import moderation, suggestions
from jianyan.keys import KeyRing
from jianyan.moderation import Act, Verdict
from jianyan.suggestions import SuggestionState

JSON = {"accept": "application/json"}
ENGLISH = {"accept-language": "en"}


class Desk(Protocol):
    browser: httpx.AsyncClient
    csrf_token: str


async def queue(desk: Desk, **query: str) -> dict[str, Any]:
    answer = await desk.browser.get("/admin/queue", params=query, headers=JSON)
    assert answer.status_code == 200
    found: dict[str, Any] = answer.json()
    return found


async def test_wei_sees_what_waits_with_its_place_and_the_senders_choice(wei: Desk, tracking: str) -> None:
    page = (await wei.browser.get("/admin/queue", headers=ENGLISH)).text
    assert "<h1>Queue · 1 waiting</h1>" in page
    for shown in (tracking, "五里牌站", "往火车站方向", "末班车太早了", "优先发展城市公交", "Citizen"):
        assert shown in page
    checked = re.findall(r'name="category" value="\d+" checked><span><kbd>\d</kbd> ([^<]+)', page)
    assert checked == ["收发班次"]


async def test_the_queue_as_json_carries_the_token_that_decisions_need(wei: Desk, tracking: str) -> None:
    found = await queue(wei, topic="buses-first")
    assert found["csrf_token"] == wei.csrf_token
    item = found["items"][0]
    assert {name: item[name] for name in ("tracking", "state", "body", "category")} == {
        "tracking": tracking,
        "state": "waiting",
        "body": "末班车太早了，晚班下班赶不上。",
        "category": "收发班次",
    }


async def test_the_queue_is_filtered_by_topic_and_state(wei: Desk, tracking: str, keys: KeyRing) -> None:
    await builders.make_topic("other-topic")
    code = await builders.make_placement("other-topic")
    other, _ = await builders.submit(keys, code, "第二个议题的建议")
    await moderation.decide(
        other.tracking,
        Verdict(act=Act.HOLD),
        by=await builders.make_person("zhu@jianyan.example"),
        now=builders.NOW,
    )
    assert [item["tracking"] for item in (await queue(wei, topic="buses-first"))["items"]] == [tracking]
    assert (await queue(wei, topic="other-topic"))["items"] == []
    assert [item["tracking"] for item in (await queue(wei, state="held"))["items"]] == [other.tracking]
    assert [item["tracking"] for item in (await queue(wei))["items"]] == [tracking]


async def test_a_card_leads_back_to_the_list_it_stands_in(wei: Desk, tracking: str) -> None:
    assert 'name="back" value="/admin/queue"' in (await wei.browser.get("/admin/queue")).text
    page = (await wei.browser.get("/admin/queue?topic=buses-first&done=x")).text
    assert 'name="back" value="/admin/queue?topic=buses-first"' in page


async def test_an_unknown_topic_is_not_an_empty_queue(wei: Desk) -> None:
    assert (await wei.browser.get("/admin/queue?topic=nowhere", headers=JSON)).status_code == 404


@pytest.mark.parametrize(
    "query", ["after=x", "after=-1", "after=99999999999999999999", "topic=%00", "done=%00", "state=%00"]
)
async def test_a_broken_address_is_refused_and_never_a_crash(wei: Desk, tracking: str, query: str) -> None:
    answer = await wei.browser.get(f"/admin/queue?{query}")
    assert answer.status_code in {200, 400, 404}


async def test_an_empty_queue_says_so(wei: Desk) -> None:
    page = (await wei.browser.get("/admin/queue", headers=ENGLISH)).text
    assert "<h1>Queue · 0 waiting</h1>" in page
    assert "Nothing waits." in page


async def test_a_long_queue_is_walked_page_by_page_oldest_first(
    wei: Desk, tracking: str, keys: KeyRing
) -> None:
    code = await builders.make_placement()
    sent = [tracking]
    for count in range(54):
        received, _ = await builders.submit(
            keys, code, f"第{count}条建议", now=builders.NOW + timedelta(minutes=count)
        )
        sent.append(received.tracking)
    first = (await wei.browser.get("/admin/queue", headers=ENGLISH)).text
    assert "Queue · 55 waiting" in first
    further = re.search(r'href="(\?[^"]*after=\d+)">Next page', first)
    assert further is not None
    second = (await wei.browser.get("/admin/queue" + further[1].replace("&amp;", "&"), headers=ENGLISH)).text
    shown = re.findall(r'id="r-(\w+)"', first) + re.findall(r'id="r-(\w+)"', second)
    assert shown == sent
    assert "Next page" not in second


async def test_what_people_wrote_is_shown_and_never_run(wei: Desk, tracking: str, keys: KeyRing) -> None:
    code = await builders.make_placement(name='<img src=x onerror="alert(1)">')
    await builders.submit(keys, code, "<script>alert(1)</script> {{ 7*7 }}")
    page = (await wei.browser.get("/admin/queue")).text
    assert "<script>alert" not in page
    assert "<img src=x" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt; {{ 7*7 }}" in page


async def test_the_page_says_what_was_just_decided(wei: Desk, tracking: str) -> None:
    page = (await wei.browser.get(f"/admin/queue?done={tracking}", headers=ENGLISH)).text
    assert f"{tracking} is now: Waiting." in page
    assert (await wei.browser.get("/admin/queue?done=nothing")).status_code == 200


async def test_the_queue_asks_the_database_the_same_number_of_times_however_long_it_is(
    wei: Desk, tracking: str, keys: KeyRing
) -> None:
    def queries(answer: httpx.Response) -> str:
        found = re.search(r'desc="(\d+)"', answer.headers["server-timing"])
        assert found is not None
        return found[1]

    short = queries(await wei.browser.get("/admin/queue"))
    code = await builders.make_placement()
    for count in range(20):
        await builders.submit(keys, code, f"第{count}条建议")
    assert queries(await wei.browser.get("/admin/queue")) == short
    assert await suggestions.count_in_state(None, [SuggestionState.WAITING]) == 21
