"""Trials on decisions that were made already: learn from some folds, propose for the one kept aside."""

import random
from collections import defaultdict
from collections.abc import Iterable, Sequence

import msgspec

from jianyan.filing.learner import Learner
from jianyan.filing.terms import Terms, terms_of


class Example(msgspec.Struct, frozen=True):
    """A text and the category it was filed under."""

    title: str
    body: str
    category: int

    @property
    def terms(self) -> Terms:
        """Give its terms, anew each time: they take a hundred times the room of the text."""
        return terms_of(self.title, self.body)


class Outcome(msgspec.Struct, frozen=True):
    """What was proposed for an example by a learner that had not met it."""

    category: int
    """That it was filed under."""
    proposed: int | None
    """None: the learner knew nothing of it."""
    confidence: float

    @property
    def is_right(self) -> bool:
        """Say whether it was filed there."""
        return self.proposed == self.category


def trial(examples: Sequence[Example], *, folds: int, seed: int) -> list[Outcome]:
    """Give the outcome of each example, in no order: a fold is proposed for by what learned the others.

    Args:
        examples: of two categories at least.
        folds: 2 or more; a category's examples are dealt to them evenly.
        seed: deals the folds and says in which order they are learned.
    """
    order = random.Random(seed)  # noqa: S311 - repeatable, and no secret
    dealt = dealt_folds([example.category for example in examples], folds=folds, order=order)
    outcomes: list[Outcome] = []
    for aside in dealt:
        others = [at for fold in dealt if fold is not aside for at in fold]
        order.shuffle(others)
        learner = taught(examples[at] for at in others)
        outcomes += (_outcome(learner, examples[at]) for at in aside)
    return outcomes


def taught(examples: Iterable[Example]) -> Learner:
    """Give a learner that learned these examples in their order."""
    learner = Learner()
    for example in examples:
        learner.learn(example.terms, example.category)
    return learner


def dealt_folds(categories: Sequence[int], *, folds: int, order: random.Random) -> list[list[int]]:
    """Give the places of a sequence in folds of nearly one size, each category spread evenly over them."""
    places = defaultdict(list)
    for at, category in enumerate(categories):
        places[category].append(at)
    for of_category in places.values():
        order.shuffle(of_category)
    queue = [at for of_category in places.values() for at in of_category]
    return [queue[first::folds] for first in range(folds)]


def _outcome(learner: Learner, example: Example) -> Outcome:
    proposal = learner.proposal(example.terms)
    if proposal is None:
        return Outcome(example.category, None, 0.0)
    return Outcome(example.category, proposal.category, proposal.confidence)
