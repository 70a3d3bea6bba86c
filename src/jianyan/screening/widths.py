"""A text letter by letter, in the same places: what personal data is looked for in.

One letter in, one letter out, so that a place found is a place in the original.
"""

import re

from jianyan.screening.characters import AS_DIGITS, NUMERALS, Readings, plain

INVISIBLE = "\x00"
"""What stands for a character that cannot be seen."""

_DIGITS = f"0-9{NUMERALS}"
# Seven digits is the shortest telephone number; fewer are more often counts and years.
_SPOKEN = re.compile(f"[{_DIGITS}](?:[ .\\-\x00]{{0,2}}[{_DIGITS}]){{6,}}")


_SIGNS = {
    sign: narrow
    for signs, narrow in (
        ("－–—―‐‑‒−﹣", "-"),
        ("．・•‧∙⋅·", "."),
        ("＠﹫", "@"),
        ("：﹕", ":"),
        ("＿", "_"),
        ("（", "("),
        ("）", ")"),
        ("＋", "+"),
        ("\u3000\u00a0\u2002\u2003\u2009", " "),
    )
    for sign in signs
}


def narrowed(text: str) -> str:
    """Give a text of the same length with plain digits, Latin letters and signs."""
    return text.translate(_NARROW)


def spoken(narrow: str) -> str:
    """Give a narrowed text of the same length in which long rows of Chinese numerals are digits."""
    return _SPOKEN.sub(lambda row: row[0].translate(AS_DIGITS), narrow)


def _narrow(character: str) -> str:
    if character.isascii():
        return character.lower()
    if character in _SIGNS:
        return _SIGNS[character]
    read = plain(character)
    if not read:
        return INVISIBLE
    return read if len(read) == 1 and read.isalnum() else character


_NARROW = Readings(_narrow)
