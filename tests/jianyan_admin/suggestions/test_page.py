import asyncio
import re
from typing import Any, Protocol

import httpx
import pytest

import builders
import cast
from jianyan import moderation, suggestions, topics, trail
from jianyan.clock import now
from jianyan.keys import KeyRing
from jianyan.suggestions import SuggestionState

JSON = {"accept": "application/json"}
ENGLISH = {"accept-language": "en", "accept": "text/html"}
HTMX = {"hx-request": "true", "accept": "text/html", "accept-language": "en"}
BROWSER = {"sec-fetch-mode": "navigate", "sec-fetch-site": "same-origin", **ENGLISH}


class Desk(Protocol):
    browser: httpx.AsyncClient
    csrf_token: str


async def decide(desk: Desk, tracking: str, headers: dict[str, str] = JSON, **fields: str) -> httpx.Response:
    sent = {"csrf_token": desk.csrf_token, **fields}
    return await desk.browser.post(f"/admin/suggestions/{tracking}/decision", data=sent, headers=headers)


async def state_of(tracking: str) -> SuggestionState:
    return (await suggestions.by_tracking(tracking)).state


async def drawer(name: str) -> str:
    topic = await topics.topic_by_slug("buses-first")
    return next(str(one.id) for one in topic.categories if one.name == name)


async def test_wei_approves_and_files_by_the_name_or_the_id_of_a_category(
    wei: Desk, tracking: str, keys: KeyRing
) -> None:
    answer = await decide(wei, tracking, decision="approve", category="站点设置")
    assert (answer.status_code, answer.json()) == (
        200,
        {"tracking": tracking, "state": "published", "category": "站点设置"},
    )
    other, _ = await builders.submit(keys, await builders.make_placement(), "加一个雨棚")
    answer = await decide(wei, other.tracking, decision="approve", category=await drawer("线路规划"))
    assert answer.json()["category"] == "线路规划"


async def test_a_decision_may_come_as_json_with_the_token_in_a_header(wei: Desk, tracking: str) -> None:
    answer = await wei.browser.post(
        f"/admin/suggestions/{tracking}/decision",
        json={"decision": "approve", "category": int(await drawer("站点设置"))},
        headers={"x-csrf-token": wei.csrf_token, **JSON},
    )
    assert (answer.status_code, answer.json()["state"]) == (200, "published")


async def test_a_script_that_asks_for_nothing_gets_json(wei: Desk, tracking: str) -> None:
    answer = await decide(wei, tracking, {"accept": "*/*"}, decision="hold")
    assert (answer.status_code, answer.json()["state"]) == (200, "held")


async def test_a_browsers_form_leads_back_to_where_it_was_and_says_what_was_done(
    wei: Desk, tracking: str
) -> None:
    back = "/admin/queue?topic=buses-first"
    answer = await decide(wei, tracking, BROWSER, decision="hold", back=back)
    assert (answer.status_code, answer.headers["location"]) == (303, f"{back}&done={tracking}")
    assert (
        f"{tracking} is now: On hold."
        in (await wei.browser.get(answer.headers["location"], headers=ENGLISH)).text
    )
    elsewhere = await decide(wei, tracking, BROWSER, decision="undo", back="https://evil.example/")
    assert elsewhere.headers["location"] == f"/admin?done={tracking}"


async def test_a_page_without_fetch_metadata_gets_the_suggestion_as_it_stands(
    wei: Desk, tracking: str
) -> None:
    answer = await decide(wei, tracking, ENGLISH, decision="hold")
    assert answer.status_code == 200
    assert "The decision is kept." in answer.text


