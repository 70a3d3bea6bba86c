import base64
import hashlib
import hmac
import json
from datetime import timedelta
from typing import Any

import cast
from builders import NOW
from jianyan import notices
from jianyan.notices import Channel, NoticeKind, NoticeState
from jianyan.notices.tables import Notice, Subscription
from receivers import Post, WebReceiver

TEXT = f"末班车太早。电话 {cast.LAN_PHONE}"


def verified(post: Post, secret: str, *, now: float) -> dict[str, Any]:
    """Verify as a receiver does by the text of Standard Webhooks, with nothing of ours."""
    identity, stamp = post.headers["webhook-id"], post.headers["webhook-timestamp"]
    assert abs(now - int(stamp)) <= 300, "too old"
    key = base64.b64decode(secret.split("_", 1)[1])
    content = b".".join((identity.encode(), stamp.encode(), post.body))
    version, _, signature = post.headers["webhook-signature"].partition(",")
    expected = base64.b64encode(hmac.new(key, content, hashlib.sha256).digest()).decode()
    assert version == "v1"
    assert hmac.compare_digest(signature, expected)
    return dict(json.loads(post.body))


async def test_a_webhook_is_signed_and_tells_nothing_personal(
    outbox: Any, subscribe: Any, web: WebReceiver, facts: Any
) -> None:
    secret = await subscribe()
    assert await outbox.tell(facts(), text=TEXT) == 1
    assert await outbox.deliver() == 1
    (post,) = web.posts
    told = verified(post, secret, now=NOW.timestamp())
    assert post.headers["content-type"] == "application/json"
    assert told == {
        "id": post.headers["webhook-id"],
        "kind": "appeal-raised",
        "happened_at": NOW.isoformat().replace("+00:00", "Z"),
        "topic": "buses-first",
        "title": "优先发展城市公交，您说怎么改",
        "tracking": "0A4AE25FJZRA49",
        "state": "waiting",
        "link": "https://jianyan.example/admin/suggestions/0A4AE25FJZRA49",
    }
    assert [each.state for each in await notices.recent()] == [NoticeState.DELIVERED]


async def test_what_was_written_is_told_to_who_asked_for_it_and_kept_by_nobody(
    outbox: Any, subscribe: Any, web: WebReceiver, facts: Any
) -> None:
    await subscribe(name="无正文")
    await subscribe(name="有正文", with_text=True)
    assert await outbox.tell(facts(), text=TEXT) == 2
    rows = await Notice.select()
    assert TEXT.encode() not in b"".join(row["text"] or b"" for row in rows)
    assert sum(row["text"] is not None for row in rows) == 1
    await outbox.deliver()
    assert sorted(json.loads(post.body).get("text", "") for post in web.posts) == ["", TEXT]
    assert [row["text"] for row in await Notice.select()] == [None, None]


async def test_an_erased_text_is_told_to_nobody(
    outbox: Any, subscribe: Any, web: WebReceiver, facts: Any
) -> None:
    await subscribe(with_text=True)
    await outbox.tell(facts(), text=TEXT)
    await notices.erase_texts("0A4AE25FJZRA49")
    await outbox.deliver()
    assert "text" not in json.loads(web.posts[0].body)


async def test_a_later_attempt_brings_the_same_id_and_body_under_a_new_time(
    outbox: Any, subscribe: Any, web: WebReceiver, facts: Any
) -> None:
    secret = await subscribe()
    web.status = 503
    await outbox.tell(facts())
    assert await outbox.deliver() == 1
    (told,) = await notices.recent()
    assert (told.state, told.problem, told.attempt_count) == (NoticeState.WAITING, "http-503", 1)
    web.status = 204
    outbox.later(timedelta(minutes=10))
    assert await outbox.deliver() == 1
    first, second = web.posts
    assert (first.body, first.headers["webhook-id"]) == (second.body, second.headers["webhook-id"])
    assert first.headers["webhook-signature"] != second.headers["webhook-signature"]
    verified(second, secret, now=outbox.now.timestamp())
    assert [one.problem for one in await notices.subscriptions()] == [""]


async def test_addresses_and_secrets_lie_encrypted(outbox: Any, subscribe: Any, web: WebReceiver) -> None:
    secret = await subscribe(address=f"{web.url}?key=topsecret")
    row = await Subscription.select().first()
    assert row is not None
    assert b"topsecret" not in row["address"]
    assert secret.encode() not in row["secret"]
    assert base64.b64decode(secret.removeprefix("whsec_")) not in row["secret"]
    assert (row["host"], len(base64.b64decode(secret.removeprefix("whsec_")))) == ("127.0.0.1", 32)


async def test_a_kind_that_was_not_asked_for_is_not_told(
    outbox: Any, subscribe: Any, web: WebReceiver, facts: Any
) -> None:
    await subscribe(kinds=(NoticeKind.REPORT_PUBLISHED,))
    assert await outbox.tell(facts()) == 0
    assert await outbox.tell(facts(kind=NoticeKind.REPORT_PUBLISHED)) == 1
    assert [row["channel"] for row in await Notice.select()] == [Channel.WEBHOOK]


async def test_a_receiver_that_is_gone_for_good_is_not_asked_again(
    outbox: Any, subscribe: Any, web: WebReceiver, facts: Any
) -> None:
    await subscribe()
    web.status = 410
    await outbox.tell(facts())
    await outbox.deliver()
    outbox.later(timedelta(hours=5))
    assert await outbox.deliver() == 0
    assert [each.state for each in await notices.recent()] == [NoticeState.GIVEN_UP]
    assert [each.problem for each in await notices.subscriptions()] == ["http-410"]
