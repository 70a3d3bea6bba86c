import pytest
from hypothesis import given
from hypothesis import strategies as st

from jianyan.cases import Adoption
from jianyan.cases.adoption import UNSAID, Outcomes, best, outcomes_counted, outcomes_of

ANSWERS = st.lists(st.sampled_from([*map(str, Adoption), UNSAID, None]))


@given(ANSWERS)
def test_each_answer_is_counted_once(answers: list[str | None]) -> None:
    outcomes = outcomes_of(answers)
    assert outcomes.answered == len(answers)
    assert outcomes.unsaid == sum(not answer for answer in answers)
    assert outcomes.said + outcomes.unsaid == outcomes.answered


@given(ANSWERS)
def test_counted_beforehand_or_one_by_one_is_the_same(answers: list[str | None]) -> None:
    assert outcomes_counted({one: answers.count(one) for one in answers}) == outcomes_of(answers)


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        (["declined", "partly", "reference"], "partly"),
        (["adopted", "declined"], "adopted"),
        ([None, "declined"], "declined"),
        ([None], UNSAID),
        (["reference", "declined"], "reference"),
    ],
)
def test_the_best_of_several_answers_counts(answers: list[str | None], expected: str) -> None:
    assert best(answers) == expected
    assert best(reversed(answers)) == expected


def test_the_share_leaves_out_what_does_not_say_it() -> None:
    assert Outcomes(adopted=700, partly=218, reference=200, declined=119).percent == 100 * 918 / 1237
    assert Outcomes(adopted=1, unsaid=99).percent == 100.0
    assert Outcomes(unsaid=5).percent is None
    assert Outcomes().percent is None
