"""Reading groups and the issues among them."""

import asyncio
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from jianyan.groups.issues import hottest
from jianyan.groups.schemas import GroupDetail, Issue, Member, Message
from jianyan.groups.tables import GroupMember
from jianyan.suggestions.states import SuggestionState

_MEMBERS_MOST = 2_000
_READ = [
    state.value
    for state in SuggestionState
    if state not in {SuggestionState.DECLINED, SuggestionState.WITHDRAWN}
]
_SEVERAL = (
    "SELECT m.first AS first FROM group_member m JOIN suggestion s ON s.id = m.suggestion "
    "WHERE m.topic = {} AND s.received_at >= {} AND s.body IS NOT NULL "
    "AND s.state NOT IN ('declined', 'withdrawn') "
    "GROUP BY m.first HAVING COUNT(*) > 1 ORDER BY COUNT(*) DESC, m.first LIMIT {}"
)
_COLUMNS = (
    GroupMember.first,
    GroupMember.likeness,
    GroupMember.suggestion.id.as_alias("number"),
    GroupMember.suggestion.tracking.as_alias("tracking"),
    GroupMember.suggestion.state.as_alias("state"),
    GroupMember.suggestion.title.as_alias("title"),
    GroupMember.suggestion.body.as_alias("body"),
    GroupMember.suggestion.author.as_alias("author"),
    GroupMember.suggestion.like_count.as_alias("likes"),
    GroupMember.suggestion.received_at.as_alias("at"),
)


async def groups_of(topic_id: int, *, since: datetime, most: int = 100) -> list[GroupDetail]:
    """List the groups of two and more that somebody added to, the largest first.

    What was declined, withdrawn or erased is left out, and of all of them the newest 2,000 are read.

    Args:
        topic_id: of an existing topic.
        since: only what was received from then on.
        most: at most this many groups.
    """
    several = await GroupMember.raw(_SEVERAL, topic_id, since, most)
    firsts = [row["first"] for row in several]
    members: dict[int, list[Member]] = {first: [] for first in firsts}
    for row in reversed(await _rows(firsts, since) if firsts else []):
        members[row["first"]].append(_member(row))
    return [GroupDetail(first=first, members=found) for first, found in members.items() if found]


async def mates_of(suggestion_id: int, *, most: int = 10) -> list[Member]:
    """List what says the same as a suggestion, the likest first; empty until it is gathered.

    What was declined, withdrawn or erased is left out.
    """
    own = GroupMember.select(GroupMember.first).where(GroupMember.suggestion == suggestion_id)
    of_suggestion = GroupMember.suggestion
    rows: list[dict[str, Any]] = (
        await GroupMember.select(*_COLUMNS)
        .where(
            GroupMember.first.is_in(own)
            & (of_suggestion != suggestion_id)
            & of_suggestion.body.is_not_null()
            & of_suggestion.state.is_in(_READ)
        )
        .order_by(GroupMember.likeness, ascending=False)
        .limit(most)
    )
    return [_member(row) for row in rows]


async def issues_of(
    groups: Sequence[GroupDetail], *, since: datetime, until: datetime, most: int = 5
) -> list[Issue]:
    """List the hottest issues among groups, the hottest first; see `hottest`."""
    messages = [group.messages for group in groups]
    return await asyncio.to_thread(hottest, messages, since=since, until=until, most=most)


async def _rows(firsts: list[int], since: datetime) -> list[dict[str, Any]]:
    of_suggestion = GroupMember.suggestion
    rows: list[dict[str, Any]] = (
        await GroupMember.select(*_COLUMNS)
        .where(
            GroupMember.first.is_in(firsts)
            & (of_suggestion.received_at >= since)
            & of_suggestion.body.is_not_null()
            & of_suggestion.state.is_in(_READ)
        )
        .order_by(of_suggestion.id, ascending=False)
        .limit(_MEMBERS_MOST)
    )
    return rows


def _member(row: dict[str, Any]) -> Member:
    message = Message(
        number=row["number"],
        title=row["title"] or "",
        body=row["body"],
        at=row["at"],
        sender=str(row["author"]) if row["author"] else None,
        likes=row["likes"] or 0,
    )
    return Member(tracking=row["tracking"], state=row["state"], likeness=row["likeness"], message=message)
