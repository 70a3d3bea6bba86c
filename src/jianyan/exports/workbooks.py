"""A topic as one workbook for the office: figures with charts, cross-tables, the list, a dictionary."""

import asyncio
from datetime import datetime, tzinfo
from pathlib import Path
from typing import BinaryIO

from jianyan.exports.columns import headings_of, questions_in_use
from jianyan.exports.crossing import Crossed, crossed
from jianyan.exports.dictionary import HEADINGS, dictionary_rows
from jianyan.exports.suggestion_rows import Progress, count_nothing, suggestion_rows, words_for_people
from jianyan.exports.workbook_figures import cross_tables, summary_blocks
from jianyan.i18n import N_, say
from jianyan.sheets import Book, open_book
from jianyan.topics import QuestionDetail, TopicSummary

LIST_MOST = 100_000
"""Suggestions that a workbook lists; what is more is in the file of the list."""
_COMMAND = "jianyan export suggestions {slug} --format xlsx -o suggestions.xlsx"


async def workbook_xlsx(
    target: Path | BinaryIO,
    topic: TopicSummary,
    *,
    language: str,
    zone: tzinfo,
    now: datetime,
    list_most: int = LIST_MOST,
    written: Progress = count_nothing,
) -> int:
    """Write all that is known of a topic as a workbook, and give how many suggestions it counts.

    The figures are as of one moment; the list is read after them. Equal data at an equal moment gives equal
    bytes.

    Args:
        target: path of the file, or a file open for writing bytes.
        topic: whose.
        language: one of i18n.LANGUAGES.
        zone: whose wall clock shows the moments.
        now: stands in the file as its moment.
        list_most: suggestions that are listed; where there are more, a sheet says how to get them.
        written: is told the number of rows of each page of the list.
    """
    found = await crossed(topic, now=now)
    questions = await questions_in_use(topic.id)
    with open_book(target, made_at=now, zone=zone) as book:
        await asyncio.to_thread(_write_figures, book, found, language)
        if found.tally.received > list_most:
            _write_where(book, found.tally.received, topic.slug, list_most, language)
        else:
            await _write_list(book, topic, questions, language, written, zone=zone)
        dictionary = book.table(
            say(language, N_("Data dictionary")), [say(language, one) for one in HEADINGS]
        )
        dictionary.add(dictionary_rows(questions, language))
        await asyncio.to_thread(book.close)
    return found.tally.received


def _write_figures(book: Book, found: Crossed, language: str) -> None:
    book.front(say(language, N_("Summary")), found.tally.title, summary_blocks(found.tally, language))
    for table in cross_tables(found, language):
        book.table(table.name, table.columns).add(table.rows)


async def _write_list(
    book: Book,
    topic: TopicSummary,
    questions: list[QuestionDetail],
    language: str,
    written: Progress,
    *,
    zone: tzinfo,
) -> None:
    listed = book.table(say(language, N_("Suggestions")), headings_of(questions, language))
    async for page in suggestion_rows(topic.id, questions, words_for_people(language), written, zone=zone):
        await asyncio.to_thread(listed.add, page)


def _write_where(book: Book, count: int, slug: str, most: int, language: str) -> None:
    where = book.table(say(language, N_("Suggestions")), [say(language, N_("Where the list is"))])
    sentence = N_("The list has %(count)s suggestions; a workbook holds %(most)s of them at most.")
    where.add(
        [
            (say(language, sentence, count=f"{count:,}", most=f"{most:,}"),),
            (say(language, N_("In the console: Exports, Suggestions, XLSX. At the command line:")),),
            (_COMMAND.format(slug=slug),),
        ]
    )
