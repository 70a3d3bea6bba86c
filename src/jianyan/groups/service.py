"""Putting what arrived into groups, beside the way of a suggestion: nobody who sends one waits for it."""

import asyncio
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from jianyan.db import Insert, Steps, perform, transaction
from jianyan.groups.gathering import Gathering, Joined
from jianyan.groups.grams import amounts_of
from jianyan.groups.tables import GroupMember
from jianyan.groups.turns import Turn, still_has, take_turn
from jianyan.suggestions.tables import Suggestion

_PAGE = 5
_RECALLED_PAGE = 500
# Ids are given out before they are committed: so far back a smaller one may still turn up.
_LATE = 2_000
_NOT_YET = (
    "SELECT s.id AS id, s.title AS title, s.body AS body FROM suggestion s "
    "WHERE s.topic = {} AND s.id > {} "
    "AND NOT EXISTS (SELECT 1 FROM group_member m WHERE m.suggestion = s.id) ORDER BY s.id LIMIT {}"
)
_COUNTED_MOST = 10_000
_HOW_MANY = (
    'SELECT COUNT(*) AS "count" FROM (SELECT s.id FROM suggestion s '
    "WHERE s.topic = {} AND s.id > {} AND s.received_at < {} "
    "AND NOT EXISTS (SELECT 1 FROM group_member m WHERE m.suggestion = s.id) LIMIT {}) AS waiting"
)
_Rows = Sequence[dict[str, Any]]


class Gatherings:
    """What one process knows of the groups of some topics.

    Args:
        holder: a name of the process that no other has, at most 32 letters.
        texts_most: of all topics, about 3 kB each when they are letters. When a fifth more are known, topics
            at rest are forgotten first, then the older texts of the one that is busy.
    """

    def __init__(self, holder: str, *, texts_most: int = 100_000) -> None:
        self.holder = holder
        self.texts_most = texts_most
        self._known: dict[int, Gathering] = {}

    def of(self, topic_id: int) -> Gathering | None:
        """Give what is known of a topic, or None."""
        known = self._known.get(topic_id)
        return known if known is not None and len(known.index) <= self._bound else None

    def keep(self, topic_id: int, gathering: Gathering) -> None:
        """Know a topic from now on."""
        self._known.pop(topic_id, None)
        self._known[topic_id] = gathering
        while len(self._known) > 1 and sum(len(each.index) for each in self._known.values()) > self._bound:
            del self._known[next(iter(self._known))]

    @property
    def _bound(self) -> float:
        return 1.2 * self.texts_most

    @property
    def has_any(self) -> bool:
        """Say whether something is known, and so a turn may be held."""
        return bool(self._known)

    def forget(self, topic_id: int) -> None:
        """Know nothing of a topic any more."""
        self._known.pop(topic_id, None)


async def gather(topic_id: int, known: Gatherings, *, now: datetime) -> int:
    """Put at most five suggestions that arrived into groups and give how many; 0 where nothing is to do.

    Args:
        topic_id: of an existing topic.
        known: by this process; what it lacks is read from the rows first.
        now: when; another process that gathers here is left alone for five minutes, or until it lets go.
    """
    waiting = await _waiting(topic_id)
    turn = await take_turn(topic_id, known.holder, now=now) if waiting else None
    if turn is None:
        return 0
    gathering = known.of(topic_id) if turn.was_mine else None
    known.forget(topic_id)  # until all is written: who fails on the way knows nothing
    if gathering is None:
        gathering = await _recalled(topic_id, known.texts_most)
    joined = await asyncio.to_thread(_taken, gathering, waiting)
    if not await _write(topic_id, turn, waiting, joined):
        return 0
    known.keep(topic_id, gathering)
    return len(waiting)


async def ungathered(topic_id: int, *, before: datetime) -> int:
    """Count what was received before a moment and is in no group yet, up to 10,000: no worker came to it."""
    after = await _last_gathered(topic_id)
    found = await Suggestion.raw(_HOW_MANY, topic_id, after, before, _COUNTED_MOST)
    return int(found[0]["count"])


async def _waiting(topic_id: int) -> _Rows:
    rows: _Rows = await Suggestion.raw(_NOT_YET, topic_id, await _last_gathered(topic_id), _PAGE)
    return rows


async def _last_gathered(topic_id: int) -> int:
    """Give the id after which all lies that may still have to be gathered."""
    newest = (
        await GroupMember.select(GroupMember.suggestion)
        .where(GroupMember.topic == topic_id)
        .order_by(GroupMember.id, ascending=False)
        .first()
    )
    return max(0, newest["suggestion"] - _LATE) if newest else 0


async def _recalled(topic_id: int, texts_most: int) -> Gathering:
    """Give what the rows say of a topic, its newest texts only."""
    gathering = Gathering()
    oldest = (
        await GroupMember.select(GroupMember.id)
        .where(GroupMember.topic == topic_id)
        .order_by(GroupMember.id, ascending=False)
        .offset(texts_most)
        .first()
    )
    after = oldest["id"] if oldest else 0
    columns = (
        GroupMember.id,
        GroupMember.suggestion,
        GroupMember.first,
        GroupMember.suggestion.title.as_alias("title"),
        GroupMember.suggestion.body.as_alias("body"),
    )
    while (
        rows := await GroupMember.select(*columns)
        .where((GroupMember.topic == topic_id) & (GroupMember.id > after))
        .order_by(GroupMember.id)
        .limit(_RECALLED_PAGE)
    ):
        await asyncio.to_thread(_recall, gathering, rows)
        after = rows[-1]["id"]
    return gathering


def _recall(gathering: Gathering, rows: _Rows) -> None:
    for row in rows:
        amounts = amounts_of(row["title"], row["body"] or "")
        gathering.recall(row["suggestion"], amounts, group=row["first"])


def _taken(gathering: Gathering, rows: _Rows) -> list[Joined]:
    return [gathering.take(row["id"], amounts_of(row["title"], row["body"] or "")) for row in rows]


async def _write(topic_id: int, turn: Turn, rows: _Rows, joined: list[Joined]) -> bool:
    members = [(row["id"], topic_id, one.group, one.likeness) for row, one in zip(rows, joined, strict=True)]
    async with transaction():
        if not await still_has(topic_id, turn):
            return False
        await perform(_adding(members))
        return True


def _adding(members: list[tuple[int, int, int, float]]) -> Steps[None]:
    columns = (GroupMember.suggestion, GroupMember.topic, GroupMember.first, GroupMember.likeness)
    yield Insert(GroupMember, columns, members)
