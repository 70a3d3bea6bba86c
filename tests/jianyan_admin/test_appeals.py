from datetime import timedelta
from typing import Any, Protocol

import httpx
import pytest

import builders
import cast
from jianyan import accounts, appeals, moderation, suggestions, trail
from jianyan.clock import now
from jianyan.keys import KeyRing
from jianyan.moderation import Act, Reason, Verdict
from jianyan.suggestions import SuggestionState

JSON = {"accept": "application/json"}
ENGLISH = {"accept-language": "en", "accept": "text/html"}


class Desk(Protocol):
    browser: httpx.AsyncClient
    csrf_token: str


@pytest.fixture
async def zhu(sign_in: Any) -> Desk:
    """Give the desk of Zhu, who moderates as well."""
    desk: Desk = await sign_in(cast.ZHU)
    return desk


@pytest.fixture
async def appealed(wei: Desk, tracking: str) -> str:
    """Let Wei decline, and Lan object eight days ago."""
    sent = {"csrf_token": wei.csrf_token, "decision": "decline", "reason": "off_topic"}
    answer = await wei.browser.post(f"/admin/suggestions/{tracking}/decision", data=sent, headers=JSON)
    assert answer.status_code == 200
    raised_at = now() - timedelta(days=8)
    await appeals.appeal(tracking, "请再看一次。<i>", by=None, now=raised_at, zone=builders.SHANGHAI)
    return tracking


async def page_of(desk: Desk, query: str = "") -> str:
    answer = await desk.browser.get(f"/admin/appeals{query}", headers=ENGLISH)
    assert answer.status_code == 200
    return answer.text


async def hear(
    desk: Desk, tracking: str, outcome: str, note: str = "Looked at again.", headers: dict[str, str] = JSON
) -> httpx.Response:
    sent = {"csrf_token": desk.csrf_token, "outcome": outcome, "note": note}
    return await desk.browser.post(f"/admin/appeals/{tracking}/hearing", data=sent, headers=headers)


async def state_of(tracking: str) -> SuggestionState:
    return (await suggestions.by_tracking(tracking)).state


async def test_zhu_reads_everything_that_an_appeal_is_about(zhu: Desk, appealed: str) -> None:
    await appeals.add_facts(appealed, "It is the stop under the bridge.", by=None, now=now())
    page = await page_of(zhu)
    assert "<h1>Appeals · 1 waits · 1 is overdue</h1>" in page
    for part in (
        "末班车太早了",
        "It is about something else than this topic.",
        "wei",
        "请再看一次。&lt;i&gt;",
        "It is the stop under the bridge.",
        "Overdue since",
    ):
        assert part in page, part
    assert f'action="/admin/appeals/{appealed}/hearing"' in page


async def test_wei_who_declined_sees_the_appeal_but_no_buttons(wei: Desk, appealed: str) -> None:
    page = await page_of(wei)
    assert "You declined this suggestion yourself." in page
    assert "/hearing" not in page
    refused = await hear(wei, appealed, "overturn")
    assert (refused.status_code, refused.json()["title"]) == (403, "OwnDecision")
    assert await state_of(appealed) is SuggestionState.DECLINED
    shown = await hear(wei, appealed, "uphold", headers=ENGLISH)
    assert (shown.status_code, "Another moderator has to hear the appeal." in shown.text) == (403, True)


@pytest.mark.parametrize(("outcome", "state"), [("uphold", "declined"), ("overturn", "waiting")])
async def test_zhu_answers_and_is_told_what_came_of_it(
    zhu: Desk, appealed: str, outcome: str, state: str
) -> None:
    answer = await hear(zhu, appealed, outcome)
    assert answer.json() == {"tracking": appealed, "outcome": outcome, "state": state}
    assert "No appeal waits for an answer." in await page_of(zhu)
    assert "Looked at again." in await page_of(zhu, "?state=heard")
    assert "the sender reads your note" in await page_of(zhu, f"?done={outcome}")


async def test_a_browsers_form_leads_back_to_the_list(zhu: Desk, appealed: str) -> None:
    answer = await hear(zhu, appealed, "uphold", headers=ENGLISH)
    assert (answer.status_code, answer.headers["location"]) == (303, "/admin/appeals?done=uphold")


