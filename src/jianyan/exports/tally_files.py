"""A tally as a file: JSON for programs, the cube as CSV, a workbook for people."""

import asyncio
from collections.abc import AsyncIterator, Iterable, Iterator, Sequence
from contextlib import aclosing
from datetime import tzinfo
from pathlib import Path
from typing import BinaryIO

import msgspec

from jianyan.i18n import N_, say
from jianyan.sheets import Row, Table, Written, csv_bytes, csv_pages, write_workbook
from jianyan.tallies import (
    SOURCE_WORDS,
    STATE_WORDS,
    Cell,
    Handling,
    QuestionTally,
    Tally,
    cell_pages,
    said,
)
from jianyan.topics import QuestionKind

_CELL_COLUMNS = (
    N_("Category"),
    N_("Place code"),
    N_("Place"),
    N_("Day"),
    N_("State"),
    N_("Source"),
    N_("Count"),
)
_UNCATEGORISED = N_("Uncategorised")
_NO_PLACE = N_("Without a place")
_COUNT = N_("Count")


def tally_json(tally: Tally, handling: Handling) -> bytes:
    """Give the tally as one JSON object with `handling` in it, the same that the topic's page offers."""
    return msgspec.json.encode({**msgspec.structs.asdict(tally), "handling": handling})


def tally_csv(cells: Iterable[Cell], *, language: str) -> Iterator[bytes]:
    """Give the cube as a CSV file in pieces: a line for each category, place, day, state and source.

    Any division of the tally is the sum of `count` over some of the lines.

    Args:
        cells: of one topic.
        language: one of i18n.LANGUAGES, for the headings and the words.
    """
    return csv_bytes(_columns(language, _CELL_COLUMNS), _cell_rows(cells, language))


async def tally_csv_pages(topic_id: int, *, language: str) -> AsyncIterator[bytes]:
    """Give the same file as `tally_csv`, as of one moment, in pieces of a megabyte or so.

    Args:
        topic_id: whose cube.
        language: as there.
    """
    async with aclosing(cell_pages(topic_id)) as pages:
        rows = (await asyncio.to_thread(_listed, page, language) async for page in pages)
        async for piece in csv_pages(_columns(language, _CELL_COLUMNS), rows):
            yield piece


def tally_xlsx(
    target: Path | BinaryIO, tally: Tally, cells: Iterable[Cell], *, language: str, zone: tzinfo
) -> Written:
    """Write the tally as a workbook: a sheet for each division and each question, and one with the cube.

    It computes for as long as the cube is large: call it in a thread.

    Args:
        target: path of the file, or a file open for writing bytes.
        tally: what is written.
        cells: its cube, read at the same moment.
        language: one of i18n.LANGUAGES.
        zone: whose wall clock shows the moment of reading.
    """
    tables = [
        _summary(tally, language),
        _categories(tally, language),
        _placements(tally, language),
        _days(tally, language),
        _sources(tally, language),
        *(_question(one, number, language) for number, one in enumerate(tally.questions, start=1)),
        _table(language, N_("All cells"), _CELL_COLUMNS, _cell_rows(cells, language)),
    ]
    return write_workbook(target, tables, made_at=tally.as_of, zone=zone)


def _summary(tally: Tally, language: str) -> Table:
    rows: list[Row] = [
        (say(language, N_("Topic")), tally.title),
        (say(language, N_("Address")), tally.topic),
        (say(language, N_("As of")), tally.as_of),
        (say(language, N_("Acts recorded")), tally.trail_size),
        (say(language, N_("Received")), tally.received),
        *_named(tally.states, said(language, STATE_WORDS)),
        (say(language, _UNCATEGORISED), tally.uncategorised),
    ]
    return _table(language, N_("Summary"), (N_("What"), N_("Value")), rows)


def _categories(tally: Tally, language: str) -> Table:
    words = said(language, STATE_WORDS)
    columns = [say(language, N_("Category")), say(language, _COUNT), *words.values()]
    rows: list[Row] = [
        (one.name, one.count, *(one.states[state] for state in words)) for one in tally.categories
    ]
    states = tally.uncategorised_states
    rows.append((say(language, _UNCATEGORISED), tally.uncategorised, *(states[state] for state in words)))
    return Table(say(language, N_("By category")), columns, rows)


def _placements(tally: Tally, language: str) -> Table:
    columns = (N_("Place code"), N_("Place"), N_("Line or street"), _COUNT)
    nowhere = say(language, _NO_PLACE)
    rows: list[Row] = [
        (one.code, one.name if one.code else nowhere, one.line, one.count) for one in tally.placements
    ]
    return _table(language, N_("By place"), columns, rows)


def _days(tally: Tally, language: str) -> Table:
    rows: list[Row] = [(day.date, day.count) for day in tally.days]
    return _table(language, N_("By day"), (N_("Day"), _COUNT), rows)


def _sources(tally: Tally, language: str) -> Table:
    rows = _named(tally.sources, said(language, SOURCE_WORDS))
    return _table(language, N_("By source"), (N_("Source"), _COUNT), rows)


def _question(question: QuestionTally, number: int, language: str) -> Table:
    columns = [question.text, say(language, _COUNT)]
    rows: list[Row] = [(option.label, option.count) for option in question.options]
    if question.kind is QuestionKind.RATING:
        rows += [(int(points), count) for points, count in question.distribution.items()]
        rows.append((say(language, N_("Mean")), question.mean))
    rows.append((say(language, N_("Suggestions with an answer")), question.answered))
    return Table(say(language, N_("Question %(number)s"), number=number), columns, rows)


def _listed(cells: Iterable[Cell], language: str) -> list[Row]:
    return list(_cell_rows(cells, language))


def _cell_rows(cells: Iterable[Cell], language: str) -> Iterator[Row]:
    states, sources = said(language, STATE_WORDS), said(language, SOURCE_WORDS)
    nothing, nowhere = say(language, _UNCATEGORISED), say(language, _NO_PLACE)
    for cell in cells:
        yield (
            cell.category or nothing,
            cell.code,
            cell.placement if cell.code else nowhere,
            cell.day,
            states.get(cell.state, cell.state),
            sources.get(cell.source, cell.source),
            cell.count,
        )


def _named(counts: dict[str, int], words: dict[str, str]) -> list[Row]:
    return [(words[name], count) for name, count in counts.items()]


def _table(language: str, name: str, columns: Sequence[str], rows: Iterable[Row]) -> Table:
    return Table(say(language, name), _columns(language, columns), rows)


def _columns(language: str, names: Sequence[str]) -> list[str]:
    return [say(language, name) for name in names]
