"""Reading suggestions."""

from collections.abc import AsyncIterator
from typing import Any

from jianyan.screening import public_text
from jianyan.suggestions.schemas import AnswerDetail, Received, SuggestionDetail
from jianyan.suggestions.service import NoSuchSuggestion
from jianyan.suggestions.states import Source, SuggestionState
from jianyan.suggestions.tables import Answer, SubmissionKey, Suggestion
from jianyan.topics import topic_ids

_PAGE = 1_000
_COLUMNS = (
    Suggestion.id,
    Suggestion.tracking,
    Suggestion.topic.as_alias("topic_id"),
    Suggestion.state,
    Suggestion.source,
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


async def by_tracking(tracking: str) -> SuggestionDetail:
    """Give the suggestion of a public number.

    Raises:
        NoSuchSuggestion: there is none, or its topic is of another scope than the current one.
    """
    found = (Suggestion.tracking == tracking) & Suggestion.topic.is_in(topic_ids())
    row = await Suggestion.select(*_COLUMNS).where(found).first()
    if row is None:
        raise NoSuchSuggestion
    return _detail(row)


async def by_receipt(possible_hashes: list[str]) -> SuggestionDetail:
    """Give the suggestion that a receipt opens.

    Args:
        possible_hashes: of the receipt as it was typed, see `receipts.possible_hashes`.

    Raises:
        NoSuchSuggestion: the receipt opens none.
    """
    if not possible_hashes:
        raise NoSuchSuggestion
    row = await Suggestion.select(*_COLUMNS).where(Suggestion.receipt_hash.is_in(possible_hashes)).first()
    if row is None:
        raise NoSuchSuggestion
    return _detail(row)


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
    query = Suggestion.select(*_COLUMNS).where(
        Suggestion.state.is_in([state.value for state in states]) & (Suggestion.id > after)
    )
    query = query.where(_of(topic_id))
    return [_detail(row) for row in await query.order_by(Suggestion.id).limit(most)]


async def count_in_state(topic_id: int | None, states: list[SuggestionState]) -> int:
    """Count the suggestions in these states, of one topic or (None) of all of the current scope."""
    query = Suggestion.count().where(Suggestion.state.is_in([state.value for state in states]))
    return int(await query.where(_of(topic_id)))


def _of(topic_id: int | None) -> Any:
    return Suggestion.topic.is_in(topic_ids()) if topic_id is None else Suggestion.topic == topic_id


async def latest_published(
    topic_id: int, *, most: int, before: int | None = None, placement_id: int | None = None
) -> list[SuggestionDetail]:
    """List what is published as the public reads it: personal data masked, nothing erased, newest first.

    Args:
        topic_id: of this topic.
        most: at most this many.
        before: only those whose id is smaller.
        placement_id: only from this placement.
    """
    query = Suggestion.select(*_COLUMNS).where(
        (Suggestion.topic == topic_id)
        & (Suggestion.state == SuggestionState.PUBLISHED.value)
        & Suggestion.body.is_not_null()
    )
    if before is not None:
        query = query.where(Suggestion.id < before)
    if placement_id is not None:
        query = query.where(Suggestion.placement == placement_id)
    rows = await query.order_by(Suggestion.id, ascending=False).limit(most)
    return [_detail({**row, "body": public_text(row["body"])}) for row in rows]


async def of_author(account_id: int, *, most: int = 100) -> list[SuggestionDetail]:
    """List what a member sent, the newest first."""
    query = Suggestion.select(*_COLUMNS).where(Suggestion.author == account_id)
    return [_detail(row) for row in await query.order_by(Suggestion.id, ascending=False).limit(most)]


async def pages(topic_id: int) -> AsyncIterator[list[SuggestionDetail]]:
    """Walk all suggestions of a topic in the order in which they came, in pages of at most 1,000."""
    after = 0
    while rows := (
        await Suggestion.select(*_COLUMNS)
        .where((Suggestion.topic == topic_id) & (Suggestion.id > after))
        .order_by(Suggestion.id)
        .limit(_PAGE)
    ):
        yield [_detail(row) for row in rows]
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


def _detail(row: dict[str, Any]) -> SuggestionDetail:
    return SuggestionDetail(
        **{**row, "state": SuggestionState(row["state"]), "source": Source(row["source"])}
    )
