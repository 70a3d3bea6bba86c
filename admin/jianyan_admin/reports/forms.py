"""The typed parts of a report, as a form sends them."""

from datetime import date

from msgspec import UNSET, UnsetType

from jianyan.errors import Invalid, InvalidFields, Refusal, problems_of
from jianyan.forms import Fields, one
from jianyan.i18n import N_
from jianyan.reports import NotChoosable, ReportTexts, checked_texts

PARTS = ("title", "addressee", "signed_by", "language", "background", "answers", "advice", "unheard")
"""All but the day, as they are named in the form."""
_DIGITS_MOST = 9


def sent_texts(fields: Fields) -> ReportTexts:
    """Give what was typed, unchecked; a day that is none is left out."""
    typed = {name: one(fields, name).replace("\r\n", "\n") for name in PARTS}
    try:
        signed_on = _day(one(fields, "signed_on"))
    except Invalid:
        signed_on = None
    return ReportTexts(**typed, signed_on=signed_on)


def sent_template(fields: Fields) -> int | UnsetType | None:
    """Give the number of the template that was chosen; None for none, unset where nobody was asked.

    Raises:
        NotChoosable: it is no number.
    """
    if "template" not in fields:
        return UNSET
    chosen = one(fields, "template")
    if chosen and not (chosen.isascii() and chosen.isdigit() and len(chosen) <= _DIGITS_MOST):
        raise NotChoosable(field="template")
    return int(chosen) if chosen else None


def checked_form(fields: Fields) -> ReportTexts:
    """Give what was typed as it is kept.

    Raises:
        InvalidFields: a part is missing, too long or cannot be shown, asks for a figure there is none of, or
            the day is none.
    """
    problems: list[Refusal] = []
    texts = sent_texts(fields)
    try:
        _day(one(fields, "signed_on"))
    except Invalid as problem:
        problems.append(problem)
    try:
        texts = checked_texts(texts)
    except InvalidFields as found:
        problems += problems_of(found)
    if problems:
        raise InvalidFields(problems)
    return texts


def _day(typed: str) -> date | None:
    try:
        return date.fromisoformat(typed.strip()) if typed.strip() else None
    except ValueError as wrong:
        raise Invalid(N_("Please give a day like 2026-07-01."), field="signed_on") from wrong
