import base64
import hashlib
import hmac
import json
from typing import Any
from urllib.parse import parse_qs, urlsplit

from builders import NOW
from jianyan import notices
from jianyan.notices import Channel, NoticeState
from receivers import WebReceiver


async def test_a_robot_of_wecom_gets_its_markdown(
    outbox: Any, subscribe: Any, web: WebReceiver, facts: Any
) -> None:
    await subscribe(channel=Channel.WECOM, address=f"{web.url}?key=abc")
    await outbox.tell(facts())
    await outbox.deliver()
    (post,) = web.posts
    assert post.target == "/hook?key=abc"
    said = json.loads(post.body)
    assert said["msgtype"] == "markdown"
    assert said["markdown"]["content"].splitlines()[0] == "**有人对审核结果提出申诉**"
    assert facts().link in said["markdown"]["content"]
    assert [each.state for each in await notices.recent()] == [NoticeState.DELIVERED]


async def test_a_robot_of_dingtalk_gets_its_markdown_signed(
    outbox: Any, subscribe: Any, web: WebReceiver, facts: Any
) -> None:
    await subscribe(
        channel=Channel.DINGTALK, address=f"{web.url}?access_token=abc", secret="SEC0123456789abcdef"
    )
    await outbox.tell(facts())
    await outbox.deliver()
    (post,) = web.posts
    query = {name: values[0] for name, values in parse_qs(urlsplit(post.target).query).items()}
    assert query["access_token"] == "abc"
    assert int(query["timestamp"]) == int(NOW.timestamp() * 1000)
    content = f"{query['timestamp']}\nSEC0123456789abcdef".encode()
    digest = hmac.new(b"SEC0123456789abcdef", content, hashlib.sha256).digest()
    assert query["sign"] == base64.b64encode(digest).decode()
    said = json.loads(post.body)
    assert (said["msgtype"], said["markdown"]["title"]) == ("markdown", "有人对审核结果提出申诉")


async def test_a_robot_that_answers_200_and_says_no_has_not_got_it(
    outbox: Any, subscribe: Any, web: WebReceiver, facts: Any
) -> None:
    await subscribe(channel=Channel.WECOM)
    web.answer = b'{"errcode":45009,"errmsg":"api freq out of limit"}'
    await outbox.tell(facts())
    await outbox.deliver()
    assert [(each.state, each.problem) for each in await notices.recent()] == [
        (NoticeState.WAITING, "robot-45009")
    ]
    web.answer = b"<html>"
    outbox.now = (await notices.recent())[0].due_at
    await outbox.deliver()
    assert [each.problem for each in await notices.recent()] == ["unclear-answer"]


async def test_nothing_that_somebody_wrote_is_a_mark_or_another_link(
    outbox: Any, subscribe: Any, web: WebReceiver, facts: Any
) -> None:
    await subscribe(channel=Channel.WECOM, with_text=True)
    await outbox.tell(facts(title="# 大字"), text="[点这里](https://evil.example)\n\n> **引用** @all")
    await outbox.deliver()
    content = json.loads(web.posts[0].body)["markdown"]["content"]
    assert "\\[点这里\\]\\(https://evil.example\\) \\> \\*\\*引用\\*\\* \\@all" in content
    assert "\\# 大字" in content


async def test_a_long_text_is_cut_to_what_a_robot_takes(
    outbox: Any, subscribe: Any, web: WebReceiver, facts: Any
) -> None:
    await subscribe(channel=Channel.WECOM, with_text=True)
    await outbox.tell(facts(), text="慢" * 2_000)
    await outbox.deliver()
    content = json.loads(web.posts[0].body)["markdown"]["content"]
    assert len(content.encode()) <= 4_096
    assert content.endswith(facts().link)
