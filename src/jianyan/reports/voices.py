"""Which voices a report quotes: by a rule that anybody can follow, and as the public reads them.

Of each category three at most, published ones only: first what says best what the largest groups say, then
what has the most likes, then what came first. Place and sender are told as a kind only.
"""

import asyncio
from typing import Any

from piccolo.query import OrderByRaw

from jianyan.groups import GroupDetail, representative_of
from jianyan.reports.schemas import Voice
from jianyan.reports.states import VoiceSource
from jianyan.screening import Words, screened
from jianyan.suggestions import Source, SuggestionState
from jianyan.suggestions.tables import Suggestion

VOICES_MOST = 3
"""Of one category."""
LETTERS_MOST = 200
_OF_SOURCE = {
    Source.MEMBER: VoiceSource.MEMBER,
    Source.IMPORT: VoiceSource.IMPORT,
    Source.STAFF: VoiceSource.STAFF,
    Source.API: VoiceSource.API,
}
_PUBLISHED = SuggestionState.PUBLISHED.value
_COLUMNS = (
    Suggestion.id,
    Suggestion.tracking,
    Suggestion.category,
    Suggestion.source,
    Suggestion.body,
    Suggestion.placement.kind.as_alias("kind"),
)
_ORDER = OrderByRaw("COALESCE(suggestion.like_count, 0) DESC, suggestion.id")
Row = dict[str, Any]


async def chosen_voices(
    topic_id: int, categories: list[int | None], groups: list[GroupDetail], *, words: Words
) -> list[Voice]:
    """Give the voices of each category, in the order of the categories and of the rule.

    Args:
        topic_id: whose suggestions; the caller holds the snapshot.
        categories: ids; None: what is filed nowhere.
        groups: of two and more, the largest first.
        words: those of level mask are masked, and personal data is anyway.
    """
    said = await asyncio.to_thread(representatives, groups)
    grouped = await _rows(Suggestion.id.is_in(list(said) or [0]), most=len(said)) if said else []
    by_category: dict[int | None, list[Row]] = {}
    for row in sorted(grouped, key=lambda row: list(said).index(row["id"])):
        by_category.setdefault(row["category"], []).append(row)
    voices: list[Voice] = []
    for category in categories:
        rows = by_category.get(category, [])[:VOICES_MOST]
        if len(rows) < VOICES_MOST:
            rows += await _others(
                topic_id, category, without={row["id"] for row in rows}, most=VOICES_MOST - len(rows)
            )
        voices += [_voice(row, said.get(row["id"], 1), words) for row in rows]
    return voices


def representatives(groups: list[GroupDetail]) -> dict[int, int]:
    """Give id of the published member that says best what its group says → how many say the same."""
    found: dict[int, int] = {}
    for group in groups:
        published = [one.message for one in group.members if one.state == _PUBLISHED]
        if published and group.count > 1:
            found[representative_of(published).number] = group.count
    return found


async def _others(topic_id: int, category: int | None, *, without: set[int], most: int) -> list[Row]:
    filed = Suggestion.category.is_null() if category is None else Suggestion.category == category
    where: Any = (Suggestion.topic == topic_id) & filed
    if without:
        where = where & Suggestion.id.not_in(sorted(without))
    return await _rows(where, most=most)


async def _rows(where: Any, *, most: int) -> list[Row]:
    shown = (Suggestion.state == _PUBLISHED) & Suggestion.body.is_not_null()
    rows: list[Row] = await Suggestion.select(*_COLUMNS).where(where & shown).order_by(_ORDER).limit(most)
    return rows


def _voice(row: Row, group_count: int, words: Words) -> Voice:
    source = Source(row["source"])
    return Voice(
        category_id=row["category"],
        tracking=row["tracking"],
        text=_shortened(screened(row["body"], words).public),
        source=_OF_SOURCE.get(source) or (VoiceSource.LINK if row["kind"] == "link" else VoiceSource.PLACE),
        group_count=group_count,
    )


def _shortened(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= LETTERS_MOST else f"{line[: LETTERS_MOST - 1]}…"
