"""Check digits and inner rules of numbers, so that not every long number is taken for a person's.

Source: GB 11643-1999 with ISO 7064 MOD 11-2; GB/T 2260 (provinces); ISO/IEC 7812-1, annex B (Luhn).
"""

from datetime import date

_PROVINCES = frozenset(
    map(str, (*range(11, 16), *range(21, 24), *range(31, 38), *range(41, 47), *range(50, 55), *range(61, 66)))
) | {"71", "81", "82", "83", "91"}
_FIRST_YEAR = 1880
_LAST_YEAR = 2099


def is_resident_number(text: str) -> bool:
    """Tell whether this is a resident identity number: 18 with a right check character, or 15 digits.

    Args:
        text: digits, the last of 18 may be `x`.
    """
    if text[:2] not in _PROVINCES:
        return False
    if len(text) == 15:
        return text.isdigit() and _is_day(f"19{text[6:12]}")
    return (
        len(text) == 18 and text[:17].isdigit() and _is_day(text[6:14]) and check_character(text) == text[17]
    )


def check_character(text: str) -> str:
    """Give the 18th character to the first 17 digits: 0 to 9 or `x`."""
    total = sum(int(digit) * pow(2, 17 - at, 11) for at, digit in enumerate(text[:17]))
    return "10x98765432"[total % 11]


def passes_luhn(digits: str) -> bool:
    """Tell whether the last digit is the check digit of those before it."""
    doubled = (int(digit) * 2 for digit in digits[-2::-2])
    return (sum(map(int, digits[-1::-2])) + sum(twice - 9 * (twice > 9) for twice in doubled)) % 10 == 0


def _is_day(digits: str) -> bool:
    try:
        day = date(int(digits[:4]), int(digits[4:6]), int(digits[6:8]))
    except ValueError:
        return False
    return _FIRST_YEAR <= day.year <= _LAST_YEAR
