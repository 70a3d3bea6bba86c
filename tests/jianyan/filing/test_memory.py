import math

import pytest

from jianyan.filing.memory import Memory


@pytest.fixture
def memory() -> Memory:
    """Give a memory of two categories: 公交 in three decisions of the first, 请 in one of each."""
    memory = Memory()
    memory.widen()
    memory.widen()
    for column, terms in ((0, ["公交", "请"]), (1, ["请"]), (0, ["公交"]), (0, ["公交"])):
        memory.count(memory.made(terms), column, 1)
    return memory


def multiplier(memory: Memory, term: str) -> float:
    places = [*memory.found([term]), 0]
    return memory.multipliers(places, [1.0, 0.0], decisions=4)[0]


def test_a_term_counts_by_its_rarity_and_the_share_of_its_foremost_category(memory: Memory) -> None:
    assert multiplier(memory, "公交") == pytest.approx((1 + math.log(5 / 4)) ** 2 * (3 + 3 / 7) / 6)
    assert multiplier(memory, "请") == pytest.approx((1 + math.log(5 / 3)) ** 2 * (1 + 3 / 7) / 5)
    assert multiplier(memory, "鹅") == pytest.approx((1 + math.log(5)) ** 2 / 7)


def test_terms_that_are_unknown_share_an_empty_place(memory: Memory) -> None:
    assert memory.found(["鹅", "公交", "鸭"]) == [0, memory.found(["公交"])[0], 0]
    assert "鹅" not in memory
    assert len(memory) == 2


def test_decisions_taken_back_leave_what_was_there_before(memory: Memory) -> None:
    before = multiplier(memory, "请")
    places = memory.made(["请"])
    for column in (1, 1, 0):
        memory.count(places, column, 1)
    assert multiplier(memory, "请") != before
    for column in (0, 1, 1):
        memory.count(places, column, -1)
    assert multiplier(memory, "请") == before


def test_the_terms_of_the_fewest_decisions_are_forgotten_first(memory: Memory) -> None:
    memory.forget(1)
    assert "公交" in memory
    assert "请" not in memory


def test_of_terms_with_as_many_decisions_the_oldest_is_forgotten() -> None:
    memory = Memory()
    memory.widen()
    for term in ("甲", "乙", "丙"):
        memory.count(memory.made([term]), 0, 1)
    memory.forget(1)
    assert [term for term in ("甲", "乙", "丙") if term in memory] == ["乙", "丙"]


def test_a_place_that_was_left_is_empty_for_the_next_term(memory: Memory) -> None:
    memory.move(0, memory.made(["请"]), [1.0], 0.5)
    left = memory.found(["请"])
    memory.forget(1)
    assert memory.made(["路灯"]) == left
    assert memory.weights[0][left[0]] == 0
    assert multiplier(memory, "路灯") == multiplier(memory, "鹅")


def test_only_terms_without_any_decision_are_unfounded(memory: Memory) -> None:
    memory.count(memory.made(["公交", "新"]), 0, 1)
    memory.count(memory.made(["公交", "新"]), 0, -1)
    memory.forget_unfounded(["公交", "新", "鹅"])
    assert "公交" in memory
    assert "新" not in memory


def test_a_term_of_two_decisions_is_familiar(memory: Memory) -> None:
    memory.count(memory.made(["新"]), 0, 1)
    assert memory.familiar(["公交", "请", "新", "鹅"]) == {"公交", "请"}
