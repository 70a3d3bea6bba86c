from itertools import pairwise, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jianyan import codes

SOME = [
    codes.with_check(seven) for seven in ("7K3M9QX", "4TNQKBP", "00Y949S", "HA4TY4V", "0000000", "ZZZZZZZ")
]

bodies = st.text(codes.ALPHABET, min_size=1, max_size=30)


def single_errors(code: str) -> list[str]:
    return [
        code[:place] + other + code[place + 1 :]
        for place, right in enumerate(code)
        for other in codes.ALPHABET
        if other != right
    ]


def neighbour_swaps(code: str) -> list[str]:
    return [
        code[:place] + right + left + code[place + 2 :]
        for place, (left, right) in enumerate(pairwise(code))
        if left != right
    ]


@pytest.mark.parametrize("code", SOME)
def test_every_single_error_in_eight_characters_is_found(code: str) -> None:
    assert codes.is_code(code, length=8)
    wrong = single_errors(code)
    assert len(wrong) == 8 * 31
    assert not any(codes.is_code(each, length=8) for each in wrong)


@settings(deadline=None)
@given(st.binary(min_size=19, max_size=32), st.integers(2, 31))
def test_bits_become_letters_five_by_five_with_their_check_character(bits: bytes, length: int) -> None:
    number = f"{int.from_bytes(bits):0{8 * len(bits)}b}"
    letters = [codes.ALPHABET[int(number[5 * place : 5 * place + 5], 2)] for place in range(length - 1)]
    assert codes.from_bits(bits, length=length) == codes.with_check("".join(letters))


@pytest.mark.parametrize("code", SOME)
def test_every_swap_of_neighbours_in_eight_characters_is_found(code: str) -> None:
    assert not any(codes.is_code(each, length=8) for each in neighbour_swaps(code))


@settings(deadline=None)
@given(bodies)
def test_every_slip_is_found_at_every_length(characters: str) -> None:
    code = codes.with_check(characters)
    slips = single_errors(code) + neighbour_swaps(code)
    assert codes.is_code(code, length=len(code))
    assert not any(codes.is_code(each, length=len(code)) for each in slips)


def test_a_check_sum_modulo_32_would_miss_a_swap() -> None:
    """The control: the same search finds what the usual weighted sum lets pass."""

    def sum_of(code: str) -> int:
        return sum((place + 1) * codes.ALPHABET.index(one) for place, one in enumerate(code)) % 32

    def is_valid(code: str) -> bool:
        return sum_of(code) == 0

    valid = [code for code in map("".join, product(codes.ALPHABET, repeat=2)) if is_valid(code)]
    missed = [
        slip for code in valid for slip in single_errors(code) + neighbour_swaps(code) if is_valid(slip)
    ]
    assert missed


@pytest.mark.parametrize(
    "typed",
    ["O1lI 0o", "0111-00", "oiLi\t00", " 01\u200911\u300000 ", "01\u201311\u201100", "0111\u00a000\n"],
)
def test_lookalikes_case_and_separators_do_not_matter(typed: str) -> None:
    assert codes.tidy(typed) == "011100"


@given(st.integers(2, 31))
def test_a_grouped_code_in_lower_case_is_read_as_it_was(length: int) -> None:
    code = codes.random_code(length)
    assert len(code) == length
    assert codes.tidy(codes.grouped(code).lower()) == code


def test_a_code_is_grouped_by_four() -> None:
    assert codes.grouped("7K3M9QXTAB") == "7K3M 9QXT AB"


@pytest.mark.parametrize(
    "typed", ["", "1234567", "123456789", "U2345678", "１２３４５６７８", "1234567é", "12345 78"]
)
def test_what_is_no_code_is_refused(typed: str) -> None:
    assert not codes.is_code(typed, length=8)


def test_no_look_alike_is_ever_drawn() -> None:
    drawn = set("".join(codes.random_code(31) for _ in range(300)))
    assert drawn == set(codes.ALPHABET)
    assert not drawn & set("OILU")


def test_the_first_bits_are_written_most_significant_first() -> None:
    assert codes.from_bits(bytes([0b00001_000, 0b10_00011_0]), length=4)[:3] == "123"
    assert codes.from_bits(b"\xff" * 10, length=16)[:15] == "Z" * 15
    assert codes.from_bits(b"\x00" * 32, length=16) == codes.with_check("0" * 15)


@given(st.binary(min_size=10, max_size=32))
def test_seventy_five_bits_make_a_receipt(bits: bytes) -> None:
    code = codes.from_bits(bits, length=16)
    assert codes.is_code(code, length=16)
    number = 0
    for character in code[:15]:
        number = number * 32 + codes.ALPHABET.index(character)
    assert number == int.from_bytes(bits[:10]) >> 5
