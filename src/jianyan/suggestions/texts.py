"""What counts as a text: said of people's writing before it is kept.

Source: Unicode Standard Annex 9 (bidirectional controls); a text that reorders its neighbours on a
moderator's screen is refused, and so is one that stacks marks without end.
"""

import re
import unicodedata

from jianyan.errors import Invalid
from jianyan.i18n import N_

BODY_MOST = 2_000
ANSWER_MOST = 500
REPORTED_MOST = 4_000
"""What a connected system sends. Source: Open311 GeoReport v2, description."""
_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_BIDI = re.compile("[\u202a-\u202e\u2066-\u2069]")
_SURROGATES = re.compile("[\ud800-\udfff]")
_STACKED = re.compile("[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]{5,}")
_PHONE = re.compile(r"\+?[0-9]{5,18}")


def tidy(text: str) -> str:
    """Give a text as it is kept: NFC, line feeds only, tabs as spaces, nothing around it."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    return unicodedata.normalize("NFC", lines).strip()


def checked(text: str, *, field: str, most: int = BODY_MOST) -> str:
    """Give a text as it is kept.

    Raises:
        Invalid: it is empty, too long, or holds what a reader could not see or would be misled by.
    """
    if _SURROGATES.search(text):
        raise Invalid(N_("The text has a broken character. Please write it again."), field=field)
    kept = tidy(text)
    if not kept:
        raise Invalid(N_("Please write your suggestion."), field=field)
    if len(kept) > most:
        sentence = N_("This is %(over)s characters too long; at most %(most)s fit.")
        raise Invalid(sentence, field=field, over=len(kept) - most, most=most)
    if _CONTROLS.search(kept):
        raise Invalid(N_("The text has a character that cannot be shown. Please remove it."), field=field)
    if _BIDI.search(kept):
        sentence = N_("The text has a hidden character that changes the writing direction. Please remove it.")
        raise Invalid(sentence, field=field)
    if _STACKED.search(kept):
        raise Invalid(N_("The text has too many marks on one letter. Please remove some."), field=field)
    return kept


def checked_phone(text: str, *, field: str) -> str | None:
    """Give a phone number as digits with an optional plus, or None where the field is empty.

    Raises:
        Invalid: it is not 5 to 18 digits.
    """
    digits = re.sub(r"[\s\-()（）－]", "", unicodedata.normalize("NFKC", text))
    if not digits:
        return None
    if not _PHONE.fullmatch(digits):
        raise Invalid(
            N_("This is not a phone number. Please write digits only, or leave it empty."), field=field
        )
    return digits
