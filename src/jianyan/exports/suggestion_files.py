"""Every suggestion of a topic as a file, written while it is read: a page of rows is in memory, not all.

No file holds a phone number: they lie in a table of their own that is not read here.
"""

from collections.abc import AsyncIterator, Callable
from datetime import datetime, tzinfo
from pathlib import Path
from typing import BinaryIO

import msgspec

from jianyan.db import snapshot
from jianyan.i18n import N_, say
from jianyan.moderation import ReasonDetail, reasons_of
from jianyan.sheets import Row, Value, Written, csv_pages, jsonl_pages, write_xlsx_pages
from jianyan.suggestions import AnswerDetail, SuggestionDetail, SuggestionState, answers_to, pages
from jianyan.tallies import SOURCE_WORDS, STATE_WORDS, answered_questions, said
from jianyan.topics import QuestionDetail, TopicSummary, categories_of, questions_of

Progress = Callable[[int], None]
_BETWEEN_OPTIONS = "；"
_COLUMNS = {
    "tracking": N_("Number"),
    "received_at": N_("Received"),
    "day": N_("Day"),
    "state": N_("State"),
    "source": N_("Source"),
    "code": N_("Place code"),
    "place": N_("Place"),
    "line": N_("Line or street"),
    "chosen": N_("Sender's category"),
    "category": N_("Category"),
    "title": N_("Title"),
    "body": N_("Suggestion"),
    "likes": N_("Likes"),
    "reason": N_("Reason of declining"),
}
"""Name for programs → heading for people."""


class _Words(msgspec.Struct, frozen=True):
    """What stands for codes in a file."""

    states: dict[str, str]
    sources: dict[str, str]
    reason: Callable[[ReasonDetail], str]


def _count_nothing(_: int) -> None:
    """Take the number of rows of a page and do nothing with it."""


async def suggestions_csv(
    topic: TopicSummary, *, language: str, zone: tzinfo, written: Progress = _count_nothing
) -> AsyncIterator[bytes]:
    """Give every suggestion of a topic as a CSV file in pieces, in the order in which they came.

    Args:
        topic: whose suggestions.
        language: one of i18n.LANGUAGES, for headings and words.
        zone: whose wall clock shows when they came.
        written: is told the number of rows of each page.
    """
    questions = await _questions(topic.id)
    rows = _rows(topic.id, questions, _words(language), written)
    async for piece in csv_pages(_headings(questions, language), rows, zone=zone):
        yield piece


async def suggestions_xlsx(
    target: Path | BinaryIO,
    topic: TopicSummary,
    *,
    language: str,
    zone: tzinfo,
    made_at: datetime,
    written: Progress = _count_nothing,
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
    questions = await _questions(topic.id)
    return await write_xlsx_pages(
        target,
        _headings(questions, language),
        _rows(topic.id, questions, _words(language), written),
        made_at=made_at,
        name=say(language, N_("Suggestions")),
        zone=zone,
    )


async def suggestions_jsonl(
    topic: TopicSummary, *, written: Progress = _count_nothing
) -> AsyncIterator[bytes]:
    """Give every suggestion of a topic as JSON lines: codes for words, `q_<id>` for answers, times in UTC.

    Args:
        topic: whose suggestions.
        written: is told the number of rows of each page.
    """
    questions = await _questions(topic.id)
    codes = _Words(
        states={word: word for word in STATE_WORDS},
        sources={word: word for word in SOURCE_WORDS},
        reason=lambda reason: reason.code,
    )
    columns = [*_COLUMNS, *(f"q_{question.id}" for question in questions)]
    async for piece in jsonl_pages(columns, _rows(topic.id, questions, codes, written)):
        yield piece


def _words(language: str) -> _Words:
    return _Words(
        said(language, STATE_WORDS),
        said(language, SOURCE_WORDS),
        lambda reason: say(language, reason.sentence),
    )


async def _questions(topic_id: int) -> list[QuestionDetail]:
    """Give the questions that are asked, then those out of use that were answered."""
    asked = await questions_of(topic_id)
    answered, known = await answered_questions(topic_id), {question.id for question in asked}
    every = await questions_of(topic_id, asked_only=False)
    return asked + [one for one in every if one.id in answered and one.id not in known]


def _headings(questions: list[QuestionDetail], language: str) -> list[str]:
    headings = [say(language, name) for name in _COLUMNS.values()]
    for question in questions:
        heading, number = question.text, 1
        while heading in headings:
            number += 1
            heading = f"{question.text} ({number})"
        headings.append(heading)
    return headings


async def _rows(
    topic_id: int, questions: list[QuestionDetail], words: _Words, written: Progress
) -> AsyncIterator[list[Row]]:
    """Walk the suggestions in pages of rows.

    A download may take long: no connection is held and no transaction is open between two pages.
    """
    drawers = {category.id: category.name for category in await categories_of(topic_id, offered_only=False)}
    async for page in pages(topic_id):
        async with snapshot():
            answers = await answers_to([one.id for one in page])
            reasons = await reasons_of([one.id for one in page if one.state is SuggestionState.DECLINED])
        rows: list[Row] = [
            (
                *_facts(one, words, drawers, reasons.get(one.id)),
                *_answers(questions, answers.get(one.id, [])),
            )
            for one in page
        ]
        yield rows
        written(len(rows))


def _facts(
    one: SuggestionDetail, words: _Words, drawers: dict[int, str], reason: ReasonDetail | None
) -> tuple[Value, ...]:
    return (
        one.tracking,
        one.received_at,
        one.received_on,
        words.states[one.state],
        words.sources[one.source],
        one.code,
        one.placement,
        one.line,
        drawers.get(one.chosen_id) if one.chosen_id else None,
        one.category,
        one.title,
        one.body,
        one.like_count,
        words.reason(reason) if reason else None,
    )


def _answers(questions: list[QuestionDetail], answers: list[AnswerDetail]) -> Row:
    given: dict[int, list[AnswerDetail]] = {}
    for answer in answers:
        given.setdefault(answer.question_id, []).append(answer)
    return [_answer(given.get(question.id, [])) for question in questions]


def _answer(given: list[AnswerDetail]) -> Value:
    chosen = [answer.option for answer in given if answer.option is not None]
    if chosen:
        return _BETWEEN_OPTIONS.join(chosen)
    first = given[0] if given else None
    return (first.rating if first.rating is not None else first.text) if first else None
