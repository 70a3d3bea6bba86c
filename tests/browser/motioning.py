"""What a member wrote besides suggestions: motions at each step, and something seen on the spot."""

from datetime import datetime

import builders
from jianyan import motions, suggestions
from jianyan.accounts import Person
from jianyan.keys import KeyRing
from jianyan.motions import NewMotion
from jianyan.suggestions import MicroDraft
from jianyan.topics import TopicDetail

SECTOR, CATEGORY, SESSION = "医药卫生界", "城建交通", "第十四届三次会议"


async def add_motions(he: Person, staff: Person, at: datetime) -> tuple[int, ...]:
    """Give a draft, one to be examined, one that was handed over, one that was not filed."""
    draft, waiting, filed, declined = [
        await motions.draft_motion(_new(title), by=he, now=at)
        for title in ("关于夜间公交的提案", "关于校门口的提案", "关于长椅的提案", "关于噪声的提案")
    ]
    for each in (waiting, filed, declined):
        await motions.submit_motion(each, by=he, now=at)
    await motions.file_motion(filed, by=staff, now=at)
    await motions.hand_over(filed, "市府办〔2026〕7号", by=staff, now=at)
    await motions.decline_motion(
        declined, "不属于提案范围。", as_note=True, by=staff, zone=builders.SHANGHAI, now=at
    )
    return draft, waiting, filed, declined


def _new(title: str) -> NewMotion:
    facts = {"sector": SECTOR, "category": CATEGORY, "session": SESSION, "year": "2026"}
    return NewMotion(title=title, text="夜班工人说，十点以后回不了家。建议每小时一班。", **facts)


async def send_micro(he: Person, topic: TopicDetail, keys: KeyRing, at: datetime) -> None:
    """Let the member send something seen on the spot."""
    code = f"M{he.account_id:07d}"
    token = suggestions.tokens.read(keys, suggestions.tokens.issue(keys, code, now=at), code=code, now=at)
    new = suggestions.compose_micro(
        MicroDraft(body="井盖响了一夜。", place="文化路二十七号门口", lat="28.2", lon="112.9"),
        topic=topic,
        token=token,
        photos=[],
        account_id=he.account_id,
        by=he.actor,
        zone=builders.SHANGHAI,
        now=at,
    )
    [received] = await suggestions.submit_many([new], now=at)
    assert not isinstance(received, Exception)
