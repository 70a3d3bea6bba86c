"""Counts of a topic's suggestions by two things at once, as the database groups them."""

from collections.abc import Hashable
from datetime import date
from typing import Any, Literal

import msgspec

from jianyan.db import snapshot
from jianyan.suggestions.tables import Suggestion
from jianyan.tallies import Place, Tally, for_topic, places_and_names
from jianyan.topics import TopicSummary

Counts = dict[tuple[Hashable, Hashable], int]
"""(row, column) → how many; pairs with 0 are left out."""
By = Literal["category", "placement", "state", "received_on"]


class Crossed(msgspec.Struct, frozen=True, kw_only=True):
    """A tally and its cross-tables, all as of one moment; rows and columns are ids, days and states."""

    tally: Tally
    places: dict[int, Place]
    names: dict[int, str]
    """Id → name of every category that is offered or held."""
    placement_category: Counts
    placement_state: Counts
    day_category: Counts
    days: list[date]
    """On which something came, in order."""


async def crossed(topic: TopicSummary, *, now: Any) -> Crossed:
    """Give the tally of a topic and the counts of its cross-tables, as of the same moment.

    Args:
        topic: whose.
        now: stands in the tally as `as_of`.
    """
    async with snapshot():
        tally = await for_topic(topic, now=now)
        places, names = await places_and_names(topic.id)
        day_category = await _counts(topic.id, "received_on", "category")
        return Crossed(
            tally=tally,
            places=places,
            names=names,
            placement_category=await _counts(topic.id, "placement", "category"),
            placement_state=await _counts(topic.id, "placement", "state"),
            day_category=day_category,
            days=[day.date for day in tally.days if day.count],
        )


async def _counts(topic_id: int, row: By, column: By) -> Counts:
    query = (
        f'SELECT {row} AS "row", {column} AS "column", COUNT(*) AS "count" FROM suggestion '  # noqa: S608 - two of By
        f"WHERE topic = {{}} GROUP BY {row}, {column}"
    )
    found = await Suggestion.raw(query, topic_id)
    return {(each["row"], each["column"]): each["count"] for each in found}
