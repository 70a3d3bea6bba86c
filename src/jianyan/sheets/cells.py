"""What a cell says: clean text, a moment, a whole number."""

import re
import unicodedata
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo

from jianyan.sheets.refusals import NotAMoment, NotAWholeNumber

Cell = str | int | float | bool | datetime | date | None

_LINE_ENDS = re.compile(r"\r\n?")
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
_WHOLE = re.compile(r"[+-]?(?:[0-9]{1,18}|[0-9]{1,3}(?:,[0-9]{3}){1,5})(?:\.0+)?")
_LARGEST_WHOLE = 10**18
_SHOWN_CHARACTERS = 40
_MOMENT = re.compile(
    r"""
    (?P<year>\d{4})
    (?: -(?P<month>\d{1,2})-(?P<day>\d{1,2}) | /(?P<month_>\d{1,2})/(?P<day_>\d{1,2})
      | \s*年\s*(?P<month__>\d{1,2})\s*月\s*(?P<day__>\d{1,2})\s*日 )
    (?: (?:\s*T|\s+|(?<=日)) (?P<hour>\d{1,2}):(?P<minute>\d{2})
        (?: :(?P<second>\d{2}) (?:[.,](?P<fraction>\d{1,9}))? )?
        (?P<offset>\s*(?:Z|[+-]\d{2}:?\d{2}))?
    )?
    """,
    re.VERBOSE | re.ASCII,
)


def text_of(cell: Cell) -> tuple[str, int]:
    """Give what a person sees in the cell, and how many control characters were taken out of it.

    Line ends become LF, tabs spaces; the text is in Unicode form NFC and stripped. A number without a
    fraction has no `.0`, because Excel keeps ids as floating numbers. An empty cell gives "".
    """
    if not isinstance(cell, str):
        return _plain(cell), 0
    text, removed = _CONTROLS.subn("", _LINE_ENDS.sub("\n", cell).replace("\t", " "))
    return unicodedata.normalize("NFC", text).strip(), removed


def _plain(cell: float | bool | datetime | date | None) -> str:
    match cell:
        case None:
            return ""
        case bool():
            return "TRUE" if cell else "FALSE"
        case datetime():
            return cell.isoformat(sep=" ")
        case float() if cell.is_integer():
            return str(int(cell))
        case _:
            return str(cell)


def moment_of(cell: Cell, zone: tzinfo) -> datetime:
    """Give the moment a cell names, in UTC.

    Args:
        cell: a date cell, or text: `2019-08-26`, `2019/8/26 8:33:03`, `2019年8月26日 8:33`, or ISO 8601
            with or without offset. A day without a time is its first moment.
        zone: the wall clock by which a time without an offset was written.

    Raises:
        NotAMoment: it is anything else, a day that is in no calendar, or a bare number.
    """
    if isinstance(cell, datetime):
        return _in_utc(cell, zone, cell)
    if isinstance(cell, date):
        return _in_utc(datetime.combine(cell, time()), zone, cell)
    found = _MOMENT.fullmatch(_narrow(cell))
    if found is None:
        raise _no_moment(cell)
    try:
        return _in_utc(_written(found.groupdict()), zone, cell)
    except ValueError:
        raise _no_moment(cell) from None


def _narrow(cell: Cell) -> str:
    # Chinese input methods type digits and colons in full width.
    return unicodedata.normalize("NFKC", cell).strip() if isinstance(cell, str) else ""


def _written(parts: dict[str, str | None]) -> datetime:
    month = parts["month"] or parts["month_"] or parts["month__"] or ""
    day = parts["day"] or parts["day_"] or parts["day__"] or ""
    return datetime(
        int(parts["year"] or ""),
        int(month),
        int(day),
        int(parts["hour"] or 0),
        int(parts["minute"] or 0),
        int(parts["second"] or 0),
        int((parts["fraction"] or "0").ljust(6, "0")[:6]),
        tzinfo=_offset(parts["offset"]),
    )


def _offset(written: str | None) -> timezone | None:
    if not written:
        return None
    digits = written.strip().replace(":", "")
    if digits == "Z":
        return UTC
    ahead = timedelta(hours=int(digits[1:3]), minutes=int(digits[3:5]))
    return timezone(-ahead if digits[0] == "-" else ahead)


def _in_utc(moment: datetime, zone: tzinfo, cell: Cell) -> datetime:
    local = moment if moment.tzinfo else moment.replace(tzinfo=zone)
    try:
        return local.astimezone(UTC)
    except OverflowError:
        raise _no_moment(cell) from None


def _no_moment(cell: Cell) -> NotAMoment:
    return NotAMoment(text=text_of(cell)[0][:_SHOWN_CHARACTERS])


def whole_of(cell: Cell) -> int:
    """Give the whole number in a cell; text like `1,204` or `3.0` is read as well.

    Raises:
        NotAWholeNumber: it is empty, has a fraction, is no number, or has more than 18 digits.
    """
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < _LARGEST_WHOLE:
        return int(cell)
    if isinstance(cell, int) and not isinstance(cell, bool) and abs(cell) < _LARGEST_WHOLE:
        return cell
    text = _narrow(cell)
    if not _WHOLE.fullmatch(text):
        raise NotAWholeNumber(text=text_of(cell)[0][:_SHOWN_CHARACTERS])
    return int(text.partition(".")[0].replace(",", ""))
