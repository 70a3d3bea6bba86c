"""A place in an ordered list, as it stands in an address: what the last line of a page is ordered by."""

from datetime import date, datetime
from typing import Any

from piccolo.columns import Date
from piccolo.columns.combination import And

from jianyan.cases.tables import Case
from jianyan.cases.tabs import Order
from jianyan.errors import Invalid
from jianyan.i18n import N_

_BETWEEN = "_"
_NEWEST = 2**31 - 1


class NoSuchPlace(Invalid):
    """It was not given by a page of this list."""

    sentence = N_("This page is not there any more. Please begin with the first one.")


def place_of(order: Order, row: dict[str, Any]) -> str:
    """Give the place of a row, such as `2026-07-01_123`."""
    value = "" if order.column is None else row[order.column._meta.name].isoformat()
    return f"{value}{_BETWEEN}{row['id']}"


def after_place(order: Order, place: str) -> Any:
    """Give the condition of all that stands after a place.

    Raises:
        NoSuchPlace: see there.
    """
    value, case_id = _read(order, place)
    further = Case.id > case_id if order.is_ascending else Case.id < case_id
    if order.column is None:
        return further
    beyond, from_here = (
        (order.column > value, order.column >= value)
        if order.is_ascending
        else (order.column < value, order.column <= value)
    )
    return And(from_here, beyond | And(order.column == value, further))


def _read(order: Order, place: str) -> tuple[date | datetime | None, int]:
    text, _, number = place.partition(_BETWEEN)
    if not (number.isascii() and number.isdecimal() and len(number) <= len(str(_NEWEST))):
        raise NoSuchPlace
    try:
        value = None if order.column is None else _kind(order).fromisoformat(text)
    except ValueError as wrong:
        raise NoSuchPlace from wrong
    if isinstance(value, datetime) and value.tzinfo is None:
        raise NoSuchPlace
    return value, min(int(number), _NEWEST)


def _kind(order: Order) -> type[date]:
    return date if isinstance(order.column, Date) else datetime
