"""Every file of a topic by its name and form: what the console, a job and a command write alike."""

import asyncio
import os
from collections.abc import AsyncIterator, Mapping
from datetime import datetime
from typing import BinaryIO
from zoneinfo import ZoneInfo

from jianyan import screening, tallies
from jianyan.exports.open_data import open_data_zip
from jianyan.exports.parquet_files import suggestions_parquet
from jianyan.exports.suggestion_files import suggestions_csv, suggestions_jsonl, suggestions_xlsx
from jianyan.exports.suggestion_rows import Progress, count_nothing
from jianyan.exports.tally_files import tally_csv, tally_json, tally_xlsx
from jianyan.exports.workbooks import workbook_xlsx
from jianyan.topics import InnerTopic, TopicDetail

FORMS: Mapping[str, tuple[str, ...]] = {
    "tally": ("xlsx", "csv", "json"),
    "suggestions": ("xlsx", "csv", "jsonl", "parquet"),
    "workbook": ("xlsx",),
    "open-data": ("zip",),
}
"""What can be taken away → its forms. Phone numbers are apart: see `take_contacts`."""


async def write_file(
    target: BinaryIO,
    topic: TopicDetail,
    *,
    what: str,
    form: str,
    language: str,
    zone: ZoneInfo,
    now: datetime,
    written: Progress = count_nothing,
) -> int:
    """Write a file of a topic and give how many suggestions it holds or counts.

    Args:
        target: a file of the system, open for writing bytes.
        topic: whose.
        what: one of FORMS.
        form: one of its forms.
        language: one of i18n.LANGUAGES, for headings and words.
        zone: whose wall clock shows the moments.
        now: stands in the file as its moment.
        written: is told the number of rows of each page of a list.

    Raises:
        NotConverted: the Parquet file could not be made.
        InnerTopic: open data are asked for of what is the office's alone.
    """
    match what:
        case "tally":
            return await _write_tally(target, topic, form, language=language, zone=zone, now=now)
        case "workbook":
            return await workbook_xlsx(target, topic, language=language, zone=zone, now=now, written=written)
        case "open-data":
            if topic.inner:
                raise InnerTopic
            words = await screening.words_in_force()
            return await open_data_zip(target, topic, words=words, now=now, written=written)
    return await _write_list(target, topic, form, language=language, zone=zone, now=now, written=written)


async def _write_list(
    target: BinaryIO,
    topic: TopicDetail,
    form: str,
    *,
    language: str,
    zone: ZoneInfo,
    now: datetime,
    written: Progress,
) -> int:
    count = 0

    def counted(rows: int) -> None:
        nonlocal count
        count += rows
        written(rows)

    match form:
        case "csv":
            await _write(target, suggestions_csv(topic, language=language, zone=zone, written=counted))
        case "jsonl":
            await _write(target, suggestions_jsonl(topic, zone=zone, written=counted))
        case "parquet":
            await suggestions_parquet(target, topic, zone=zone, written=counted)
        case _:
            await suggestions_xlsx(target, topic, language=language, zone=zone, made_at=now, written=counted)
    return count


async def _write_tally(
    target: BinaryIO, topic: TopicDetail, form: str, *, language: str, zone: ZoneInfo, now: datetime
) -> int:
    if form == "json":
        tally, handling = await tallies.with_handling(topic, now=now)
        target.write(tally_json(tally, handling))
        return tally.received
    tally, cells = await tallies.with_cells(topic, now=now)
    if form == "csv":
        target.writelines(tally_csv(cells, language=language))
    else:
        await asyncio.to_thread(tally_xlsx, target, tally, cells, language=language, zone=zone)
    return tally.received


async def _write(target: BinaryIO, pieces: AsyncIterator[bytes]) -> None:
    async for piece in pieces:
        target.write(piece)
        target.flush()
        # To the disk bit by bit: in one go it would hold up the commits of those who send.
        os.posix_fadvise(target.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
