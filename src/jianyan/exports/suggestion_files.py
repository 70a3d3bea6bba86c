"""Every suggestion of a topic as a file, written while it is read: a page of rows is in memory, not all.

No file holds a phone number: they lie in a table of their own that is not read here.
"""

from collections.abc import AsyncIterator
from datetime import datetime, tzinfo
from pathlib import Path
from typing import BinaryIO

from jianyan.exports.columns import headings_of, names_of, questions_in_use
from jianyan.exports.suggestion_rows import (
    CODES,
    Progress,
    count_nothing,
    suggestion_rows,
    words_for_people,
)
from jianyan.i18n import N_, say
from jianyan.sheets import Written, csv_pages, jsonl_pages, write_xlsx_pages
from jianyan.topics import TopicSummary


async def suggestions_csv(
    topic: TopicSummary, *, language: str, zone: tzinfo, written: Progress = count_nothing
) -> AsyncIterator[bytes]:
    """Give every suggestion of a topic as a CSV file in pieces, in the order in which they came.

    Args:
        topic: whose suggestions.
        language: one of i18n.LANGUAGES, for headings and words.
        zone: whose wall clock shows when they came.
        written: is told the number of rows of each page.
    """
    questions = await questions_in_use(topic.id)
    rows = suggestion_rows(topic.id, questions, words_for_people(language), written, zone=zone)
    async for piece in csv_pages(headings_of(questions, language), rows, zone=zone):
        yield piece


async def suggestions_xlsx(
    target: Path | BinaryIO,
    topic: TopicSummary,
    *,
    language: str,
    zone: tzinfo,
    made_at: datetime,
    written: Progress = count_nothing,
) -> Written:
    """Write the same rows as `suggestions_csv` as a workbook, and give what it holds.

    Args:
        target: path of the file, or a file open for writing bytes.
        topic: whose suggestions.
        language: one of i18n.LANGUAGES.
        zone: whose wall clock shows when they came.
        made_at: stands in the file as its creation.
        written: is told the number of rows of each page.
    """
    questions = await questions_in_use(topic.id)
    return await write_xlsx_pages(
        target,
        headings_of(questions, language),
        suggestion_rows(topic.id, questions, words_for_people(language), written, zone=zone),
        made_at=made_at,
        name=say(language, N_("Suggestions")),
        zone=zone,
    )


async def suggestions_jsonl(
    topic: TopicSummary, *, zone: tzinfo, written: Progress = count_nothing
) -> AsyncIterator[bytes]:
    """Give every suggestion of a topic as JSON lines: codes for words, `q_<id>` for answers, times in UTC.

    Args:
        topic: whose suggestions.
        zone: in which days are counted.
        written: is told the number of rows of each page.
    """
    questions = await questions_in_use(topic.id)
    rows = suggestion_rows(topic.id, questions, CODES, written, zone=zone)
    async for piece in jsonl_pages(names_of(questions), rows):
        yield piece
