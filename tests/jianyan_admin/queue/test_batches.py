import re
from typing import Any

import pytest

import builders
import cast
from jianyan import moderation, suggestions, topics
from jianyan.accounts.tables import Session
from jianyan.clock import now
from jianyan.db import transaction
from jianyan.keys import KeyRing

ENGLISH = {"accept-language": "en"}


@pytest.fixture
async def waiting(app: Any, keys: KeyRing) -> list[str]:
    await builders.make_topic()
    code = await builders.make_placement()
    sent = [await builders.submit(keys, code, f"第{count}条建议") for count in range(4)]
    return [received.tracking for received, _ in sent]


async def states(trackings: list[str]) -> list[str]:
    return [(await suggestions.by_tracking(tracking)).state.value for tracking in trackings]


def hidden(page: str) -> list[str]:
    return re.findall(r'type="hidden" name="tracking" value="(\w+)"', page)


async def test_what_was_ticked_is_shown_and_decided_on_at_once(wei: Any, waiting: list[str]) -> None:
    asked = {"tracking": waiting[:3], "back": "/admin/queue?topic=buses-first"}
    page = (await wei.browser.get("/admin/batch", params=asked, headers=ENGLISH)).text
    assert "<h1>One decision on 3 suggestions</h1>" in page
    assert hidden(page) == waiting[:3]
    sent = {"tracking": hidden(page), "decision": "decline", "reason": "off_topic", "back": asked["back"]}
    told = await wei.send("/admin/batch", sent)
    assert told.status_code == 200
    assert 'href="/admin/queue?topic=buses-first"' in told.text
    assert await states(waiting) == ["declined"] * 3 + ["waiting"]
    assert hidden(told.text) == waiting[:3]
    await wei.send("/admin/batch", {"tracking": hidden(told.text), "decision": "undo"})
    assert await states(waiting) == ["waiting"] * 4
    assert await moderation.first_fault() is None


async def test_a_filter_gives_all_that_fit(wei: Any, waiting: list[str], keys: KeyRing) -> None:
    special, _ = await builders.submit(keys, await builders.make_placement(name="火车站"), "座椅坏了")
    page = (await wei.browser.get("/admin/batch?filter=yes&topic=buses-first")).text
    assert hidden(page) == [*waiting, special.tracking]
    narrow = (await wei.browser.get("/admin/batch?filter=yes&words=座椅")).text
    assert hidden(narrow) == [special.tracking]


async def test_nothing_ticked_is_said_and_so_is_a_missing_reason(wei: Any, waiting: list[str]) -> None:
    nothing = await wei.browser.get("/admin/batch", headers=ENGLISH)
    assert nothing.status_code == 422
    assert "Please choose 1 to 500 suggestions." in nothing.text
    refused = await wei.browser.post(
        "/admin/batch",
        data={"csrf_token": wei.csrf_token, "tracking": waiting, "decision": "decline"},
        headers=ENGLISH,
    )
    assert refused.status_code == 422
    assert "Please choose a reason." in refused.text
    assert hidden(refused.text) == waiting
    assert 'value="decline" checked' in refused.text
    assert await states(waiting) == ["waiting"] * 4


async def test_suggestions_of_two_topics_are_not_decided_on_at_once(
    wei: Any, waiting: list[str], keys: KeyRing
) -> None:
    await builders.make_topic("other-topic")
    other, _ = await builders.submit(keys, await builders.make_placement("other-topic"))
    sent = {"tracking": [waiting[0], other.tracking], "decision": "hold"}
    answer = await wei.send("/admin/batch", sent)
    assert answer.status_code == 422
    assert await states([waiting[0], other.tracking]) == ["waiting"] * 2


async def test_what_somebody_else_settled_is_named_with_the_reason(wei: Any, waiting: list[str]) -> None:
    await wei.send(f"/admin/suggestions/{waiting[0]}/decision", {"decision": "hold"})
    await wei.send(
        f"/admin/suggestions/{waiting[1]}/decision", {"decision": "decline", "reason": "off_topic"}
    )
    told = await wei.browser.post(
        "/admin/batch",
        data={"csrf_token": wei.csrf_token, "tracking": waiting, "decision": "hold"},
        headers=ENGLISH,
    )
    assert "<h1>Put on hold: 2 suggestions</h1>" in told.text
    assert told.text.count("Somebody else has decided on this one already.") == 2
    assert await states(waiting) == ["held", "declined", "held", "held"]


async def test_the_page_of_proposed_categories_counts_what_was_on_the_cards(
    wei: Any, waiting: list[str]
) -> None:
    assert (
        "No decision with a proposal yet." in (await wei.browser.get("/admin/filing", headers=ENGLISH)).text
    )
    first, second, _ = [str(one.id) for one in (await topics.topic_by_slug("buses-first")).categories]
    for tracking, filed in zip(waiting, [first, first, second], strict=False):
        fields = {"decision": "approve", "category": filed, "proposed": first, "percent": "80"}
        await wei.send(f"/admin/suggestions/{tracking}/decision", fields)
    page = (await wei.browser.get("/admin/filing?topic=buses-first", headers=ENGLISH)).text
    assert "<h1>Proposed categories · 67% followed</h1>" in page
    assert "<b>1</b> filed it elsewhere" in page


@pytest.mark.parametrize(
    ("proposed", "percent"), [("999999", "80"), ("x", "80"), ("first", "101"), ("first", "-1"), ("", "")]
)
async def test_a_proposal_that_nobody_was_shown_is_not_kept(
    wei: Any, waiting: list[str], proposed: str, percent: str
) -> None:
    topic = await topics.topic_by_slug("buses-first")
    first = str(topic.categories[0].id)
    fields = {"decision": "approve", "category": first, "percent": percent}
    fields["proposed"] = first if proposed == "first" else proposed
    answer = await wei.send(f"/admin/suggestions/{waiting[0]}/decision", fields)
    assert answer.status_code == 200
    assert (await moderation.proposal_record(topic.id)).proposed == 0


async def test_more_than_twenty_at_once_ask_for_a_fresh_proof_and_carry_all_of_them(
    wei: Any, waiting: list[str], keys: KeyRing
) -> None:
    code = await builders.make_placement(name="火车站")
    many = [*waiting, *[(await builders.submit(keys, code, f"又一条{at}"))[0].tracking for at in range(17)]]
    async with transaction():
        await Session.update({Session.proved_at: None}, force=True)
    sent = {"tracking": many, "decision": "decline", "reason": "off_topic"}
    asked = await wei.send("/admin/batch", sent)
    assert asked.status_code == 403
    assert hidden(asked.text) == many
    assert await states(many) == ["waiting"] * 21
    few = await wei.send("/admin/batch", {**sent, "tracking": many[:20]})
    assert few.status_code == 200
    answer = await wei.send("/admin/batch", {**sent, "proof": cast.code(now(), away=1)})
    assert answer.status_code == 200
    assert await states(many) == ["declined"] * 21
