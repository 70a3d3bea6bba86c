"""Which category is proposed on a card, learned in this process from what is published and each decision.

The lessons are the published suggestions themselves: their texts and where they are filed are in the
database, whoever filed them, a moderator or an imported file. A process learns those of a topic when its
first card is opened, in a random order, and from then on hears of every decision, its own at once and those
of other processes when it catches up.
"""

import asyncio
import random
from collections import OrderedDict
from collections.abc import Collection
from typing import Any

import msgspec

from jianyan import trail
from jianyan.filing import Learner, Lesson, Terms, Word, terms_of, words_of
from jianyan.moderation.tables import Decision
from jianyan.suggestions import SuggestionDetail, SuggestionState
from jianyan.suggestions.queries import COLUMNS, detail_of
from jianyan.suggestions.tables import Suggestion

_TOPICS_MOST = 8
_TERMS_MOST = 30_000
_LESSONS_MOST = 3_000
_AT_ONCE = 20
_PAGE = 200


class CategoryProposal(msgspec.Struct, frozen=True, kw_only=True):
    """What stands on a card."""

    category_id: int
    percent: int
    """Of a hundred proposals with 80, eighty are right."""
    words: list[Word]
    """What in the text speaks for it, the loudest first; at most 5."""


class _Class:
    """What is learned of one topic."""

    def __init__(self) -> None:
        self.learner = Learner(terms_most=_TERMS_MOST)
        self.lessons: dict[int, Lesson] = {}
        """Suggestion id → its lesson that is in the sum."""
        self.is_filled = False


class Learning:
    """What one process has learned, a learner for each of the topics that were looked at last."""

    def __init__(self) -> None:
        self._classes: OrderedDict[int, _Class] = OrderedDict()
        self._heard = -1
        """Id of the last decision that is learned."""
        self._walked = -1
        """Number of the last act after which nothing withdrawn is taught any more."""

    def proposal(self, one: SuggestionDetail, *, among: Collection[int]) -> CategoryProposal | None:
        """Give the category that fits a suggestion best, or None while too little is known."""
        taught = self._class(one.topic_id)
        terms = _terms(one)
        found = taught.learner.proposal(terms, among=among)
        if found is None:
            return None
        pulls = taught.learner.pulls(terms, found.category)
        words = words_of([one.title or "", one.body or ""], pulls)
        return CategoryProposal(
            category_id=found.category, percent=round(found.confidence * 100), words=words
        )

    def hear(self, one: SuggestionDetail) -> None:
        """Learn where a suggestion stands now: filed under its category, or not filed any more."""
        taught = self._class(one.topic_id)
        known = taught.lessons.get(one.id)
        is_filed = one.state is SuggestionState.PUBLISHED and one.category_id is not None
        if known and is_filed and known.category == one.category_id:
            return
        terms = _terms(one)
        if known:
            taught.learner.unlearn(terms, taught.lessons.pop(one.id))
        if is_filed and one.category_id is not None:
            lesson = taught.learner.learn(terms, one.category_id)
            if lesson:
                taught.lessons[one.id] = lesson

    async def catch_up(self) -> None:
        """Learn the topics that were opened meanwhile, then what was decided or withdrawn since last time."""
        if self._heard < 0:
            self._heard, self._walked = await _last_decision(), await trail.size() - 1
        for topic_id in [key for key, taught in self._classes.items() if not taught.is_filled]:
            await self._fill(topic_id)
        while rows := await _decided_after(self._heard):
            for row in rows:
                decision_id = row.pop("decision_id")
                if row["topic_id"] in self._classes:
                    self.hear(detail_of(row))
                self._heard = max(self._heard, decision_id)
            await asyncio.sleep(0)
        await self._forget_withdrawn()

    async def _forget_withdrawn(self) -> None:
        """Unlearn what its sender took back: no decision says so."""
        async for page in trail.subjects_of("withdraw", after=self._walked):
            for row in await _standing(Suggestion.tracking.is_in([tracking for _, tracking, _ in page])):
                if row["topic_id"] in self._classes:
                    self.hear(detail_of(row))
            self._walked = page[-1][0]

    async def _fill(self, topic_id: int) -> None:
        """Learn what is published in a topic, a few at a time so that nobody waits for it."""
        where = (Suggestion.topic == topic_id) & (Suggestion.state == SuggestionState.PUBLISHED.value)
        query = Suggestion.select(*COLUMNS).where(where & Suggestion.body.is_not_null())
        rows = await query.order_by(Suggestion.id, ascending=False).limit(_LESSONS_MOST)
        random.Random(topic_id).shuffle(rows)  # noqa: S311 - sorted input would bend the learner
        for place, row in enumerate(rows):
            self.hear(detail_of(row))
            if place % _AT_ONCE == 0:
                await asyncio.sleep(0)
        self._class(topic_id).is_filled = True

    def _class(self, topic_id: int) -> _Class:
        taught = self._classes.setdefault(topic_id, _Class())
        self._classes.move_to_end(topic_id)
        if len(self._classes) > _TOPICS_MOST:
            self._classes.popitem(last=False)
        return taught


def _terms(one: SuggestionDetail) -> Terms:
    return terms_of(one.title, one.body or "")


async def _last_decision() -> int:
    row = await Decision.select(Decision.id).order_by(Decision.id, ascending=False).first()
    return int(row["id"]) if row else 0


async def _decided_after(decision_id: int) -> list[dict[str, Any]]:
    """List what was decided on after a decision, as it stands now, in the order of the decisions."""
    decided = (
        await Decision.select(Decision.id, Decision.suggestion)
        .where(Decision.id > decision_id)
        .order_by(Decision.id)
        .limit(_PAGE)
    )
    if not decided:
        return []
    rows = await _standing(Suggestion.id.is_in(sorted({row["suggestion"] for row in decided})))
    by_id = {row["id"]: row for row in rows}
    return [{**by_id[row["suggestion"]], "decision_id": row["id"]} for row in decided]


async def _standing(where: Any) -> list[dict[str, Any]]:
    """Give suggestions as they stand now."""
    return await Suggestion.select(*COLUMNS).where(where)
