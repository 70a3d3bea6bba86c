"""A topic in which everything has happened that can happen to a suggestion."""

from datetime import timedelta

import pytest

import builders
import cast
from builders import Forge
from conftest import Make
from jianyan import appeals, db, moderation, suggestions, topics
from jianyan.accounts import Person
from jianyan.keys import KeyRing
from jianyan.moderation import Act, Verdict
from jianyan.suggestions import NewSuggestion, Source, SuggestionState
from jianyan.trail.tables import Trail

GUARDS = {"trail": ("update", "delete"), "snapshot": ("update",)}
BODIES = {
    "approved": "末班车太早了，晚班下班赶不上，电话 13800138000。",
    "refiled": "五里牌站的站台没有灯。",
    "declined": "看看这个广告。",
    "appealed": "司机师傅很好。",
    "held": "请加一班车。",
    "merged": "末班车太早，晚班赶不上。",
    "split": "末班车早了些。",
    "withdrawn": "公交卡充值不便。",
    "erased": "我叫兰，住在五里牌。",
    "waiting": "三路车绕得太远。",
}


@pytest.fixture
def begins_with() -> Make:
    """Begin with the world."""
    return make_world


@pytest.fixture
async def world(database: str, ready_made: dict[str, str]) -> dict[str, str]:
    """Give what happened → the number of the suggestion that it happened to."""
    return ready_made


async def make_world(keys: KeyRing) -> dict[str, str]:
    """Give the numbers of a new world's suggestions, each by what happened to it."""
    topic = await builders.make_topic()
    code = await builders.make_placement()
    sent = {}
    for name, body in BODIES.items():
        received, _ = await builders.submit(keys, code, body, category="收发班次")
        sent[name] = received.tracking
    await _import(topic.id, topic.categories[0].id)
    wei, ada = await builders.make_person(), await builders.make_person(cast.ADA)
    await _decide(sent, [category.id for category in topic.categories], wei=wei, ada=ada)
    await suggestions.erase(sent["erased"], by=None, now=builders.NOW)
    return sent


async def _import(topic_id: int, category_id: int) -> None:
    """Add two letters of another day, one of them declined before it came here."""
    day = builders.NOW - timedelta(days=3)
    letters = [
        NewSuggestion(
            tracking=suggestions.new_tracking(),
            topic_id=topic_id,
            body="来信：线路太少。",
            source=Source.IMPORT,
            received_at=day,
            received_on=day.date(),
            state=state,
            category_id=category_id,
            like_count=7,
        )
        for state in (SuggestionState.PUBLISHED, SuggestionState.DECLINED)
    ]
    assert not [
        one for one in await suggestions.submit_many(letters, now=builders.NOW) if isinstance(one, Exception)
    ]


async def _decide(sent: dict[str, str], categories: list[int], *, wei: Person, ada: Person) -> None:
    now = builders.NOW
    approve = Verdict(act=Act.APPROVE, category_id=categories[2])
    decline = Verdict(act=Act.DECLINE, reason="advertising")
    for name in ("approved", "refiled", "erased"):
        await moderation.decide(sent[name], approve, by=wei, now=now)
    refile = Verdict(act=Act.REFILE, category_id=categories[1])
    await moderation.decide(sent["refiled"], refile, by=wei, now=now)
    for name in ("declined", "appealed"):
        await moderation.decide(sent[name], decline, by=wei, now=now)
    await appeals.appeal(sent["appealed"], "不是广告。", by=None, now=now, zone=builders.SHANGHAI)
    await appeals.hear(sent["appealed"], appeals.Outcome.OVERTURN, "确实不是。", by=ada, now=now)
    await moderation.decide(sent["held"], Verdict(act=Act.HOLD), by=wei, now=now)
    await moderation.merge_all([sent["merged"], sent["split"]], into=sent["approved"], by=wei, now=now)
    await moderation.decide(sent["split"], Verdict(act=Act.UNDO), by=wei, now=now)
    await appeals.withdraw(sent["withdrawn"], by=None, now=now)


@pytest.fixture
async def topic(world: dict[str, str]) -> topics.TopicDetail:
    """Give the topic of the world."""
    return await topics.topic_by_slug("buses-first")


@pytest.fixture
def forge(database: str) -> Forge:
    """Give what changes rows past the guards of those that only grow."""

    async def changed(statement: str, *values: object) -> None:
        async with db.transaction():
            for table, events in GUARDS.items():
                for event in events:
                    on = "" if db.is_sqlite() else f" ON {table}"
                    await Trail.raw(f"DROP TRIGGER {table}_no_{event}{on}")
            await Trail.raw(statement, *values)

    return changed
