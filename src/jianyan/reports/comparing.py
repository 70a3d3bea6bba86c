"""Do the trail and the tables say the same of a topic? What is frozen has to be both."""

from collections.abc import AsyncIterator
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import msgspec

from jianyan import trail
from jianyan.exports.suggestion_rows import Progress, count_nothing
from jianyan.reports.replaying import KINDS, Contradictory, Replay
from jianyan.reports.schemas import Content
from jianyan.suggestions import Source
from jianyan.suggestions.tables import Suggestion
from jianyan.tallies import Answering, Tally

_PAGE = 5_000
_COLUMNS = (
    Suggestion.id,
    Suggestion.tracking,
    Suggestion.state,
    Suggestion.category,
    Suggestion.source,
    Suggestion.received_at,
)


async def replayed(topic_id: int, trail_size: int, *, walked: Progress = count_nothing) -> Replay:
    """Give where the suggestions of a topic stood after the first acts of the trail.

    Args:
        topic_id: of the topic.
        trail_size: how many acts.
        walked: is told the number of acts of each page.

    Raises:
        Contradictory: an act does not follow from those before it.
    """
    replay = Replay(topic_id)
    async for page in trail.leaf_pages(end=trail_size, kinds=KINDS, topic=topic_id):
        for leaf in page:
            replay.take(leaf.seq, leaf.leaf)
        walked(len(page))
    return replay


async def hours_of_rows(replay: Replay, topic_id: int, *, zone: ZoneInfo) -> list[int]:
    """Give how many came in each hour of the day, imports left out, once all rows stand as the fold says.

    Raises:
        Contradictory: a row stands elsewhere, or one is too few or too many.
    """
    hours, count = [0] * 24, 0
    async for rows in _pages(topic_id):
        for row in rows:
            standing = replay.standing(row["tracking"])
            if standing is None or (standing.state, standing.category) != (row["state"], row["category"]):
                raise Contradictory(f"suggestion {row['tracking']}: it does not stand where its acts lead to")
            if row["source"] != Source.IMPORT:
                hours[_hour(row["received_at"], zone)] += 1
        count += len(rows)
    if count != replay.received:
        raise Contradictory(f"suggestion: {count} rows, but {replay.received} are recorded")
    return hours


def first_difference(content: Content, tally: Tally, answering: Answering) -> str | None:
    """Say in which division the figures of the trail and those of the tables differ, or None."""
    placements = {place.code: place.count for place in tally.placements if place.count}
    days = {day.date.isoformat(): day.count for day in tally.days if day.count}
    pairs: dict[str, tuple[Any, Any]] = {
        "states": (content.states, tally.states),
        "sources": (_some(content.sources), _some(tally.sources)),
        "days": (dict(content.days), days),
        "places": (dict(content.channels), placements),
        **_answers(content, answering),
    }
    for division, (recorded, counted) in pairs.items():
        if recorded != counted:
            return f"{division}: the trail says {recorded}, the tables say {counted}"
    return None


def _some(counts: dict[str, int]) -> dict[str, int]:
    """Leave out what is zero: figures frozen earlier do not name sources that came later."""
    return {name: count for name, count in counts.items() if count}


def _answers(content: Content, answering: Answering) -> dict[str, tuple[Any, Any]]:
    """Give what departments made of it, as the trail says and as the tables do."""
    handed, every, said = answering.suggestions, answering.all, content.answers
    if isinstance(said, msgspec.UnsetType):
        return {"cases": (0, every.cases)}
    by_category = {category: (one.handed_over, one.outcomes) for category, one in answering.categories}
    by_department = {
        one.organisation_id: (one.cases, one.outcomes, one.results) for one in answering.departments
    }
    return {
        "cases": (said.cases, every.cases),
        "suggestions handed over": (
            (said.handed_over, said.outcomes),
            (handed.handed_over, handed.outcomes),
        ),
        "answers by category": (
            {category: (count, outcomes) for category, count, outcomes in said.categories},
            by_category,
        ),
        "answers by department": (
            {one.id: (one.cases, one.outcomes, one.results) for one in said.departments},
            by_department,
        ),
        "satisfaction": ((said.satisfaction, said.solved), (every.satisfaction, every.solved)),
    }


async def _pages(topic_id: int) -> AsyncIterator[list[dict[str, Any]]]:
    after = 0
    while rows := (
        await Suggestion.select(*_COLUMNS)
        .where((Suggestion.topic == topic_id) & (Suggestion.id > after))
        .order_by(Suggestion.id)
        .limit(_PAGE)
    ):
        yield rows
        after = rows[-1]["id"]


def _hour(at: datetime, zone: ZoneInfo) -> int:
    return at.astimezone(zone).hour