async def test_in_place_the_row_comes_back_with_an_undo_and_undo_gives_the_card_again(
    wei: Desk, tracking: str
) -> None:
    answer = await decide(wei, tracking, HTMX, decision="approve", category=await drawer("收发班次"))
    assert answer.status_code == 200
    assert "<html" not in answer.text
    assert f'id="r-{tracking}" class="row published"' in answer.text
    assert 'value="undo"' in answer.text
    assert f'id="s-{tracking}"' not in answer.text
    again = await decide(wei, tracking, HTMX, decision="undo")
    assert again.status_code == 200
    assert 'value="approve"' in again.text
    assert await state_of(tracking) is SuggestionState.WAITING


async def test_declining_needs_a_reason_and_keeps_the_choice_in_the_form(wei: Desk, tracking: str) -> None:
    wanted = await drawer("站点设置")
    answer = await decide(wei, tracking, BROWSER, decision="decline", category=wanted)
    assert answer.status_code == 422
    assert "Please choose a reason." in answer.text
    assert re.search(rf'value="{wanted}" checked', answer.text)
    refused = await decide(wei, tracking, decision="decline")
    assert [error["field"] for error in refused.json()["errors"]] == ["reason"]
    in_place = await decide(wei, tracking, HTMX, decision="decline")
    assert (in_place.status_code, "Please choose a reason." in in_place.text) == (422, True)
    assert await state_of(tracking) is SuggestionState.WAITING
    declined = await decide(wei, tracking, decision="decline", reason="advertising")
    assert (declined.status_code, declined.json()["state"]) == (200, "declined")


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"decision": "approve"}, "category"),
        ({"decision": "approve", "category": "没有这一类"}, "category"),
        ({"decision": "approve", "category": "0"}, "category"),
        ({"decision": "decline", "reason": "because"}, "reason"),
        ({"decision": "explode"}, "decision"),
        ({"decision": "merge", "into": "X"}, "into"),
        ({}, "decision"),
    ],
)
async def test_a_decision_that_cannot_be_taken_names_its_field(
    wei: Desk, tracking: str, fields: dict[str, str], field: str
) -> None:
    answer = await decide(wei, tracking, **fields)
    assert answer.status_code == 422
    assert [error["field"] for error in answer.json()["errors"]] == [field]
    page = await decide(wei, tracking, BROWSER, **fields)
    assert page.status_code == 422
    assert 'class="error"' in page.text
    assert await state_of(tracking) is SuggestionState.WAITING


async def test_a_number_that_is_not_there_is_404(wei: Desk, tracking: str) -> None:
    assert (await decide(wei, "00000000000000", decision="hold")).status_code == 404
    for path in ("", "/history"):
        assert (await wei.browser.get(f"/admin/suggestions/%00{path}")).status_code == 400
        assert (
            await wei.browser.get(f"/admin/suggestions/00000000000000{path}", headers=JSON)
        ).status_code == 404


async def test_many_at_once_make_one_decision_and_the_others_are_told(
    wei: Desk, sign_in: Any, tracking: str
) -> None:
    zhu = await sign_in(cast.ZHU)
    await moderation.forget_leases(now=now() + moderation.LEASE)  # both have looked at the queue
    desks = [wei, zhu] * 4
    sent = [decide(desk, tracking, decision="decline", reason="off_topic") for desk in desks]
    answers = await asyncio.gather(*sent)
    assert sorted(answer.status_code for answer in answers) == [200] + [409] * 7
    told = [answer.json() for answer in answers if answer.status_code == 409]
    assert {problem["state"] for problem in told} == {"declined"}
    found = await suggestions.by_tracking(tracking)
    assert len(await moderation.decisions_on(found.id)) == 1


async def test_who_comes_second_sees_how_it_stands(wei: Desk, tracking: str) -> None:
    await decide(wei, tracking, decision="approve", category="收发班次")
    in_place = await decide(wei, tracking, HTMX, decision="hold")
    assert in_place.status_code == 409
    assert "Somebody else has decided on this one already." in in_place.text
    assert "Published" in in_place.text
    page = await decide(wei, tracking, BROWSER, decision="hold")
    assert page.status_code == 409
    assert "Somebody else has decided on this one already." in page.text


