"""From grouped counts to a tally: plain arithmetic."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime, timedelta

import msgspec

from jianyan.suggestions import Source, SuggestionState
from jianyan.tallies.groups import Groups, Row
from jianyan.tallies.schemas import (
    CategoryTally,
    DayTally,
    OptionTally,
    PlacementTally,
    QuestionTally,
    Tally,
)
from jianyan.topics import RATING_MOST, QuestionDetail, QuestionKind

_LONGEST_GAP_DAYS = 3_660


def added_up(groups: Groups, *, as_of: datetime) -> Tally:
    """Give the tally of what was read."""
    in_category: dict[int | None, dict[str, int]] = defaultdict(_no_states)
    for row in groups.by_category:
        states = in_category[row["category"]]
        states[row["state"]] = states.get(row["state"], 0) + row["count"]
    uncategorised = in_category[None]
    return Tally(
        topic=groups.topic.slug,
        title=groups.topic.title,
        as_of=as_of,
        trail_size=groups.trail_size,
        received=groups.received,
        states=_totals(groups.by_category, "state", SuggestionState),
        categories=_categories(groups, in_category),
        uncategorised=sum(uncategorised.values()),
        uncategorised_states=uncategorised,
        placements=_placements(groups),
        days=without_gaps(groups.by_day),
        sources=_totals(groups.by_category, "source", Source),
        questions=_questions(groups),
    )


def _no_states() -> dict[str, int]:
    return {state.value: 0 for state in SuggestionState}


def _totals(rows: Iterable[Row], column: str, known: Iterable[str]) -> dict[str, int]:
    """Sum the rows by what stands in the column; unknown values are left out, so that the parts show it."""
    totals = {str(name): 0 for name in known}
    for row in rows:
        if row[column] in totals:
            totals[row[column]] += row["count"]
    return totals


def _categories(groups: Groups, in_category: dict[int | None, dict[str, int]]) -> list[CategoryTally]:
    offered = {category.id for category in groups.topic.categories}
    order = sorted(groups.names, key=lambda category: category not in offered)
    return [
        CategoryTally(
            id=category,
            name=groups.names[category],
            offered=category in offered,
            count=sum(in_category[category].values()),
            states=in_category[category],
        )
        for category in order
        if category in offered or category in in_category
    ]


def _placements(groups: Groups) -> list[PlacementTally]:
    counts = {row["placement"]: row["count"] for row in groups.by_placement}
    placed = [
        PlacementTally(**msgspec.structs.asdict(place), count=counts.get(key, 0))
        for key, place in groups.places.items()
    ]
    if None in counts:
        placed.append(PlacementTally(code=None, name="", line="", kind="", count=counts[None]))
    return placed


def without_gaps(days: list[tuple[date, int]]) -> list[DayTally]:
    """Give every day from the first to the last; a gap that only a mistyped date makes is left open."""
    filled: list[DayTally] = []
    for day, count in days:
        if filled and (day - filled[-1].date).days <= _LONGEST_GAP_DAYS:
            while filled[-1].date + timedelta(days=1) < day:
                filled.append(DayTally(filled[-1].date + timedelta(days=1), 0))
        filled.append(DayTally(day, count))
    return filled


def _questions(groups: Groups) -> list[QuestionTally]:
    asked = {question.id for question in groups.topic.questions}
    rows: dict[int, list[Row]] = defaultdict(list)
    for row in groups.by_answer:
        rows[row["question"]].append(row)
    order = sorted(groups.questions, key=lambda question: question.id not in asked)
    return [
        _question(question, groups.by_question.get(question.id, 0), rows[question.id])
        for question in order
        if question.id in asked or question.id in groups.by_question
    ]


def _question(question: QuestionDetail, answered: int, rows: list[Row]) -> QuestionTally:
    chosen = {row["option"]: row["count"] for row in rows}
    is_rating = question.kind is QuestionKind.RATING
    distribution = _distribution(rows) if is_rating else {}
    return QuestionTally(
        id=question.id,
        kind=question.kind,
        text=question.text,
        answered=answered,
        options=[
            OptionTally(option.id, option.label, chosen.get(option.id, 0)) for option in question.options
        ],
        mean=_mean(distribution),
        distribution=distribution,
    )


def _distribution(rows: list[Row]) -> dict[str, int]:
    counts = {row["rating"]: row["count"] for row in rows}
    return {str(points): counts.get(points, 0) for points in range(1, RATING_MOST + 1)}


def _mean(distribution: dict[str, int]) -> float | None:
    rated = sum(distribution.values())
    return sum(int(points) * count for points, count in distribution.items()) / rated if rated else None
