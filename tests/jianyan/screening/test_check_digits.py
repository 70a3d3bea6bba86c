import pytest
from hypothesis import given
from hypothesis import strategies as st

from jianyan.screening.check_digits import check_character, is_resident_number, passes_luhn

# The example of GB 11643-1999 and one with the check character X.
GOOD = "11010519491231002x"
OLD = "430102900101123"


def test_the_example_of_the_standard_is_a_resident_number() -> None:
    assert check_character(GOOD[:17]) == "x"
    assert is_resident_number(GOOD)
    assert is_resident_number("440524188001010014")


def test_a_number_of_fifteen_digits_needs_a_province_and_a_day() -> None:
    assert is_resident_number(OLD)
    assert not is_resident_number("43010290133112" + "3")
    assert not is_resident_number("99" + OLD[2:])
    assert not is_resident_number(OLD[:-1] + "x")


@given(st.text("0123456789", min_size=17, max_size=17))
def test_the_check_character_brings_the_remainder_to_one(digits: str) -> None:
    remainder = 0
    for digit in digits:
        remainder = (remainder + int(digit)) * 2 % 11
    assert (remainder + "0123456789x".index(check_character(digits))) % 11 == 1


def test_a_day_that_is_in_no_calendar_is_no_birthday() -> None:
    for day in ("19491331", "19490230", "18000101", "21000101"):
        digits = f"110105{day}002"
        assert not is_resident_number(digits + check_character(digits))


@pytest.mark.parametrize("at", range(17))
def test_one_wrong_digit_is_noticed(at: int) -> None:
    others = [GOOD[:at] + digit + GOOD[at + 1 :] for digit in "0123456789" if digit != GOOD[at]]
    assert not any(map(is_resident_number, others))


@pytest.mark.parametrize(
    "text", ["", "1101051949123100", "110105194912310020", "11010518791231002x", "1x010519491231002x"]
)
def test_something_else_is_no_resident_number(text: str) -> None:
    assert not is_resident_number(text)


@given(st.text("0123456789", min_size=1, max_size=25), st.integers(0, 24), st.integers(1, 9))
def test_luhn_finds_one_wrong_digit(digits: str, at: int, more: int) -> None:
    whole = next(digits + last for last in "0123456789" if passes_luhn(digits + last))
    at %= len(whole)
    wrong = whole[:at] + str((int(whole[at]) + more) % 10) + whole[at + 1 :]
    assert not passes_luhn(wrong)


def test_a_known_card_number_passes_luhn() -> None:
    assert passes_luhn("4111111111111111")
    assert passes_luhn("79927398713")
