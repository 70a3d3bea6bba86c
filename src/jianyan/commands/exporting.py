"""`export tally`, `export suggestions`, `export workbook` and `export open-data`."""

import asyncio
from argparse import Namespace
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import datetime
from pathlib import Path
from typing import BinaryIO
from zoneinfo import ZoneInfo

import msgspec

from jianyan import exports, screening, tallies, topics
from jianyan.clock import now
from jianyan.commands.files import whole_file
from jianyan.commands.opening import opened
from jianyan.commands.terminal import Terminal
from jianyan.i18n import N_
from jianyan.settings import Settings
from jianyan.topics import TopicDetail


class Export(msgspec.Struct, frozen=True, kw_only=True):
    """A file that is wanted."""

    topic: TopicDetail
    form: str
    """Its format, as --format says it."""
    path: Path
    language: str
    zone: ZoneInfo
    at: datetime


Write = Callable[[Export, Terminal], Awaitable[int]]
"""Writes the file and gives how many suggestions it holds or counts."""


def export_tally(arguments: Namespace, terminal: Terminal, settings: Settings) -> int:
    """Write the tally of a topic to a file.

    Raises:
        NoSuchTopic: there is none of that slug.
    """
    return _export("tally", _write_tally, arguments, terminal, settings)


def export_suggestions(arguments: Namespace, terminal: Terminal, settings: Settings) -> int:
    """Write all suggestions of a topic to a file.

    Raises:
        NoSuchTopic: there is none of that slug.
    """
    return _export("suggestions", _write_suggestions, arguments, terminal, settings)


def export_workbook(arguments: Namespace, terminal: Terminal, settings: Settings) -> int:
    """Write the workbook of a topic to a file.

    Raises:
        NoSuchTopic: there is none of that slug.
    """
    return _export("workbook", _write_workbook, arguments, terminal, settings)


def export_open_data(arguments: Namespace, terminal: Terminal, settings: Settings) -> int:
    """Write the open data of a topic to a file.

    Raises:
        NoSuchTopic: there is none of that slug.
    """
    return _export("open-data", _write_open_data, arguments, terminal, settings)


def _export(what: str, write: Write, arguments: Namespace, terminal: Terminal, settings: Settings) -> int:
    path = Path(arguments.output)

    async def written() -> int:
        async with opened(settings):
            export = Export(
                topic=await topics.topic_by_slug(arguments.slug),
                form=arguments.format,
                path=path,
                language=terminal.language,
                zone=settings.zone,
                at=now(),
            )
            count = await write(export, terminal)
            await exports.record_export(export.topic, what, form=export.form, by=None, now=export.at)
        return count

    count = asyncio.run(written())
    terminal.done()
    terminal.say(N_("Suggestions: %(count)s, in %(file)s"), count=count, file=path)
    terminal.result({"suggestions": count, "bytes": path.stat().st_size, "file": str(path)})
    return 0


async def _write_tally(export: Export, _: Terminal) -> int:
    tally, cells = await tallies.with_cells(export.topic, now=export.at)
    with whole_file(export.path) as file:
        match export.form:
            case "json":
                file.write(exports.tally_json(*await tallies.with_handling(export.topic, now=export.at)))
            case "csv":
                file.writelines(exports.tally_csv(cells, language=export.language))
            case _:
                exports.tally_xlsx(file, tally, cells, language=export.language, zone=export.zone)
    return tally.received


async def _write_suggestions(export: Export, terminal: Terminal) -> int:
    count = 0

    def written(rows: int) -> None:
        nonlocal count
        count += rows
        terminal.progress(rows)

    topic, language, zone = export.topic, export.language, export.zone
    with whole_file(export.path) as file:
        match export.form:
            case "jsonl":
                await _write(file, exports.suggestions_jsonl(topic, written=written))
            case "parquet":
                await exports.suggestions_parquet(file, topic, written=written)
            case "csv":
                pieces = exports.suggestions_csv(topic, language=language, zone=zone, written=written)
                await _write(file, pieces)
            case _:
                await exports.suggestions_xlsx(
                    file, topic, language=language, zone=zone, made_at=export.at, written=written
                )
    return count


async def _write_workbook(export: Export, terminal: Terminal) -> int:
    with whole_file(export.path) as file:
        return await exports.workbook_xlsx(
            file,
            export.topic,
            language=export.language,
            zone=export.zone,
            now=export.at,
            written=terminal.progress,
        )


async def _write_open_data(export: Export, terminal: Terminal) -> int:
    words = await screening.words_in_force()
    with whole_file(export.path) as file:
        return await exports.open_data_zip(
            file, export.topic, words=words, now=export.at, written=terminal.progress
        )


async def _write(file: BinaryIO, pieces: AsyncIterator[bytes]) -> None:
    async for piece in pieces:
        file.write(piece)
