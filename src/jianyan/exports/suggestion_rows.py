"""Every suggestion of a topic as a row of a file, a page after the other."""

import asyncio
from collections.abc import AsyncIterator, Callable
from datetime import tzinfo
from typing import Any

import msgspec

from jianyan.cases import ADOPTION_WORDS, SATISFACTION_WORDS, Adoption, Satisfaction
from jianyan.db import snapshot
from jianyan.exports.answer_cells import NOTHING, AnswerCells, AnswerWords
from jianyan.i18n import say
from jianyan.moderation import ReasonDetail, reasons_between
from jianyan.sheets import Row, Value
from jianyan.suggestions import CONTRIBUTION_WORDS, SuggestionState, answer_rows, row_pages
from jianyan.tallies import SOURCE_WORDS, STATE_WORDS, Place, places_and_names, said
from jianyan.topics import QuestionDetail

Progress = Callable[[int], None]
_BETWEEN_OPTIONS = "；"
NOWHERE = Place("", "", "", "")


class RowWords(msgspec.Struct, frozen=True):
    """What stands for codes in a file."""

    states: dict[str, str]
    sources: dict[str, str]
    contributions: dict[str, str]
    reason: Callable[[ReasonDetail], str]
    answers: AnswerWords


CODES = RowWords(
    {word: word for word in STATE_WORDS},
    {word: word for word in SOURCE_WORDS},
    {word: word for word in CONTRIBUTION_WORDS},
    lambda reason: reason.code,
    AnswerWords(str, str),
)
"""Files for programs keep the codes."""


class _Page(msgspec.Struct, frozen=True):
    """All that a page of rows is made of."""

    rows: list[dict[str, Any]]
    answers: dict[int, list[dict[str, Any]]]
    reasons: dict[int, ReasonDetail]
    handled: dict[int, Row]


def words_for_people(language: str) -> RowWords:
    """Give what people read for codes."""
    return RowWords(
        said(language, STATE_WORDS),
        said(language, SOURCE_WORDS),
        said(language, CONTRIBUTION_WORDS),
        lambda reason: say(language, reason.sentence),
        AnswerWords(
            lambda adoption: say(language, ADOPTION_WORDS[Adoption(adoption)]),
            lambda said: say(language, SATISFACTION_WORDS[Satisfaction(said)]),
        ),
    )


def count_nothing(_: int) -> None:
    """Take the number of rows of a page and do nothing with it."""


async def suggestion_rows(
    topic_id: int, questions: list[QuestionDetail], words: RowWords, written: Progress, *, zone: tzinfo
) -> AsyncIterator[list[Row]]:
    """Walk the suggestions of a topic in pages of rows, in the order of `columns.names_of`.

    A download may take long: no connection is held and no transaction is open between two pages. Rows are
    made in a thread, so that the loop goes on.

    Args:
        topic_id: whose.
        questions: those that have a column.
        words: what stands for codes.
        written: is told the number of rows of each page.
        zone: in which days are counted.
    """
    cells = AnswerCells(topic_id, zone, words.answers)
    async with snapshot():
        places, names = await places_and_names(topic_id)
    async for found in row_pages(topic_id):
        page = await _with_answers(topic_id, found, cells, has_questions=bool(questions))
        rows = await asyncio.to_thread(_made, page, questions, words, places, names)
        yield rows
        written(len(rows))


async def _with_answers(
    topic_id: int, rows: list[dict[str, Any]], cells: AnswerCells, *, has_questions: bool
) -> _Page:
    first, last = rows[0]["id"], rows[-1]["id"]
    is_declined = any(row["state"] == SuggestionState.DECLINED for row in rows)
    async with snapshot():
        answers = await answer_rows(topic_id, first, last) if has_questions else {}
        reasons = await reasons_between(topic_id, first, last) if is_declined else {}
        return _Page(rows, answers, reasons, await cells.between(first, last))


def _made(
    page: _Page,
    questions: list[QuestionDetail],
    words: RowWords,
    places: dict[int, Place],
    names: dict[int, str],
) -> list[Row]:
    ids = [question.id for question in questions]
    none: Row = (None,) * len(ids)
    made: list[Row] = []
    for row in page.rows:
        place = places.get(row["placement"], NOWHERE)
        reason = page.reasons.get(row["id"]) if row["state"] == SuggestionState.DECLINED else None
        given = page.answers.get(row["id"])
        facts = (
            row["tracking"],
            row["received_at"],
            row["received_on"],
            words.states[row["state"]],
            words.sources[row["source"]],
            words.contributions[row["kind"]],
            place.code or None,
            place.name or None,
            place.line if place.code else None,
            names.get(row["chosen"]),
            names.get(row["category"]),
            row["title"],
            row["body"],
            row["like_count"],
            words.reason(reason) if reason else None,
        )
        handled = page.handled.get(row["id"], NOTHING)
        made.append((*facts, *(_answers(ids, given) if given else none), *handled))
    return made


def _answers(ids: list[int], rows: list[dict[str, Any]]) -> Row:
    given: dict[int, list[dict[str, Any]]] = {}
    for row in rows:
        given.setdefault(row["question"], []).append(row)
    return [_answer(given.get(question, [])) for question in ids]


def _answer(given: list[dict[str, Any]]) -> Value:
    chosen = [row["label"] for row in given if row["label"] is not None]
    if chosen:
        return _BETWEEN_OPTIONS.join(chosen)
    first = given[0] if given else {"rating": None, "text": None}
    value: Value = first["rating"] if first["rating"] is not None else first["text"]
    return value
