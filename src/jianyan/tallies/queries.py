"""Reading tallies: everything as of one moment, so that the parts add up while people write."""

from collections.abc import AsyncGenerator, Iterator
from datetime import date, datetime

from jianyan.db import snapshot
from jianyan.tallies.adding import added_up
from jianyan.tallies.groups import Place, Row, cells_between, days_of, groups_of, places_and_names
from jianyan.tallies.schemas import Cell, Tally
from jianyan.topics import TopicDetail, TopicSummary, topic_by_id, topic_by_slug

_CHUNK = 20_000


async def for_topic(topic: str | TopicSummary, *, now: datetime) -> Tally:
    """Give how many suggestions a topic received, by state, category, placement, day, source and answer.

    Every state, every offered category and every placement is listed, also with 0. `answered` and what stands
    below a question count the suggestions in all states except declined and withdrawn; erased ones count on.

    Args:
        topic: its slug, or the topic itself.
        now: stands in the tally as `as_of`.

    Raises:
        NoSuchTopic: there is none of that slug.
    """
    async with snapshot():
        return added_up(await groups_of(await _found(topic)), as_of=now)


async def cells(topic_id: int) -> list[Cell]:
    """Give the exact cube: category × placement × day × state × source with its count, ordered by day.

    Cells with 0 are left out; the counts add up to what was received.
    """
    return [cell async for page in cell_pages(topic_id) for cell in page]


async def cell_pages(topic_id: int) -> AsyncGenerator[list[Cell], None]:
    """Walk the cube, as of one moment, in pages of about 20,000 cells at most, none of them empty."""
    async with snapshot():
        places, names = await places_and_names(topic_id)
        for first, last in _spans(await days_of(topic_id)):
            yield list(_cells(await cells_between(topic_id, first, last), places, names))


async def with_cells(topic: str | TopicSummary, *, now: datetime) -> tuple[Tally, list[Cell]]:
    """Give a tally and its cube as of the same moment, for export.

    Raises:
        NoSuchTopic: there is none of that slug.
    """
    async with snapshot():
        found = await _found(topic)
        return await for_topic(found, now=now), await cells(found.id)


async def _found(topic: str | TopicSummary) -> TopicDetail:
    return await (topic_by_slug(topic) if isinstance(topic, str) else topic_by_id(topic.id))


def _spans(days: list[tuple[date, int]]) -> Iterator[tuple[date, date]]:
    """Cut the days into spans of about a chunk each: rows on their way from the database take much memory."""
    first, held = None, 0
    for day, count in days:
        first, held = first or day, held + count
        if held >= _CHUNK:
            yield first, day
            first, held = None, 0
    if first:
        yield first, days[-1][0]


def _cells(rows: list[Row], places: dict[int, Place], names: dict[int, str]) -> Iterator[Cell]:
    for row in rows:
        place = places.get(row["placement"])
        yield Cell(
            names.get(row["category"]),
            place.code if place else None,
            place.name if place else "",
            row["received_on"],
            row["state"],
            row["source"],
            row["count"],
        )
