"""What may stand in a row that goes out, and the characters no file can hold."""

import re
from collections.abc import Sequence
from datetime import date, datetime, tzinfo

Value = str | int | float | bool | datetime | date | None
Row = Sequence[Value]


class Share(float):
    """A part of a whole, 0 to 1; a workbook shows it as a percentage."""


# Half surrogates are in no encoding. Source of the rest: XML 1.0, 2.2, which has no way to write them.
_HALVES = re.compile("[\ud800-\udfff]")
_ILLEGAL_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_LINE_ENDS = re.compile(r"\r\n?")


def encodable(text: str) -> str:
    """Give the text without half surrogates and NUL, which no CSV reader agrees upon."""
    return _HALVES.sub("", text).replace("\0", "")


def storable_in_xml(text: str) -> str:
    """Give the text without characters XML cannot hold, its line ends as Excel keeps them: LF."""
    return _ILLEGAL_IN_XML.sub("", _LINE_ENDS.sub("\n", text))


def in_zone(moment: datetime, zone: tzinfo) -> datetime:
    """Give the moment with the offset of a zone.

    Raises:
        ValueError: the moment has no offset itself, so nobody knows when it was.
    """
    if moment.tzinfo is None:
        raise ValueError(f"{moment} has no offset")
    return moment if moment.tzinfo is zone else moment.astimezone(zone)


def wall_clock(moment: datetime, zone: tzinfo) -> datetime:
    """Give what a clock in the zone shows, to the second and without an offset: Excel knows none.

    Raises:
        ValueError: the moment has no offset.
    """
    return in_zone(moment, zone).replace(tzinfo=None, microsecond=0)


def shown_moment(moment: datetime, zone: tzinfo) -> str:
    """Give what a clock in the zone shows, as `2019-08-26 08:33:03`.

    Raises:
        ValueError: the moment has no offset.
    """
    return in_zone(moment, zone).isoformat(" ", "seconds")[:19]


def refuse_width(row: Row, columns: Sequence[str]) -> None:
    """Give nothing when the row has a value for each column.

    Raises:
        ValueError: it has more or fewer.
    """
    if len(row) != len(columns):
        raise ValueError(f"a row of {len(row)} values for {len(columns)} columns")


def refuse_widths(page: Sequence[Row], columns: Sequence[str]) -> None:
    """Give nothing when every row of a page has a value for each column.

    Raises:
        ValueError: one has more or fewer.
    """
    if set(map(len, page)) - {len(columns)}:
        for row in page:
            refuse_width(row, columns)
