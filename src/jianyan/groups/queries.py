"""Reading groups and the issues among them."""

import asyncio
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from jianyan.groups.issues import hottest
from jianyan.groups.members import COLUMNS, COUNTED_STATES, member_of, member_rows
from jianyan.groups.schemas import GroupDetail, GroupSize, Issue, Member
from jianyan.groups.tables import GroupMember
from jianyan.suggestions import SuggestionState

NEWEST_MOST = 200
"""Members of a group that are read; the others are counted."""
_FIRST_MOST = 30
_COUNTED = (
    "group_member m JOIN suggestion s ON s.id = m.suggestion "
    "WHERE m.topic = {} AND s.body IS NOT NULL AND s.state NOT IN ('declined', 'withdrawn')"
)
_SEVERAL = (
    f'SELECT m.first AS first, COUNT(*) AS "count" FROM {_COUNTED} AND s.received_at >= {{}} '  # noqa: S608 - ours
    "GROUP BY m.first HAVING COUNT(*) > 1 ORDER BY COUNT(*) DESC, m.first LIMIT {}"
)
_SIZES = (
    'SELECT sizes.first AS first, sizes."count" AS "count", shown.tracking AS published FROM ('  # noqa: S608 - ours
    'SELECT m.first AS first, COUNT(*) AS "count", '
    "MIN(CASE WHEN s.state = 'published' THEN s.id END) AS shown "
    f"FROM {_COUNTED} GROUP BY m.first HAVING COUNT(*) > 1"
    ') sizes LEFT JOIN suggestion shown ON shown.id = sizes.shown ORDER BY sizes."count" DESC, sizes.first'
)


async def groups_of(topic_id: int, *, since: datetime, most: int = 100) -> list[GroupDetail]:
    """List the groups of two and more that somebody added to, the largest first.

    What was declined, withdrawn or erased is left out. All others are counted; of each group the newest 200
    are read.

    Args:
        topic_id: of an existing topic.
        since: only what was received from then on.
        most: at most this many groups.
    """
    several = await GroupMember.raw(_SEVERAL, topic_id, since, most)
    counts = {row["first"]: int(row["count"]) for row in several}
    rows = await member_rows(list(counts), since=since, states=COUNTED_STATES, newest=True, most=NEWEST_MOST)
    return _groups(counts, rows)


async def sizes_of(topic_id: int) -> list[GroupSize]:
    """List how large every group of two and more of a topic is, the largest first.

    What was declined, withdrawn or erased is left out.
    """
    rows = await GroupMember.raw(_SIZES, topic_id)
    return [
        GroupSize(first=row["first"], count=int(row["count"]), published=row["published"]) for row in rows
    ]


async def published_of(sizes: Sequence[GroupSize]) -> list[GroupDetail]:
    """Give the groups of sizes with what they say in public, in their order.

    Of each the first 30 that are published are read; a group without such is left out.
    """
    counts = {size.first: size.count for size in sizes}
    states = [SuggestionState.PUBLISHED.value]
    rows = await member_rows(list(counts), since=None, states=states, newest=False, most=_FIRST_MOST)
    return _groups(counts, rows)


def _groups(counts: dict[int, int], rows: list[dict[str, Any]]) -> list[GroupDetail]:
    members: dict[int, list[Member]] = {first: [] for first in counts}
    for row in rows:
        members[row["first"]].append(member_of(row))
    return [
        GroupDetail(first=first, count=counts[first], members=found)
        for first, found in members.items()
        if found
    ]


async def mates_of(suggestion_id: int, *, most: int = 10) -> list[Member]:
    """List what says the same as a suggestion, the likest first; empty until it is gathered.

    What was declined, withdrawn or erased is left out.
    """
    own = GroupMember.select(GroupMember.first).where(GroupMember.suggestion == suggestion_id)
    of_suggestion = GroupMember.suggestion
    rows: list[dict[str, Any]] = (
        await GroupMember.select(*COLUMNS)
        .where(
            GroupMember.first.is_in(own)
            & (of_suggestion != suggestion_id)
            & of_suggestion.body.is_not_null()
            & of_suggestion.state.is_in(COUNTED_STATES)
        )
        .order_by(GroupMember.likeness, ascending=False)
        .limit(most)
    )
    return [member_of(row) for row in rows]


async def issues_of(
    groups: Sequence[GroupDetail], *, since: datetime, until: datetime, most: int = 5
) -> list[Issue]:
    """List the hottest issues among groups, the hottest first; see `hottest`."""
    messages = [group.messages for group in groups]
    return await asyncio.to_thread(hottest, messages, since=since, until=until, most=most)
