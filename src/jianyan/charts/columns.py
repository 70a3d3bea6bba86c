"""Columns, one a day: how much came when."""

from collections.abc import Iterable, Sequence
from datetime import date

import msgspec

from jianyan.charts.drawing import AXIS, BRAND, DIGIT, NARROWEST, Bar, drawing, escaped, largest

_SMALL_DIGIT = 7.6
_DAY_LENGTH = len("2026-07-01")
_COLUMNS_HEIGHT, _COLUMNS_TOP, _COLUMNS_FOOT = 120, 24, 26
_BASE = _COLUMNS_TOP + _COLUMNS_HEIGHT
_FEWEST_SLOTS = 4
_MANY_DAYS, _MANY_MONTHS = 100, 100


def column_chart(
    days: Sequence[tuple[date, int]], *, name: str, title: str, description: str, hue: str = BRAND
) -> str:
    """Give a small chart of columns, one a day from left to right; of months or years where days are many.

    Few columns all have number and date; of many the highest has its number, the first and last their date.

    Args:
        days: each day once, in order; none gives an empty chart that still has its title.
        name: of the chart within its page, as in `bar_chart`.
        title: short, read out first; not shown.
        description: one sentence, read out next; not shown.
        hue: `#rrggbb`.

    Raises:
        ValueError: the name or the hue is not of that form, or a count is below 0.
    """
    return labelled_columns(folded(days), name=name, title=title, description=description, hue=hue)


def labelled_columns(
    columns: Sequence[Bar], *, name: str, title: str, description: str, hue: str = BRAND
) -> str:
    """Give the same chart of columns that have labels of their own, from left to right.

    Args:
        columns: in order; none gives an empty chart that still has its title.
        name: of the chart within its page, as in `bar_chart`.
        title: short, read out first; not shown.
        description: one sentence, read out next; not shown.
        hue: `#rrggbb`.

    Raises:
        ValueError: the name or the hue is not of that form, or a count is below 0.
    """
    highest = largest(column.count for column in columns)
    drawn = [_column(column, _slot(place, columns), highest, hue) for place, column in enumerate(columns)]
    axis = f'<line x1="0" y1="{_BASE}" x2="100%" y2="{_BASE}" {AXIS}/>'
    parts = [*drawn, axis, *_column_numbers(columns, highest), *_column_dates(columns)]
    size = f'height="{_BASE + _COLUMNS_FOOT}"'
    return drawing(parts, size=size, name=name, title=title, description=description, hue=hue)


def folded(days: Sequence[tuple[date, int]]) -> list[Bar]:
    """Give the columns of such a chart: days, of many days months, of many months years."""
    if len(days) <= _MANY_DAYS:
        return [Bar(day.isoformat(), count) for day, count in days]
    months = _summed((f"{day:%Y-%m}", count) for day, count in days)
    return months if len(months) <= _MANY_MONTHS else _summed((f"{day:%Y}", count) for day, count in days)


def _summed(counts: Iterable[tuple[str, int]]) -> list[Bar]:
    totals: dict[str, int] = {}
    for label, count in counts:
        totals[label] = totals.get(label, 0) + count
    return [Bar(label, count) for label, count in totals.items()]


class _Slot(msgspec.Struct, frozen=True):
    """Where a column stands, in percent of the chart's width."""

    left: float
    width: float

    @property
    def middle(self) -> float:
        """Give its middle."""
        return self.left + self.width / 2


def _slot(place: int, columns: Sequence[Bar]) -> _Slot:
    width = 100 / max(len(columns), _FEWEST_SLOTS)
    return _Slot(place * width, width)


def _column(column: Bar, slot: _Slot, highest: int, hue: str) -> str:
    top = _top(column.count, highest)
    gap = slot.width * 0.25
    return (
        f"<g><title>{escaped(f'{column.label}: {column.count}')}</title>"
        f'<rect x="{slot.left + gap / 2:.3f}%" y="{top:.2f}" '
        f'width="{slot.width - gap:.3f}%" height="{_BASE - top:.2f}" fill="{hue}"/></g>'
    )


def _column_numbers(columns: Sequence[Bar], highest: int) -> list[str]:
    room = NARROWEST / max(len(columns), 1)
    fits = len(str(highest)) * DIGIT + 2 <= room
    counts = [column.count for column in columns]
    numbered = range(len(columns)) if fits else [counts.index(highest)]
    return [
        _over(str(counts[place]), _slot(place, columns), y=_top(counts[place], highest) - 6)
        for place in numbered
    ]


def _top(count: int, highest: int) -> float:
    return _BASE - _COLUMNS_HEIGHT * count / (highest or 1)


def _column_dates(columns: Sequence[Bar]) -> list[str]:
    labels = [column.label[5:] if len(column.label) == _DAY_LENGTH else column.label for column in columns]
    y = _BASE + 19
    if sum(len(label) + 0.25 for label in labels) * _SMALL_DIGIT <= NARROWEST:
        return [_over(label, _slot(place, columns), y=y, size=13) for place, label in enumerate(labels)]
    first, last = columns[0].label, columns[-1].label
    return [
        f'<text x="0" y="{y}" font-size="13">{escaped(first)}</text>',
        f'<text x="100%" y="{y}" font-size="13" text-anchor="end">{escaped(last)}</text>',
    ]


def _over(text: str, slot: _Slot, *, y: float, size: int = 14) -> str:
    """Give a text at the middle of a column, drawn inwards where it would leave a narrow chart."""
    half = 100 * len(text) * DIGIT * size / 15 / 2 / NARROWEST
    x, anchor = slot.middle, "middle"
    if slot.middle < half:
        x, anchor = 0, "start"
    elif slot.middle > 100 - half:
        x, anchor = 100, "end"
    return f'<text x="{x:.3f}%" y="{y:.2f}" font-size="{size}" text-anchor="{anchor}">{escaped(text)}</text>'
