import pytest

from jianyan.filing.figures import CategoryFigures, Confusion, figures
from jianyan.filing.trials import Outcome

NAMES = ["公交", "环保", "教育"]


def outcomes(*told: tuple[int, int | None, float]) -> list[Outcome]:
    return [Outcome(*one) for one in told]


@pytest.fixture
def one_trial() -> list[Outcome]:
    """Give four texts about buses, one of them taken for 环保, two of 环保, one of them unknown."""
    return outcomes((0, 0, 0.95), (0, 0, 0.85), (0, 0, 0.5), (0, 1, 0.8), (1, 1, 1.0), (1, None, 0.0))


def test_precision_recall_and_f1_are_those_of_the_textbook(one_trial: list[Outcome]) -> None:
    found = figures([one_trial], NAMES)
    assert found.categories == [
        CategoryFigures("公交", 1.0, 0.75, pytest.approx(6 / 7), 4),
        CategoryFigures("环保", 0.5, 0.5, 0.5, 2),
    ]
    assert found.macro_f1 == pytest.approx((6 / 7 + 0.5) / 2)
    assert found.accuracy == pytest.approx(4 / 6)
    assert found.worst == Confusion("公交", "环保", 1.0)


def test_several_trials_give_a_mean_and_a_spread(one_trial: list[Outcome]) -> None:
    right = outcomes(*[(0, 0, 0.9)] * 4, *[(1, 1, 0.9)] * 2)
    found = figures([one_trial, right], NAMES)
    assert found.accuracy == pytest.approx((4 / 6 + 1) / 2)
    assert found.accuracy_spread == pytest.approx((1 - 4 / 6) / 2**0.5)
    assert [one.support for one in found.categories] == [4, 2]
    assert found.worst == Confusion("公交", "环保", 0.5)
    assert figures([one_trial], NAMES).accuracy_spread == 0


def test_levels_hold_every_proposal_once(one_trial: list[Outcome]) -> None:
    levels = figures([one_trial], NAMES).levels
    assert [(one.least, one.share * 6) for one in levels] == [
        (0.0, pytest.approx(1)),
        (0.4, pytest.approx(1)),
        (0.6, 0),
        (0.8, pytest.approx(2)),
        (0.9, pytest.approx(2)),
    ]
    assert [one.right for one in levels] == [0, 1, 0, 0.5, 1]
    assert levels[3].confidence == pytest.approx(0.825)


def test_sure_proposals_are_those_from_four_in_five(one_trial: list[Outcome]) -> None:
    sure = figures([one_trial], NAMES).sure
    assert (sure.share, sure.right) == (pytest.approx(4 / 6), 0.75)


def test_where_all_is_right_nothing_is_confused() -> None:
    found = figures([outcomes((0, 0, 0.9), (2, 2, 0.9))], NAMES)
    assert found.worst is None
    assert (found.macro_f1, found.accuracy) == (1, 1)
