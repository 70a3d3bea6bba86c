"""How good proposals were: precision, recall and F1 of each category, and whether confidence is honest.

Source of the macro average: the mean of the categories' F1, each counting the same (D. Lewis, 1991).
"""

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from statistics import fmean, stdev

import msgspec

from jianyan.filing.trials import Outcome

SURE = 0.8
_LEVELS = (0.0, 0.4, 0.6, 0.8, 0.9, 1.0)


class CategoryFigures(msgspec.Struct, frozen=True):
    """One category in all trials together."""

    category: str
    precision: float
    """Of the proposals of it, the share that were right; 0 where there are none."""
    recall: float
    """Of the texts filed under it, the share it was proposed for."""
    f1: float
    support: int
    """Texts filed under it, in one trial."""


class Confusion(msgspec.Struct, frozen=True):
    """Texts of one category for which another was proposed."""

    category: str
    proposed: str
    texts: float
    """In one trial, on average."""


class Level(msgspec.Struct, frozen=True):
    """The proposals whose confidence lies in one range, the upper end left out but for the last."""

    least: float
    below: float
    share: float
    """Of all texts."""
    confidence: float
    """On average; 0 where there are none."""
    right: float
    """The share of them that were right; 0 where there are none."""


class Figures(msgspec.Struct, frozen=True, kw_only=True):
    """What came of one trial or more."""

    categories: list[CategoryFigures]
    macro_f1: float
    """On average over the trials."""
    macro_f1_spread: float
    """Standard deviation between the trials; 0 for a single one."""
    accuracy: float
    accuracy_spread: float
    worst: Confusion | None
    """The most frequent one; None where all was right."""
    levels: list[Level]
    sure: Level
    """What had a confidence of 0.8 and more."""


def figures(trials: Sequence[Sequence[Outcome]], names: Sequence[str]) -> Figures:
    """Give the figures of trials with the same texts, at least one.

    Args:
        trials: the outcomes of each.
        names: of the categories; an outcome names one by its place.
    """
    every = [outcome for trial in trials for outcome in trial]
    macros = [fmean(one.f1 for one in _by_category(trial, names)) for trial in trials]
    accuracies = [fmean(outcome.is_right for outcome in trial) for trial in trials]
    return Figures(
        categories=_by_category(every, names, trials=len(trials)),
        macro_f1=fmean(macros),
        macro_f1_spread=_spread(macros),
        accuracy=fmean(accuracies),
        accuracy_spread=_spread(accuracies),
        worst=_worst(every, names, trials=len(trials)),
        levels=[_level(every, least, below) for least, below in pairwise(_LEVELS)],
        sure=_level(every, SURE, 1.0),
    )


def _by_category(
    outcomes: Sequence[Outcome], names: Sequence[str], *, trials: int = 1
) -> list[CategoryFigures]:
    filed = Counter(outcome.category for outcome in outcomes)
    proposed = Counter(outcome.proposed for outcome in outcomes)
    right = Counter(outcome.category for outcome in outcomes if outcome.is_right)
    return [
        CategoryFigures(
            names[category],
            right[category] / (proposed[category] or 1),
            right[category] / filed[category],
            2 * right[category] / (proposed[category] + filed[category]),
            filed[category] // trials,
        )
        for category in sorted(filed)
    ]


def _level(outcomes: Sequence[Outcome], least: float, below: float) -> Level:
    inside = [one for one in outcomes if least <= one.confidence and (one.confidence < below or below == 1)]
    confidence = fmean(one.confidence for one in inside) if inside else 0.0
    right = fmean(one.is_right for one in inside) if inside else 0.0
    return Level(least, below, len(inside) / len(outcomes), confidence, right)


def _spread(values: Sequence[float]) -> float:
    return stdev(values) if len(values) > 1 else 0.0


def _worst(outcomes: Sequence[Outcome], names: Sequence[str], *, trials: int) -> Confusion | None:
    wrong = Counter(
        (one.category, one.proposed) for one in outcomes if one.proposed is not None and not one.is_right
    )
    for (category, proposed), count in wrong.most_common(1):
        assert proposed is not None
        return Confusion(names[category], names[proposed], count / trials)
    return None
