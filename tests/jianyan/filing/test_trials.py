import random
from collections import Counter

import pytest

from jianyan.filing.trials import Example, dealt_folds, taught, trial

WORDS = ("公交线路", "河水污染", "学校老师")


@pytest.fixture
def examples() -> list[Example]:
    """Give thirty texts of three categories, each with a number of its own."""
    return [Example(WORDS[at % 3], chr(0x5000 + at), at % 3) for at in range(30)]


def test_every_example_is_proposed_for_once_a_trial(examples: list[Example]) -> None:
    outcomes = trial(examples, folds=5, seed=0)
    assert Counter(outcome.category for outcome in outcomes) == {0: 10, 1: 10, 2: 10}
    assert all(outcome.is_right for outcome in outcomes)


def test_a_learner_has_not_met_what_it_is_asked_for() -> None:
    """Each text has a letter of its own, which alone would tell: whoever knew it would be right."""
    order = random.Random(1)
    examples = [Example("", chr(0x5000 + at), order.randrange(2)) for at in range(40)]
    outcomes = trial(examples, folds=4, seed=0)
    assert [outcome.proposed for outcome in outcomes] == [None] * 40
    assert {outcome.confidence for outcome in outcomes} == {0.0}
    learner = taught(examples)
    proposals = [learner.proposal(example.terms) for example in examples]
    assert [one and one.category for one in proposals] == [example.category for example in examples]


def test_the_same_seed_gives_the_same_trial(examples: list[Example]) -> None:
    assert trial(examples, folds=5, seed=3) == trial(examples, folds=5, seed=3)
    assert trial(examples, folds=5, seed=3) != trial(examples, folds=5, seed=4)


def test_each_category_is_dealt_evenly_over_the_folds() -> None:
    categories = [0, 1, 0, 2, 0] * 5 + [0, 1] * 6 + [0, 0]
    dealt = dealt_folds(categories, folds=5, order=random.Random(0))
    assert sorted(at for fold in dealt for at in fold) == list(range(39))
    assert {len(fold) for fold in dealt} == {7, 8}
    for category, sizes in ((0, {4, 5}), (1, {2, 3}), (2, {1})):
        assert {sum(categories[at] == category for at in fold) for fold in dealt} == sizes
