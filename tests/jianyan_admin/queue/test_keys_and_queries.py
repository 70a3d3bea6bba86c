"""What a key of the queue costs the database: at most six queries, however long the queue is."""

import re
from typing import Any

import httpx
import pytest

import builders
import cast
from jianyan import suggestions, topics
from jianyan.clock import now
from jianyan.keys import KeyRing
from jianyan.suggestions import SuggestionState

MOST = 6
IN_PLACE = {"hx-request": "true", "accept-language": "en"}


def queries(answer: httpx.Response) -> int:
    found = re.search(r'desc="(\d+)"', answer.headers["server-timing"])
    assert found is not None
    return int(found[1])


@pytest.fixture
async def waiting(app: Any, keys: KeyRing) -> list[str]:
    await builders.make_topic()
    code = await builders.make_placement()
    sent = [await builders.submit(keys, code, f"第{count}条建议") for count in range(12)]
    return [received.tracking for received, _ in sent]


@pytest.fixture
async def wei(waiting: list[str], wei: Any) -> Any:
    """Let Wei have opened the queue, which takes its first cards in hand."""
    assert (await wei.see("/admin/queue")).status_code == 200
    return wei


async def drawer() -> str:
    return str((await topics.topic_by_slug("buses-first")).categories[0].id)


async def decide(desk: Any, tracking: str, **fields: Any) -> httpx.Response:
    sent = {"csrf_token": desk.csrf_token, "back": "/admin/queue", **fields}
    answer: httpx.Response = await desk.browser.post(
        f"/admin/suggestions/{tracking}/decision", data=sent, headers=IN_PLACE
    )
    return answer


async def test_a_key_that_decides_costs_at_most_six_queries_and_brings_the_next_card(
    waiting: list[str], wei: Any
) -> None:
    for key in (
        {"decision": "approve", "category": await drawer()},
        {"decision": "decline", "reason": "off_topic"},
        {"decision": "hold"},
    ):
        here, following = waiting[0], waiting[1:4]
        answer = await decide(wei, here, next=following, **key)
        assert answer.status_code == 200
        assert f'id="s-{following[0]}"' in answer.text
        assert queries(answer) <= MOST, key
        waiting.remove(here)


async def test_undo_and_going_on_cost_at_most_six_queries(waiting: list[str], wei: Any) -> None:
    await decide(wei, waiting[0], decision="hold")
    undone = await decide(wei, waiting[0], decision="undo")
    assert f'id="s-{waiting[0]}"' in undone.text
    assert queries(undone) <= MOST
    opened = await wei.browser.get(f"/admin/queue/cards/{waiting[3]}", headers=IN_PLACE)
    assert f'id="s-{waiting[3]}"' in opened.text
    assert queries(opened) <= MOST


async def test_a_card_that_somebody_else_took_meanwhile_is_skipped(
    waiting: list[str], sign_in: Any, wei: Any
) -> None:
    zhu = await sign_in(cast.ZHU)
    sent = {"csrf_token": zhu.csrf_token, "tracking": waiting[10:]}
    hand = (await zhu.browser.post("/admin/queue/hand", data=sent)).json()
    assert hand["mine"] == waiting[10:]
    answer = await decide(wei, waiting[9], decision="hold", next=[waiting[10], waiting[8]])
    assert f'id="s-{waiting[8]}"' in answer.text
    late = await decide(wei, waiting[10], decision="hold")
    assert late.status_code == 409
    assert "zhu has this card in hand" in late.text
    assert (await suggestions.by_tracking(waiting[10])).state is SuggestionState.WAITING


async def test_the_list_shows_what_others_have_in_hand(waiting: list[str], sign_in: Any, wei: Any) -> None:
    zhu = await sign_in(cast.ZHU)
    page = (await zhu.browser.get("/admin/queue", headers={"accept-language": "en"})).text
    taken = re.findall(r'id="r-(\w+)"[^>]*data-taken', page)
    assert taken == waiting[:10]
    assert page.count("wei has it in hand") == 10
    assert f'id="s-{waiting[10]}"' in page
    hand = await zhu.browser.post(
        "/admin/queue/hand",
        data={"csrf_token": zhu.csrf_token, "tracking": [waiting[0], waiting[11]]},
        headers={"accept-language": "en"},
    )
    assert hand.json() == {"mine": [waiting[11]], "taken": {waiting[0]: "wei has it in hand"}}


async def test_the_header_says_how_quickly_it_goes(waiting: list[str], wei: Any) -> None:
    for tracking in waiting[:3]:
        await decide(wei, tracking, decision="decline", reason="off_topic")
    line = (await wei.browser.get("/admin/queue/pace", headers={"accept-language": "en"})).text
    assert re.search(r"\d+ seconds a card in the last half hour", line)
    assert "at this pace empty in" in line


async def test_a_filter_narrows_the_queue_to_a_category_and_to_words(
    waiting: list[str], wei: Any, keys: KeyRing
) -> None:
    code = await builders.make_placement(name="火车站")
    special, _ = await builders.submit(keys, code, "100%_的座椅坏了", category="站点设置", now=now())
    for query in (
        {"words": "座椅"},
        {"words": "100%_"},
        {"topic": "buses-first", "category": (await suggestions.by_tracking(special.tracking)).category_id},
    ):
        answer = await wei.browser.get("/admin/queue", params=query, headers={"accept": "application/json"})
        assert [item["tracking"] for item in answer.json()["items"]] == [special.tracking], query
    unsure = await wei.browser.get(
        "/admin/queue", params={"category": "0"}, headers={"accept": "application/json"}
    )
    assert [item["tracking"] for item in unsure.json()["items"]] == waiting
    nothing = await wei.browser.get("/admin/queue?words=没有的词", headers={"accept-language": "en"})
    assert "Nothing fits this filter." in nothing.text
