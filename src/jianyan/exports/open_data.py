"""A topic as open data: one zip of what anybody may read, with its dictionary, licence and check sums.

    suggestions.csv  placements.csv  tally.csv  tally.json      what is published, and all that is counted
    dictionary.json  dictionary.zh-CN.md  dictionary.en.md      what the columns mean
    README.md  LICENCE.txt  SHA256SUMS

No contact, no account and no state of a single suggestion that is not published is in it.
"""

import asyncio
from collections.abc import AsyncIterator
from datetime import datetime
from typing import Any, BinaryIO

from jianyan.campaigns import PlacementDetail, placements_of
from jianyan.db import snapshot
from jianyan.exports.bundles import Bundle
from jianyan.exports.open_columns import FILES
from jianyan.exports.open_notes import dictionary_json, dictionary_markdown, licence, readme
from jianyan.exports.suggestion_rows import NOWHERE, Progress, count_nothing
from jianyan.exports.tally_files import tally_json
from jianyan.i18n import LANGUAGES
from jianyan.moderation import merged_counts
from jianyan.screening import Words, screened
from jianyan.sheets import Row, csv_bytes, csv_pages
from jianyan.suggestions import SuggestionState, row_pages
from jianyan.tallies import Cell, Place, Tally, places_and_names, with_cells, with_handling
from jianyan.topics import TopicDetail


async def open_data_zip(
    target: BinaryIO, topic: TopicDetail, *, words: Words, now: datetime, written: Progress = count_nothing
) -> int:
    """Write the open data of a topic and give how many suggestions are published in it.

    Equal data at an equal moment gives equal bytes.

    Args:
        target: a file open for writing bytes.
        topic: whose.
        words: those of level mask are masked, and personal data is anyway.
        now: stands in it as its moment.
        written: is told the number of rows of each page.
    """
    published = 0

    def count(rows: int) -> None:
        nonlocal published
        published += rows
        written(rows)

    async with snapshot():
        tally, cells = await with_cells(topic, now=now)
        _, handling = await with_handling(topic, now=now)
        placements = await placements_of(topic.id)
        places, names = await places_and_names(topic.id)
    bundle = Bundle(target)
    rows = _published(topic.id, words, places, names, count)
    await bundle.put_pages("suggestions.csv", csv_pages(list(FILES["suggestions.csv"]), rows))
    tables = {"placements.csv": _placement_rows(placements, tally), "tally.csv": _cell_rows(cells)}
    for name, table in tables.items():
        await asyncio.to_thread(bundle.put, name, csv_bytes(list(FILES[name]), table))
    bundle.put("tally.json", [tally_json(tally, handling)])
    for name, text in _notes(topic, tally, published).items():
        bundle.put(name, [text.encode()])
    bundle.close()
    return published


def _notes(topic: TopicDetail, tally: Tally, published: int) -> dict[str, str]:
    return {
        "dictionary.json": dictionary_json().decode(),
        **{f"dictionary.{language}.md": dictionary_markdown(language) for language in LANGUAGES},
        "README.md": readme(topic, tally, published),
        "LICENCE.txt": licence(topic, tally),
    }


async def _published(
    topic_id: int, words: Words, places: dict[int, Place], names: dict[int, str], count: Progress
) -> AsyncIterator[list[Row]]:
    """Walk what the public may read; what was erased is left out."""
    async for page in row_pages(topic_id, state=SuggestionState.PUBLISHED):
        merged = await merged_counts(topic_id, page[0]["id"], page[-1]["id"])
        rows = await asyncio.to_thread(_rows, page, words, places, names, merged)
        if rows:
            yield rows
        count(len(rows))


def _rows(
    page: list[dict[str, Any]],
    words: Words,
    places: dict[int, Place],
    names: dict[int, str],
    merged: dict[int, int],
) -> list[Row]:
    return [
        _row(one, words, places.get(one["placement"], NOWHERE), names, merged.get(one["id"], 0))
        for one in page
        if one["body"] is not None
    ]


def _row(one: dict[str, Any], words: Words, place: Place, names: dict[int, str], merged: int) -> Row:
    return (
        one["tracking"],
        one["received_on"],
        names.get(one["category"]),
        place.code or None,
        place.name or None,
        place.line or None,
        one["title"] and screened(one["title"], words).public,
        screened(one["body"], words).public,
        merged,
        one["like_count"],
    )


def _placement_rows(placements: list[PlacementDetail], tally: Tally) -> list[Row]:
    counts = {one.code: one.count for one in tally.placements}
    return [
        (one.code, one.kind.value, one.name, one.line, one.lat, one.lon, counts.get(one.code, 0))
        for one in placements
    ]


def _cell_rows(cells: list[Cell]) -> list[Row]:
    return [
        (cell.category, cell.code, cell.placement or None, cell.day, cell.state, cell.source, cell.count)
        for cell in cells
    ]
