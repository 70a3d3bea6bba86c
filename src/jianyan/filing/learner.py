"""Learns from each decision at once which category a text belongs to, and proposes one for the next.

Every category has a weight for each term. A decision moves the weights just as far as its own text needs to
be told clearly (1 for its category, -1 for each other one). Rare terms, and terms that stood mostly under one
category, move and count more. How far apart scores have to be for a confidence is learned as well, from what
each text scored before its decision was learned: confidence is tested on texts nobody had taught.

All that is known is a sum of lessons, one a decision. Kept as rows beside their texts, they bring a learner
back without deciding anything again, and one that is undone is taken out of the sum. What is learned last
counts most: decisions that come sorted by category (a sheet that is imported) leave a learner that proposes
the last one for nearly all. Learn those in a random order; relearning earlier decisions, chosen at random,
mends a learner and keeps a long run of one category from bending it.

Source: K. Crammer et al., Online passive-aggressive algorithms, 2006 (the step); A. Blum et al., Beating the
hold-out, 1999 (testing on what is about to be learned); J. Duchi et al., Adaptive subgradient methods, 2011
(how quickly confidence is learned).
"""

import math
from collections.abc import Collection, Sequence
from operator import itemgetter, mul

from jianyan.filing.memory import Memory, Places
from jianyan.filing.schemas import Lesson, Proposal
from jianyan.filing.terms import Terms

TERMS_MOST = 100_000
_KEPT_SHARE = 0.95
_FLATTEST = 0.5


class Learner:
    """What was learned so far.

    Args:
        terms_most: how many terms are known at once, in 30 MB with seven categories and 70 MB with thirty;
            beyond them a twentieth is forgotten: those of the fewest decisions, the oldest first.
    """

    def __init__(self, *, terms_most: int = TERMS_MOST) -> None:
        self.decisions = 0
        self._terms_most = terms_most
        self._columns: dict[int, int] = {}
        self._memory = Memory()
        self._sharpness = 1.0
        self._surprise = 1.0

    def __len__(self) -> int:
        return len(self._memory)

    def proposal(self, terms: Terms, *, among: Collection[int] | None = None) -> Proposal | None:
        """Give the category that fits best, or None where fewer than two are known or no term is.

        Args:
            terms: of the text.
            among: the categories that may be proposed; None: every known one.
        """
        scores, _ = self._scores(terms)
        allowed = [category for category in scores if among is None or category in among]
        if len(allowed) < 2 or not any(scores.values()):
            return None
        shares = self._shares([scores[category] for category in allowed])
        confidence = max(shares)
        return Proposal(allowed[shares.index(confidence)], confidence)

    def pulls(self, terms: Terms, category: int) -> dict[str, float]:
        """Give what each term of two decisions and more adds to the score of a category."""
        if category not in self._columns:
            return {}
        familiar = self._memory.familiar(terms)
        places, multipliers, length = self._weighed(terms)
        weights = itemgetter(*places)(self._memory.weights[self._columns[category]])
        pulls = [weight * by / length for weight, by in zip(weights, multipliers, strict=True)]
        return {term: pull for term, pull in zip(terms, pulls, strict=False) if term in familiar}

    def learn(self, terms: Terms, category: int) -> Lesson | None:
        """Learn a decision and give the lesson to keep; None where the text has no terms."""
        if not terms:
            return None
        self._open(category)
        scores, length = self._scores(terms)
        lesson = Lesson(category, scores, length)
        self.recall(terms, lesson)
        return lesson

    def recall(self, terms: Terms, lesson: Lesson) -> None:
        """Learn a decision again as its lesson says, in the order of the decisions."""
        self._open(*lesson.scores)
        self._sharpen(lesson)
        self._apply(terms, lesson, 1)
        if len(self._memory) > self._terms_most:
            self._memory.forget(len(self._memory) - int(self._terms_most * _KEPT_SHARE))

    def unlearn(self, terms: Terms, lesson: Lesson) -> None:
        """Take the lesson of an undone or overruled decision, learned before, out of what is known.

        What it said of confidence stays: the test took place. Terms forgotten meanwhile stay forgotten.
        """
        still_known = {term: amount for term, amount in terms.items() if term in self._memory}
        self._apply(still_known, lesson, -1)
        self._memory.forget_unfounded(still_known)

    def relearn(self, terms: Terms, lesson: Lesson) -> Lesson | None:
        """Learn an earlier decision as if it were met now, and give the lesson that replaces its own."""
        self.unlearn(terms, lesson)
        return self.learn(terms, lesson.category)

    def _weighed(self, terms: Terms) -> tuple[Places, list[float], float]:
        """Give the places of the terms and two empty ones, by what they count, and the length of the text."""
        places = [*self._memory.found(terms), 0, 0]
        amounts = [*terms.values(), 0.0, 0.0]
        multipliers = self._memory.multipliers(places, amounts, decisions=self.decisions)
        return places, multipliers, math.sqrt(sum(map(mul, multipliers, amounts))) or 1.0

    def _scores(self, terms: Terms) -> tuple[dict[int, float], float]:
        """Give the score of each category, and the text's length."""
        places, multipliers, length = self._weighed(terms)
        gather = itemgetter(*places)
        scores = [sum(map(mul, multipliers, gather(weights))) / length for weights in self._memory.weights]
        return dict(zip(self._columns, scores, strict=True)), length

    def _shares(self, scores: Sequence[float]) -> list[float]:
        top = max(scores)
        powers = [math.exp(self._sharpness * (score - top)) for score in scores]
        total = sum(powers)
        return [power / total for power in powers]

    def _sharpen(self, lesson: Lesson) -> None:
        """Move the sharpness of confidence towards what would have expected this decision."""
        scores = list(lesson.scores.values())
        expected = sum(map(mul, self._shares(scores), scores))
        surprise = lesson.scores[lesson.category] - expected
        self._surprise += surprise * surprise
        self._sharpness = max(_FLATTEST, self._sharpness + surprise / math.sqrt(self._surprise))

    def _apply(self, terms: Terms, lesson: Lesson, by: int) -> None:
        """Add a lesson, or with -1 take it away."""
        self.decisions += by
        places = self._memory.made(terms)
        self._memory.count(places, self._columns[lesson.category], by)
        for category, step in _steps(lesson):
            self._memory.move(self._columns[category], places, terms.values(), by * step)

    def _open(self, *categories: int) -> None:
        for category in categories:
            if category not in self._columns:
                self._columns[category] = len(self._columns)
                self._memory.widen()


def _steps(lesson: Lesson) -> list[tuple[int, float]]:
    """List how far each category's weights move: by what its score lacks of 1 or exceeds -1."""
    wanted = {category: 1.0 if category == lesson.category else -1.0 for category in lesson.scores}
    lacking = {category: wanted[category] - score for category, score in lesson.scores.items()}
    return [(one, lack / lesson.length) for one, lack in lacking.items() if lack * wanted[one] > 0]