@pytest.mark.parametrize(
    ("outcome", "note", "part"),
    [
        ("uphold", " ", "Please write what the sender is told."),
        ("", "Kept text", "Please choose what to do."),
        ("uphold", "x" * 1_001, "1 characters too long"),
    ],
)
async def test_a_refused_answer_comes_back_with_its_note(
    zhu: Desk, appealed: str, outcome: str, note: str, part: str
) -> None:
    answer = await hear(zhu, appealed, outcome, note, headers=ENGLISH)
    assert answer.status_code == 422
    assert part in answer.text
    assert f">\n{note}</textarea>" in answer.text
    assert await state_of(appealed) is SuggestionState.DECLINED


async def test_who_comes_second_is_told(zhu: Desk, qiao: Desk, appealed: str) -> None:
    await hear(zhu, appealed, "uphold")
    assert (await hear(qiao, appealed, "overturn")).status_code == 409
    page = await hear(qiao, appealed, "overturn", headers=ENGLISH)
    assert (page.status_code, "Somebody else has answered this appeal already." in page.text) == (409, True)


async def test_a_suggestions_page_shows_what_was_added_and_appealed(zhu: Desk, appealed: str) -> None:
    await appeals.add_facts(appealed, "It is the stop under the bridge.", by=None, now=now())
    path = f"/admin/suggestions/{appealed}"
    page = (await zhu.browser.get(path, headers=ENGLISH)).text
    assert page.index("It is the stop under the bridge.") < page.index("请再看一次。")
    assert "a citizen" in page
    await hear(zhu, appealed, "overturn")
    page = (await zhu.browser.get(path, headers=ENGLISH)).text
    assert page.count("Overturned") == 2
    assert "the command line" not in page


async def test_a_long_list_is_walked_without_a_gap(zhu: Desk, keys: Any, tracking: str) -> None:
    code = await builders.make_placement(name="another")
    person = await builders.make_person(cast.WEI)
    numbers = [tracking, *[(await builders.submit(keys, code, f"第 {n} 条"))[0].tracking for n in range(24)]]
    for number in numbers:
        verdict = Verdict(act=Act.DECLINE, reason=Reason.OFF_TOPIC)
        await moderation.decide(number, verdict, by=person, now=now())
        await appeals.appeal(number, "请再看一次。", by=None, now=now(), zone=builders.SHANGHAI)
    first = await page_of(zhu)
    assert "Next page" in first
    last = int(first.split("?after=")[1].split('"')[0])
    second = await page_of(zhu, f"?after={last}")
    assert [number for number in numbers if (number in first) == (number in second)] == []
    assert "Next page" not in second


async def test_the_trail_says_who_heard_it(zhu: Desk, appealed: str) -> None:
    await hear(zhu, appealed, "overturn")
    kinds = [(act.kind, act.role) for act in await trail.history(appealed)]
    assert kinds[-3:] == [("appeal", None), ("decide", "moderator"), ("hear", "moderator")]


async def test_an_appeal_on_another_organisations_topic_is_not_there(
    zhu: Desk, appealed: str, keys: KeyRing
) -> None:
    kind = accounts.OrganisationKind.COMMITTEE
    other = await accounts.add_organisation_below(None, "岳州市政协", kind=kind, by=None, now=now())
    with accounts.within(accounts.Scope(organisation=other, below=f"/{other}/")):
        await builders.make_topic("yuezhou")
    sent, _ = await builders.submit(keys, await builders.make_placement("yuezhou"))
    elsewhere, ada = sent.tracking, await builders.make_person(cast.ADA)
    verdict = Verdict(act=Act.DECLINE, reason=Reason.OFF_TOPIC)
    await moderation.decide(elsewhere, verdict, by=ada, now=now())
    await appeals.appeal(elsewhere, "请再看一次。", by=None, now=now(), zone=builders.SHANGHAI)
    page = await page_of(zhu)
    assert appealed in page
    assert elsewhere not in page
    answers = [await hear(zhu, tracking, "overturn") for tracking in (elsewhere, "00000000000000")]
    assert [(answer.status_code, answer.text) for answer in answers] == [(404, answers[1].text)] * 2
    assert (await hear(zhu, appealed, "overturn")).status_code == 200
