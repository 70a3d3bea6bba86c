"""Reading suggestions."""

import re
from collections.abc import AsyncIterator, Sequence
from typing import Any

from piccolo.columns.combination import And, WhereRaw
from piccolo.custom_types import Combinable

from jianyan.screening import Kind, Level, Words, screened
from jianyan.suggestions.schemas import (
    AnswerDetail,
    NewHit,
    Received,
    SuggestionDetail,
    SuggestionFilter,
)
from jianyan.suggestions.service import NoSuchSuggestion
from jianyan.suggestions.states import Contribution, Source, SuggestionState
from jianyan.suggestions.tables import PUBLISHED, Answer, ScreeningHit, SubmissionKey, Suggestion
from jianyan.topics import topic_ids

_PAGE = 1_000
_CONTAINS = "(suggestion.body LIKE {} ESCAPE '\\' OR suggestion.title LIKE {} ESCAPE '\\')"
COLUMNS = (
    Suggestion.id,
    Suggestion.tracking,
    Suggestion.topic.as_alias("topic_id"),
    Suggestion.state,
    Suggestion.source,
    Suggestion.kind,
    Suggestion.category.as_alias("category_id"),
    Suggestion.category.name.as_alias("category"),
    Suggestion.chosen.as_alias("chosen_id"),
    Suggestion.placement.name.as_alias("placement"),
    Suggestion.placement.line.as_alias("line"),
    Suggestion.placement.code.as_alias("code"),
    Suggestion.title,
    Suggestion.body,
    Suggestion.received_at,
    Suggestion.received_on,
    Suggestion.like_count,
)
"""What `detail_of` needs."""


async def by_tracking(tracking: str) -> SuggestionDetail:
    """Give the suggestion of a public number.

    Raises:
        NoSuchSuggestion: there is none, or its topic is of another scope than the current one.
    """
    found = (Suggestion.tracking == tracking) & Suggestion.topic.is_in(topic_ids())
    row = await Suggestion.select(*COLUMNS).where(found).first()
    if row is None:
        raise NoSuchSuggestion
    return detail_of(row)


async def by_author(tracking: str, account_id: int) -> SuggestionDetail:
    """Give the suggestion of a public number that this member sent.

    Raises:
        NoSuchSuggestion: there is none, or somebody else sent it.
    """
    where = (Suggestion.tracking == tracking) & (Suggestion.author == account_id)
    row = await Suggestion.select(*COLUMNS).where(where).first()
    if row is None:
        raise NoSuchSuggestion
    return detail_of(row)


async def by_receipt(possible_hashes: list[str]) -> SuggestionDetail:
    """Give the suggestion that a receipt opens.

    Args:
        possible_hashes: of the receipt as it was typed, see `receipts.possible_hashes`.

    Raises:
        NoSuchSuggestion: the receipt opens none.
    """
    if not possible_hashes:
        raise NoSuchSuggestion
    row = await Suggestion.select(*COLUMNS).where(Suggestion.receipt_hash.is_in(possible_hashes)).first()
    if row is None:
        raise NoSuchSuggestion
    return detail_of(row)


async def by_key(key_hash: str, *, content_hash: str) -> Received | None:
    """Give what became of a form that was sent before with the same content, or None."""
    known = (
        await SubmissionKey.select(SubmissionKey.tracking)
        .where((SubmissionKey.key_hash == key_hash) & (SubmissionKey.content_hash == content_hash))
        .first()
    )
    if known is None:
        return None
    return Received(
        tracking=known["tracking"], state=(await by_tracking(known["tracking"])).state, again=True
    )


def matching(asked: SuggestionFilter) -> Combinable:
    """Give the condition of a filter."""
    where: Combinable = Suggestion.state.is_in([state.value for state in asked.states])
    if asked.topic_id is None:
        where = And(where, Suggestion.topic.is_in(topic_ids()))
    else:
        where = And(where, Suggestion.topic == asked.topic_id)
    if asked.category_id is not None:
        filed = (
            Suggestion.category == asked.category_id if asked.category_id else Suggestion.category.is_null()
        )
        where = And(where, filed)
    if asked.words:
        pattern = "%" + re.sub(r"([\\%_])", r"\\\1", asked.words) + "%"
        where = And(where, WhereRaw(_CONTAINS, pattern, pattern))
    return where


async def in_state(
    topic_id: int | None, states: list[SuggestionState], *, most: int, after: int = 0
) -> list[SuggestionDetail]:
    """List suggestions in these states, in the order in which they came.

    Args:
        topic_id: of this topic; None: of all of the current scope.
        states: at least one.
        most: at most this many.
        after: only those whose id is larger.
    """
    where = matching(SuggestionFilter(topic_id=topic_id, states=tuple(states)))
    query = Suggestion.select(*COLUMNS).where(And(where, Suggestion.id > after))
    return [detail_of(row) for row in await query.order_by(Suggestion.id).limit(most)]


