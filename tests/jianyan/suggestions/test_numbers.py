from itertools import groupby, pairwise

from jianyan import codes
from jianyan.suggestions import new_tracking

MANY = 64 * 100


def test_a_number_has_fourteen_characters_of_which_the_last_one_checks() -> None:
    assert all(codes.is_code(new_tracking(), length=14) for _ in range(100))


def test_no_number_comes_twice() -> None:
    assert len({new_tracking() for _ in range(MANY)}) == MANY


def test_a_few_dozen_in_a_row_begin_alike_and_the_next_ones_otherwise() -> None:
    runs = [len(list(run)) for _, run in groupby(new_tracking()[:3] for _ in range(MANY))]
    assert sorted({*runs[1:-1]} - {64}) == [32]  # two runs in 32,768 begin alike by chance
    assert len(runs) > MANY / 32 * 0.9


def test_behind_their_beginning_the_numbers_of_a_run_are_in_no_order() -> None:
    numbers = [new_tracking() for _ in range(MANY)]
    rising = sum(left[4:] < right[4:] for left, right in pairwise(numbers))
    assert 0.4 < rising / MANY < 0.6
