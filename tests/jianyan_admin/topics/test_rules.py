import re
from datetime import timedelta
from typing import Any

import builders
from jianyan import moderation
from jianyan.clock import now
from jianyan.keys import KeyRing

ENGLISH = {"accept-language": "en"}
RULES = "/admin/topics/buses-first/rules"


async def test_qiao_sets_rules_before_the_topic_opens_and_they_stand_beside_the_card(
    qiao: Any, wei: Any, keys: KeyRing
) -> None:
    topic = await builders.make_topic(opens_at=now() + timedelta(seconds=1), closes_at=None)
    page = (await qiao.browser.get(RULES, headers=ENGLISH)).text
    assert "It advertises something." in page
    sent = {"guidance": "只看公交。", "reasons": "It advertises something.\r\n100% 与公交无关。\n"}
    answer = await qiao.browser.post(RULES, data={"csrf_token": qiao.csrf_token, **sent}, headers=ENGLISH)
    assert answer.status_code == 303
    found = await moderation.rules_of(topic.id)
    assert (found.version, [reason.code for reason in found.reasons]) == (1, ["advertising", "v1-1"])
    sent_in, _ = await builders.submit(
        keys, await builders.make_placement(), now=now() + timedelta(seconds=2)
    )
    queue = (await wei.browser.get("/admin/queue?topic=buses-first", headers=ENGLISH)).text
    for shown in ("只看公交。", "100% 与公交无关。", "Version 1", '<option value="v1-1">2 · 100%'):
        assert shown in queue
    declined = await wei.send(
        f"/admin/suggestions/{sent_in.tracking}/decision", {"decision": "decline", "reason": "v1-1"}
    )
    assert declined.status_code == 200
    detail = (await wei.browser.get(f"/admin/suggestions/{sent_in.tracking}")).text
    assert "100% 与公交无关。" in detail


async def test_a_topic_that_has_opened_shows_its_rules_and_takes_no_others(qiao: Any) -> None:
    await builders.make_topic()
    page = (await qiao.browser.get(RULES, headers=ENGLISH)).text
    assert "The topic has opened" in page
    assert "<textarea" not in page
    answer = await qiao.send(RULES, {"guidance": "", "reasons": "理由"})
    assert answer.status_code == 409


async def test_a_refused_form_keeps_what_was_typed(qiao: Any) -> None:
    await builders.make_topic(published=False)
    lines = "\n".join(f"理由{count}" for count in range(10))
    answer = await qiao.browser.post(
        RULES,
        data={"csrf_token": qiao.csrf_token, "guidance": "写了很久", "reasons": lines},
        headers=ENGLISH,
    )
    assert answer.status_code == 422
    assert "A topic has 1 to 9 reasons to decline." in answer.text
    assert "写了很久" in answer.text
    assert re.search(r"理由0\s+理由1", answer.text)