async def count_in_state(topic_id: int | None, states: list[SuggestionState]) -> int:
    """Count the suggestions in these states, of one topic or (None) of all."""
    return await count(SuggestionFilter(topic_id=topic_id, states=tuple(states)))


async def count(asked: SuggestionFilter) -> int:
    """Count the suggestions that a filter lets through."""
    return int(await Suggestion.count().where(matching(asked)))


async def newest_id() -> int:
    """Give the id of the suggestion that came last, 0 before the first."""
    row = await Suggestion.select(Suggestion.id).order_by(Suggestion.id, ascending=False).first()
    return int(row["id"]) if row else 0


async def count_of_origins(topic_id: int, origins: Sequence[str]) -> int:
    """Count how many of these identities of imported rows a topic has already."""
    there = 0
    for start in range(0, len(origins), _PAGE):
        among = list(origins[start : start + _PAGE])
        there += await Suggestion.count().where(
            (Suggestion.topic == topic_id) & Suggestion.origin.is_in(among)
        )
    return there


async def latest_published(
    topic_id: int,
    *,
    words: Words,
    most: int,
    before: int | None = None,
    placement_id: int | None = None,
) -> list[SuggestionDetail]:
    """List what is published as the public reads it, nothing erased, newest first.

    Args:
        topic_id: of this topic.
        words: those of level mask are masked, and personal data is anyway.
        most: at most this many.
        before: only those whose id is smaller.
        placement_id: only from this placement of it.
    """
    # A placement is of one topic. Asked for both, SQLite walks through all of the topic's to find the few.
    where = Suggestion.topic == topic_id if placement_id is None else Suggestion.placement == placement_id
    query = Suggestion.select(*COLUMNS).where(And(where & Suggestion.body.is_not_null(), WhereRaw(PUBLISHED)))
    if before is not None:
        query = query.where(Suggestion.id < before)
    rows = await query.order_by(Suggestion.id, ascending=False).limit(most)
    return [detail_of({**row, **_public(row, words)}) for row in rows]


async def of_author(account_id: int, *, most: int = 100) -> list[SuggestionDetail]:
    """List what a member sent, the newest first."""
    query = Suggestion.select(*COLUMNS).where(Suggestion.author == account_id)
    return [detail_of(row) for row in await query.order_by(Suggestion.id, ascending=False).limit(most)]


async def pages(topic_id: int) -> AsyncIterator[list[SuggestionDetail]]:
    """Walk all suggestions of a topic in the order in which they came, in pages of at most 1,000."""
    after = 0
    while rows := (
        await Suggestion.select(*COLUMNS)
        .where((Suggestion.topic == topic_id) & (Suggestion.id > after))
        .order_by(Suggestion.id)
        .limit(_PAGE)
    ):
        yield [detail_of(row) for row in rows]
        after = rows[-1]["id"]


async def answers_to(suggestion_ids: list[int]) -> dict[int, list[AnswerDetail]]:
    """Give suggestion id → its answers, in the order of the questions."""
    if not suggestion_ids:
        return {}
    rows = (
        await Answer.select(
            Answer.suggestion.as_alias("suggestion_id"),
            Answer.question.as_alias("question_id"),
            Answer.option.label.as_alias("option"),
            Answer.rating,
            Answer.text,
        )
        .where(Answer.suggestion.is_in(suggestion_ids))
        .order_by(Answer.id)
    )
    answers: dict[int, list[AnswerDetail]] = {}
    for row in rows:
        answers.setdefault(row["suggestion_id"], []).append(AnswerDetail(**row))
    return answers


async def hits_in(suggestion_id: int) -> list[NewHit]:
    """List what was found in the texts of a suggestion on arrival, in their order; empty once erased."""
    columns = (
        ScreeningHit.field,
        ScreeningHit.start,
        ScreeningHit.length,
        ScreeningHit.kind,
        ScreeningHit.level,
        ScreeningHit.word,
    )
    rows = (
        await ScreeningHit.select(*columns)
        .where(ScreeningHit.suggestion == suggestion_id)
        .order_by(ScreeningHit.id)
    )
    return [NewHit(**{**row, "kind": Kind(row["kind"]), "level": Level(row["level"])}) for row in rows]


def _public(row: dict[str, Any], words: Words) -> dict[str, str]:
    return {name: screened(row[name], words).public for name in ("title", "body") if row[name]}


def detail_of(row: dict[str, Any]) -> SuggestionDetail:
    """Give the suggestion of a row that was selected with COLUMNS."""
    read = {"state": SuggestionState, "source": Source, "kind": Contribution}
    return SuggestionDetail(**{**row, **{name: kind(row[name]) for name, kind in read.items()}})
