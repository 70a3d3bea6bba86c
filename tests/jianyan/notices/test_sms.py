import json
from datetime import timedelta
from typing import Any

import cast
from builders import NOW, SHANGHAI
from jianyan import notices
from jianyan.notices import NoticeState
from jianyan.notices.tables import Notice
from jianyan.notices.webhooks import new_secret, signed
from receivers import WebReceiver

EARLIER = NOW - timedelta(minutes=5)


async def test_a_phone_is_told_through_the_gateway_and_its_number_lies_nowhere_afterwards(
    outbox: Any, web: WebReceiver, facts: Any
) -> None:
    secret = new_secret()
    outbox.set(sms_url=web.url, sms_secret=secret)
    await notices.tell_phone(facts(), cast.LAN_PHONE, keys=outbox.keys, zone=SHANGHAI, now=EARLIER)
    (row,) = await Notice.select()
    assert cast.LAN_PHONE.encode() not in row["address"]
    assert cast.LAN_PHONE not in str(row)
    await outbox.deliver()
    (post,) = web.posts
    assert cast.LAN_PHONE not in post.target
    assert json.loads(post.body) == {
        "id": row["public_id"],
        "phone": cast.LAN_PHONE,
        "text": "有人对审核结果提出申诉 优先发展城市公交，您说怎么改 0A4AE25FJZRA49",
    }
    proof = signed(row["public_id"], post.body, secret, NOW)
    assert post.headers["webhook-signature"] == proof["webhook-signature"]
    (ended,) = await Notice.select()
    assert (ended["address"], ended["state"]) == (None, NoticeState.DELIVERED)


async def test_without_a_gateway_it_waits_and_is_not_listed_to_a_desk(outbox: Any, facts: Any) -> None:
    await notices.tell_phone(facts(), cast.LAN_PHONE, keys=outbox.keys, zone=SHANGHAI, now=EARLIER)
    await outbox.deliver()
    (row,) = await Notice.select()
    assert (row["state"], row["problem"]) == (NoticeState.WAITING, "no-sms-gateway")
