"""The members of groups, as rows: so many of each group, whatever the others have."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from piccolo.columns.combination import WhereRaw

from jianyan.groups.schemas import Member, Message
from jianyan.groups.tables import GroupMember
from jianyan.suggestions.states import SuggestionState

COUNTED_STATES = [
    state.value
    for state in SuggestionState
    if state not in {SuggestionState.DECLINED, SuggestionState.WITHDRAWN}
]
COLUMNS = (
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
_RANKED = (
    "group_member.suggestion IN (SELECT suggestion FROM ("
    "SELECT m.suggestion AS suggestion, "
    "ROW_NUMBER() OVER (PARTITION BY m.first ORDER BY s.id{order}) AS place "
    "FROM group_member m JOIN suggestion s ON s.id = m.suggestion "
    "WHERE m.first IN ({firsts}) AND s.body IS NOT NULL AND s.state IN ({states}){since}"
    ") ranked WHERE place <= {{}})"
)


async def member_rows(
    firsts: Sequence[int], *, since: datetime | None, states: Sequence[str], newest: bool, most: int
) -> list[dict[str, Any]]:
    """Give COLUMNS of the members of groups, by the ids of their suggestions.

    Args:
        firsts: which groups.
        since: only what was received from then on; None: all.
        states: only what stands there.
        newest: whether of each group the newest are read, or the first.
        most: at most this many of each group.
    """
    if not firsts:
        return []
    ranked = _RANKED.format(
        order=" DESC" if newest else "",
        firsts=_places(firsts),
        states=_places(states),
        since=" AND s.received_at >= {}" if since else "",
    )
    values = [*firsts, *states, *([since] if since else []), most]
    rows: list[dict[str, Any]] = (
        await GroupMember.select(*COLUMNS).where(WhereRaw(ranked, *values)).order_by(GroupMember.suggestion)
    )
    return rows


def member_of(row: dict[str, Any]) -> Member:
    """Give a row of COLUMNS as what it is."""
    message = Message(
        number=row["number"],
        title=row["title"] or "",
        body=row["body"],
        at=row["at"],
        sender=str(row["author"]) if row["author"] else None,
        likes=row["likes"] or 0,
    )
    return Member(tracking=row["tracking"], state=row["state"], likeness=row["likeness"], message=message)


def _places(values: Sequence[Any]) -> str:
    return ", ".join(["{}"] * len(values))
