"""Short codes that people read aloud and type: Crockford base32 with a check character.

The check character makes the sum of `a^i * c[i]` over GF(32) zero, `a` being a generator of the field. A
wrong character changes one term, a swap of neighbours changes two that cannot cancel, so every single
error and every neighbour swap is found, up to 31 characters.

Source: Douglas Crockford, Base 32 (alphabet and look-alikes); arithmetic in GF(2^5) modulo x^5 + x^2 + 1.
"""

from functools import reduce
from operator import xor

from jianyan.entropy import random_bytes

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_LOOKALIKES = str.maketrans("OIL", "011", "-\u2010\u2011\u2013 \t\u00a0\u2009\u3000")
_VALUES = {character: value for value, character in enumerate(ALPHABET)}
_LONGEST = 31


def _powers() -> list[int]:
    powers, power = [], 1
    for _ in range(_LONGEST):
        powers.append(power)
        power <<= 1
        if power & 32:
            power ^= 0b100101
    return powers


_EXP = _powers()
_LOG = {power: exponent for exponent, power in enumerate(_EXP)}


def _times(left: int, right: int) -> int:
    if not left or not right:
        return 0
    return _EXP[(_LOG[left] + _LOG[right]) % _LONGEST]


_WEIGHTED = [{character: _times(value, power) for character, value in _VALUES.items()} for power in _EXP]
"""Place from the right → character → its term of the sum."""
_PAIRS = [left + right for left in ALPHABET for right in ALPHABET]
"""Ten bits → two characters."""
_PAIR_SUMS = [
    bytes(_WEIGHTED[place + 1][pair[0]] ^ _WEIGHTED[place][pair[1]] for pair in _PAIRS)
    for place in range(1, _LONGEST - 1, 2)
]
"""Pair before the check character, from the right → ten bits → its terms of the sum."""


def _weighted_sum(characters: str) -> int:
    return reduce(xor, map(dict.__getitem__, _WEIGHTED, reversed(characters)))


def with_check(characters: str) -> str:
    """Append the check character to 1 to 30 characters of the alphabet."""
    return characters + ALPHABET[_weighted_sum(characters + ALPHABET[0])]


def is_code(characters: str, *, length: int) -> bool:
    """Say whether this is a whole code of that length with the right check character."""
    if len(characters) != length or any(c not in _VALUES for c in characters):
        return False
    return _weighted_sum(characters) == 0


def tidy(typed: str) -> str:
    """Give what a person typed as it is stored: upper case, look-alikes read, hyphens and spaces out."""
    return typed.strip().upper().translate(_LOOKALIKES)


def random_code(length: int) -> str:
    """Draw a code of `length` characters (2 to 31), the last one being the check character."""
    return from_bits(random_bytes(20), length=length)


def from_bits(bits: bytes, *, length: int) -> str:
    """Write the first `5 * (length - 1)` bits as a code of `length` characters.

    Args:
        bits: at least that many bits, most significant first.
        length: 2 to 31, the check character included.
    """
    count = length - 1
    number = int.from_bytes(bits[: (5 * count + 7) // 8]) >> (-5 * count % 8)
    pairs, check = [], 0
    for sums in _PAIR_SUMS[: (count + 1) // 2]:
        pair = number & 1023
        number >>= 10
        pairs.append(_PAIRS[pair])
        check ^= sums[pair]
    pairs.reverse()
    return "".join(pairs)[-count:] + ALPHABET[check]


def grouped(code: str) -> str:
    """Write a code in groups of four for the eye: `7K3M 9QXT`."""
    return " ".join([code[start : start + 4] for start in range(0, len(code), 4)])
