import base64
import re
from typing import Any

import msgspec
import pytest
from litestar import Litestar

import cast
from jianyan import notices, trail
from jianyan.clock import now
from jianyan.notices import Channel, NoticeState
from jianyan.runtime import Runtime
from jianyan_admin.notices.words import CHANNEL_WORDS
from receivers import WebReceiver, listening

FORM = {
    "channel": "webhook",
    "name": "市民热线平台",
    "address": "https://hook.example/in?key=topsecret",
    "kinds": "appeal-raised",
}


@pytest.fixture
async def ada(sign_in: Any) -> Any:
    """Give the desk of Ada, who is administrator and reads English today."""
    desk = await sign_in(cast.ADA)
    desk.browser.headers["accept-language"] = "en"
    return desk


async def test_a_webhook_is_added_and_its_secret_shown_once(ada: Any) -> None:
    assert "Nobody is told yet." in (await ada.see("/admin/notices")).text
    answer = await ada.send("/admin/notices", FORM)
    assert answer.status_code == 200
    found = re.search(r"whsec_([A-Za-z0-9+/=]+)", answer.text)
    assert found is not None
    assert len(base64.b64decode(found[1])) == 32
    page = (await ada.see("/admin/notices")).text
    assert "whsec_" not in page
    assert "topsecret" not in answer.text + page
    assert "市民热线平台" in page
    assert "hook.example" in page


async def test_a_test_notice_arrives_and_stands_in_the_list(ada: Any, app: Litestar) -> None:
    runtime: Runtime = app.state.runtime
    runtime.settings = settings = msgspec.structs.replace(runtime.settings, private_receivers="on")
    async with listening(WebReceiver()) as web:
        await ada.send("/admin/notices", {**FORM, "channel": "wecom", "address": web.url})
        (one,) = await notices.subscriptions()
        answer = await ada.send(f"/admin/notices/{one.id}/test")
        assert answer.headers["location"] == "/admin/notices?done=notice-tested"
        assert "Waits" in (await ada.see("/admin/notices")).text
        assert await notices.deliver_once(settings, runtime.keys, clock=now)
        assert b"/admin/notices" in web.posts[0].body
    assert "Arrived" in (await ada.see("/admin/notices")).text


async def test_what_was_given_up_says_why_and_is_sent_again(ada: Any, app: Litestar) -> None:
    runtime: Runtime = app.state.runtime
    await ada.send("/admin/notices", {**FORM, "address": "https://127.0.0.1/"})
    (one,) = await notices.subscriptions()
    await ada.send(f"/admin/notices/{one.id}/test")
    await notices.deliver_once(runtime.settings, runtime.keys, clock=now)
    page = (await ada.see("/admin/notices")).text
    assert "Given up" in page
    assert "leads into a private network" in page
    (told,) = await notices.recent()
    answer = await ada.send(f"/admin/notices/sent/{told.public_id}/retry")
    assert answer.headers["location"] == "/admin/notices?done=notice-retried"
    assert [each.state for each in await notices.recent()] == [NoticeState.WAITING]


async def test_a_receiver_is_switched_off_and_on_on_record(ada: Any) -> None:
    await ada.send("/admin/notices", FORM)
    (one,) = await notices.subscriptions()
    await ada.send(f"/admin/notices/{one.id}/switch", {"active": "no"})
    assert [each.is_on for each in await notices.subscriptions()] == [False]
    await ada.send(f"/admin/notices/{one.id}/switch", {"active": "yes"})
    assert [each.is_on for each in await notices.subscriptions()] == [True]
    page = (await ada.see("/admin/trail")).text
    for words in ("Receiver of notices added", "notices switched off", "notices switched on"):
        assert words in page
    assert await trail.size() >= 3


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"address": "http://hook.example/"}, "begins with https://."),
        ({"name": ""}, "a name of 1 to 60 characters"),
        ({"channel": "sms"}, "Please choose one of these."),
        ({"kinds": "none"}, "Please choose at least one."),
    ],
)
async def test_a_refused_form_keeps_what_was_typed(ada: Any, changes: dict[str, str], sentence: str) -> None:
    answer = await ada.send("/admin/notices", {**FORM, **changes})
    assert answer.status_code == 422
    assert sentence in answer.text
    assert {**FORM, **changes}["address"] in answer.text
    assert await notices.subscriptions() == []


async def test_only_administrators_see_who_is_told(qiao: Any, wei: Any) -> None:
    for desk in (qiao, wei):
        assert (await desk.see("/admin/notices")).status_code == 403
        assert (await desk.send("/admin/notices", FORM)).status_code == 403


async def test_a_number_that_no_database_can_compare_is_not_found(ada: Any) -> None:
    for path in (f"{10**30}/test", f"{10**30}/switch", "sent/nothing/retry"):
        assert (await ada.send(f"/admin/notices/{path}")).status_code == 404


async def test_somebody_chooses_what_they_are_told_and_when_not(qiao: Any) -> None:
    sent = {"kinds": "file-ready", "quiet_from": "22:00", "quiet_until": "07:30"}
    answer = await qiao.send("/admin/me/notices", sent)
    assert answer.headers["location"] == "/admin/me?done=wishes"
    page = (await qiao.see("/admin/me")).text
    assert re.search(r'value="file-ready" checked', page)
    assert 'value="22:00"' in page
    assert 'value="07:30"' in page
    refused = await qiao.send("/admin/me/notices", {**sent, "quiet_from": ""})
    assert refused.status_code == 422
    assert "请按 22:00 的格式填写时间" in refused.text
    assert 'value="07:30"' in (await qiao.see("/admin/me")).text


def test_every_channel_has_a_word() -> None:
    assert set(CHANNEL_WORDS) == set(Channel)
