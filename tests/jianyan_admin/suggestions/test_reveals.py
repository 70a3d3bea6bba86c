"""Personal data is masked in the console, too; who sees it is on record."""

import re

import pytest

import builders
import cast
from jianyan import suggestions, trail
from jianyan.keys import KeyRing
from jianyan.screening import Level, Word, Words
from jianyan.suggestions import NewSuggestion, Source
from jianyan_admin.highlights import pieces

PHONE = cast.LAN_PHONE
SAID = f"司机是傻逼，请打 {PHONE} 找我"


@pytest.fixture
async def told(app: object, keys: KeyRing) -> str:
    """Give the number of a suggestion with a telephone number in its text and in an answer."""
    topic = await builders.make_topic()
    wish = next(one for one in topic.questions if one.text == builders.WISH.text)
    code = await builders.make_placement()
    received, _ = await builders.submit(
        keys, code, SAID, answers={f"q_{wish.id}": [f"微信 wx_lan2024，{PHONE}"]}
    )
    return received.tracking


@pytest.mark.parametrize("accept", ["text/html", "application/json"])
async def test_list_and_page_show_no_number(wei, told: str, accept: str) -> None:
    for path in ("/admin/queue", f"/admin/suggestions/{told}", f"/admin/suggestions/{told}/history"):
        page = (await wei.browser.get(path, headers={"accept": accept})).text
        assert PHONE not in page
        assert "wx_lan2024" not in page
    assert "138****8000" in (await wei.browser.get("/admin/queue", headers={"accept": accept})).text


async def test_what_was_decided_on_shows_no_number_either(wei, told: str) -> None:
    sent = {"decision": "decline", "reason": "private_data", "csrf_token": wei.csrf_token}
    path = f"/admin/suggestions/{told}/decision"
    answer = await wei.browser.post(path, data=sent, headers={"hx-request": "true"})
    assert "138****8000" in answer.text
    assert PHONE not in answer.text


@pytest.mark.parametrize("by_htmx", [True, False])
async def test_wei_sees_it_once_and_that_is_recorded(wei, told: str, by_htmx: bool) -> None:
    sent = {"why": f"回电 {PHONE}", "csrf_token": wei.csrf_token}
    headers = {"hx-request": "true"} if by_htmx else {"accept": "text/html"}
    shown = await wei.browser.post(f"/admin/suggestions/{told}/reveal", data=sent, headers=headers)
    assert shown.status_code == 200
    assert PHONE in shown.text
    assert ("<html" in shown.text) is not by_htmx
    assert PHONE not in (await wei.see(f"/admin/suggestions/{told}")).text
    act = (await trail.history(told))[-1]
    assert (act.kind, act.role, act.data) == ("reveal", "moderator", {"why": "回电 138****8000"})
    assert "回电 138****8000" in (await wei.see(f"/admin/suggestions/{told}")).text
    assert await trail.first_fault() is None


async def test_a_reason_is_optional_and_short(wei, qiao, told: str) -> None:
    path = f"/admin/suggestions/{told}/reveal"
    assert (await wei.send(path, {"why": "长" * 61})).status_code == 422
    assert [act.kind for act in await trail.history(told)] == ["submit"]
    assert (await wei.send(path)).status_code == 200
    assert (await qiao.see("/admin/trail")).status_code == 200
    assert (await trail.history(told))[-1].data == {}
    assert (await wei.send("/admin/suggestions/NOTTHERE/reveal")).status_code == 404


async def test_no_reveal_is_offered_where_nothing_is_masked(wei, tracking: str) -> None:
    assert "/reveal" not in (await wei.see(f"/admin/suggestions/{tracking}")).text
    assert "/reveal" not in (await wei.see("/admin/queue")).text


async def test_a_listed_word_is_marked_where_it_stands(qiao, told: str) -> None:
    page = (await qiao.see(f"/admin/suggestions/{told}")).text
    assert re.search('<mark class="hold" title="[^"]+">傻逼</mark>', page)
    assert "现已不在词库" not in page


async def test_a_word_that_left_the_list_is_still_told(wei) -> None:
    topic = await builders.make_topic()
    new = NewSuggestion(
        tracking=suggestions.new_tracking(),
        topic_id=topic.id,
        body="站牌太旧",
        source=Source.CITIZEN,
        received_at=builders.NOW,
        received_on=builders.NOW.date(),
    )
    words = Words([Word("站牌", Level.HOLD)])
    await suggestions.submit_many([suggestions.looked_through(new, words)], now=builders.NOW)
    page = (await wei.see(f"/admin/suggestions/{new.tracking}")).text
    assert "<mark" not in page
    assert "现已不在词库" in page
    assert "词库 · 站牌 · 暂缓" in page


def test_pieces_are_as_long_as_the_text_and_hide_what_is_personal() -> None:
    words = builders.NO_WORDS
    found = pieces(words, SAID)
    assert "".join(piece.text for piece in found) == SAID.replace(PHONE, "138****8000")
    assert [piece.is_hidden for piece in found] == [False, True, False]
    assert "".join(piece.text for piece in pieces(words, SAID, is_revealed=True)) == SAID
    assert pieces(words, "") == []
