"""Robots in the chat groups of offices: 企业微信 (WeCom) and 钉钉 (DingTalk).

Both take a Markdown message and answer 200 whatever happens: `errcode` says whether it was taken.

Source: developer.work.weixin.qq.com, 群机器人配置说明 (Markdown, at most 4,096 bytes);
open.dingtalk.com, 自定义机器人安全设置 (timestamp and sign).
"""

import base64
import hashlib
import hmac
import re
from datetime import datetime
from typing import Any
from urllib.parse import quote_plus

import msgspec

from jianyan.notices.calling import Answer, post
from jianyan.notices.schemas import NotDelivered, Parcel
from jianyan.notices.words import lines_of, one_line, title_of
from jianyan.settings import Settings

_JSON = {"Content-Type": "application/json"}
_TEXT_LONGEST = 800
"""So that title, link and every character of four bytes stay below 4,096."""
_MARKS = re.compile(r"([\\`*_{}\[\]()#+!|<>~@-])")
_LINK = re.compile(r"https?://\S+")


class _Outcome(msgspec.Struct):
    errcode: int


async def deliver_to_wecom(parcel: Parcel, settings: Settings, *, now: datetime) -> None:
    """Say it in a group of WeCom, whose address holds its key.

    Raises:
        NotDelivered: see calling.post; or its robot did not take it.
    """
    content = markdown_of(parcel, settings)
    await _say(parcel.address, {"msgtype": "markdown", "markdown": {"content": content}}, settings)


async def deliver_to_dingtalk(parcel: Parcel, settings: Settings, *, now: datetime) -> None:
    """Say it in a group of DingTalk, signed where the group asks for it.

    Raises:
        NotDelivered: see calling.post; or its robot did not take it.
    """
    markdown = {"title": one_line(title_of(parcel)), "text": markdown_of(parcel, settings)}
    address = signed_address(parcel.address, parcel.secret, now) if parcel.secret else parcel.address
    await _say(address, {"msgtype": "markdown", "markdown": markdown}, settings)


def markdown_of(parcel: Parcel, settings: Settings) -> str:
    """Give the message as Markdown in which nothing that somebody wrote is a mark."""
    text = parcel.text
    short = text if len(text) <= _TEXT_LONGEST else f"{text[:_TEXT_LONGEST]}…"
    lines = lines_of(msgspec.structs.replace(parcel, text=short), settings.zone)
    return "\n\n".join([f"**{_plain(title_of(parcel))}**", *(_plain(line) for line in lines)])


def signed_address(address: str, secret: str, now: datetime) -> str:
    """Give DingTalk's address with timestamp (milliseconds) and signature; good for an hour there."""
    timestamp = str(int(now.timestamp() * 1000))
    digest = hmac.digest(secret.encode(), f"{timestamp}\n{secret}".encode(), hashlib.sha256)
    joint = "&" if "?" in address else "?"
    return f"{address}{joint}timestamp={timestamp}&sign={quote_plus(base64.b64encode(digest))}"


def _plain(line: str) -> str:
    return line if _LINK.fullmatch(line) else _MARKS.sub(r"\\\1", one_line(line))


async def _say(address: str, message: dict[str, Any], settings: Settings) -> None:
    answer = await post(address, msgspec.json.encode(message), _JSON, settings)
    code = _errcode(answer)
    if code != 0:
        raise NotDelivered(f"robot-{code}")


def _errcode(answer: Answer) -> int:
    try:
        return msgspec.json.decode(answer.body, type=_Outcome).errcode
    except msgspec.MsgspecError as unclear:
        raise NotDelivered("unclear-answer") from unclear