async def test_wei_files_a_published_suggestion_anew_from_its_page(wei: Desk, tracking: str) -> None:
    await decide(wei, tracking, decision="approve", category="收发班次")
    page = (await wei.browser.get(f"/admin/suggestions/{tracking}", headers=ENGLISH)).text
    assert 'value="refile"' in page
    assert 'value="approve"' not in page
    answer = await decide(wei, tracking, decision="refile", category="线路规划")
    assert answer.json() == {"tracking": tracking, "state": "published", "category": "线路规划"}


async def test_the_history_names_who_did_what_in_order(wei: Desk, tracking: str) -> None:
    await decide(wei, tracking, decision="hold")
    await decide(wei, tracking, decision="approve", category="站点设置")
    await decide(wei, tracking, decision="refile", category="线路规划")
    answer = await wei.browser.get(f"/admin/suggestions/{tracking}/history", headers=JSON)
    found = answer.json()
    assert (found["tracking"], found["state"]) == (tracking, "published")
    assert [act["kind"] for act in found["acts"]] == ["submit", "decide", "decide", "refile"]
    assert [act.get("decision") for act in found["acts"]] == [None, "hold", "approve", "refile"]
    assert [act["by"] for act in found["acts"]] == [None, "wei", "wei", "wei"]
    last = found["acts"][-1]
    assert (last["category_from"], last["category_to"]) == ("站点设置", "线路规划")
    page = (await wei.browser.get(f"/admin/suggestions/{tracking}/history", headers=ENGLISH)).text
    assert "4 acts" in page
    assert (
        page.index("Suggestion received")
        < page.index("Put on hold")
        < page.index("Approved")
        < page.index("Filed anew")
    )


async def test_the_page_shows_the_answers_and_never_the_phone_number(
    wei: Desk, tracking: str, keys: KeyRing
) -> None:
    topic = await topics.topic_by_slug("buses-first")
    rating, often, _, wish = topic.questions
    answers = {
        f"q_{rating.id}": ["4"],
        f"q_{often.id}": [str(often.options[1].id)],
        f"q_{wish.id}": ["多一点座位"],
    }
    received, _ = await builders.submit(
        keys, await builders.make_placement(), phone=cast.LAN_PHONE, answers=answers
    )
    page = (await wei.browser.get(f"/admin/suggestions/{received.tracking}")).text
    for shown in (rating.text, "每周", "多一点座位"):
        assert shown in page
    assert cast.LAN_PHONE not in page


async def test_qiao_erases_a_text_and_the_record_stays(qiao: Desk, tracking: str) -> None:
    page = (await qiao.browser.get(f"/admin/suggestions/{tracking}", headers=ENGLISH)).text
    assert f"Erase the text of {tracking}" in page
    answer = await qiao.browser.post(
        f"/admin/suggestions/{tracking}/erase", data={"csrf_token": qiao.csrf_token}
    )
    assert (answer.status_code, answer.headers["location"]) == (303, f"/admin/suggestions/{tracking}")
    assert (await suggestions.by_tracking(tracking)).body is None
    page = (await qiao.browser.get(answer.headers["location"], headers=ENGLISH)).text
    assert "The text was erased." in page
    assert [act.kind for act in await trail.history(tracking)] == ["submit", "erase"]
    queue = await qiao.browser.get("/admin/queue", headers=ENGLISH)
    assert "The text was erased." in queue.text


async def test_wei_is_not_offered_to_erase(wei: Desk, tracking: str) -> None:
    assert "/erase" not in (await wei.browser.get(f"/admin/suggestions/{tracking}")).text
    answer = await wei.browser.post(
        f"/admin/suggestions/{tracking}/erase", data={"csrf_token": wei.csrf_token}
    )
    assert answer.status_code == 403
    assert (await suggestions.by_tracking(tracking)).body is not None
