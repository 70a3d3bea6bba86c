"""Charts as SVG made on the server: bars that start at zero, with the numbers at them.

Widths are shares of the space that the chart stands in; letters keep their size, so that it reads on a phone
and on a desk. Everything is said by attributes, as a page with a strict CSP needs it. Letters take the
colour and typeface from what surrounds them. Names are escaped, and stand in full in the `<title>` of a bar.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from datetime import date
from xml.sax.saxutils import escape

import msgspec

BRAND = "#0b5c8a"

_HUE = re.compile(r"#[0-9a-fA-F]{6}")
_NAME = re.compile(r"[a-z][a-z0-9-]*")
_ILLEGAL_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
# Pixels. A digit of 15 px type is 9 px wide at most; the narrowest chart is 280 px, a phone of 320 px.
_DIGIT, _SMALL_DIGIT, _NARROWEST = 9, 7.6, 280
_DAY_LENGTH = len("2026-07-01")
_ROW, _BAR = 48, 16
_LABEL_WIDTH = 36
"""Half-width letters in a line of a label: 18 Chinese characters of 15 px in 280 px."""
_COLUMNS_HEIGHT, _COLUMNS_TOP, _COLUMNS_FOOT = 120, 24, 26
_BASE = _COLUMNS_TOP + _COLUMNS_HEIGHT
_FEWEST_SLOTS = 4
_MANY_DAYS, _MANY_MONTHS = 100, 100
_AXIS = 'stroke="currentColor" stroke-opacity="0.35" stroke-width="2"'


class Bar(msgspec.Struct, frozen=True):
    """One bar of a chart."""

    label: str
    """Any text."""
    count: int
    """0 or more."""


def bar_chart(bars: Sequence[Bar], *, name: str, title: str, description: str, hue: str = BRAND) -> str:
    """Give horizontal bars, one below the other, each with its label above and its number at the end.

    Args:
        bars: in the order from above; none gives an empty chart that still has its title.
        name: of the chart within its page: a lower-case letter, then letters, digits and hyphens.
        title: short, read out first; not shown.
        description: one sentence, read out next; not shown.
        hue: `#rrggbb`.

    Raises:
        ValueError: the name or the hue is not of that form, or a count is below 0.
    """
    longest = _longest(bars)
    # The longest bar leaves room for its number in the narrowest chart.
    room = 100 * (len(str(longest)) * _DIGIT + 16) / _NARROWEST
    top, rows = 0, []
    for bar in bars:
        lines = _label_lines(bar.label)
        rows.append(_bar_row(bar, lines, top=top, share=(100 - room) * bar.count / (longest or 1), hue=hue))
        top += _ROW + 20 * (len(lines) - 1)
    axis = f'<line x1="0" y1="0" x2="0" y2="{top}" {_AXIS}/>'
    return _drawing([axis, *rows], height=top, name=name, title=title, description=description, hue=hue)


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
    return labelled_columns(_folded(days), name=name, title=title, description=description, hue=hue)


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
    highest = _longest(columns)
    drawn = [_column(column, _slot(place, columns), highest, hue) for place, column in enumerate(columns)]
    axis = f'<line x1="0" y1="{_BASE}" x2="100%" y2="{_BASE}" {_AXIS}/>'
    parts = [*drawn, axis, *_column_numbers(columns, highest), *_column_dates(columns)]
    return _drawing(
        parts, height=_BASE + _COLUMNS_FOOT, name=name, title=title, description=description, hue=hue
    )


def _drawing(parts: Iterable[str], *, height: int, name: str, title: str, description: str, hue: str) -> str:
    if not _HUE.fullmatch(hue):
        raise ValueError(f"{hue!r} is not a colour of the form #rrggbb")
    if not _NAME.fullmatch(name):
        raise ValueError(f"{name!r} cannot name a chart")
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="chart" role="img" width="100%" height="{height}" '
        f'font-size="15" fill="currentColor" aria-labelledby="{name}-title {name}-desc">'
        f'<title id="{name}-title">{_text(title)}</title><desc id="{name}-desc">{_text(description)}</desc>'
        f"{''.join(parts)}</svg>"
    )


def _longest(bars: Iterable[Bar]) -> int:
    counts = [bar.count for bar in bars]
    if any(count < 0 for count in counts):
        raise ValueError("a count is below 0")
    return max(counts, default=0)


def _bar_row(bar: Bar, lines: list[str], *, top: int, share: float, hue: str) -> str:
    texts = "".join(
        f'<text x="8" y="{top + 18 + 20 * place}">{_text(line)}</text>' for place, line in enumerate(lines)
    )
    under = top + 6 + 20 * len(lines)
    return (
        f"<g><title>{_text(f'{bar.label}: {bar.count}')}</title>{texts}"
        f'<rect x="0" y="{under}" width="{share:.3f}%" height="{_BAR}" fill="{hue}"/>'
        f'<text x="{share:.3f}%" dx="8" y="{under + 13}" font-weight="600">{bar.count}</text></g>'
    )


def _label_lines(label: str) -> list[str]:
    """Cut a label into two lines at most; what does not fit ends in an ellipsis."""
    words = " ".join(label.split())
    first, rest = _cut(words, _LABEL_WIDTH)
    if not rest:
        return [first]
    second, beyond = _cut(rest, _LABEL_WIDTH)
    return [first, _cut(rest, _LABEL_WIDTH - 2)[0] + "…" if beyond else second]


def _cut(text: str, width: int) -> tuple[str, str]:
    """Give what fits in a width and the rest, parted at a space where one is near."""
    used = 0
    for place, character in enumerate(text):
        used += 2 if unicodedata.east_asian_width(character) in "WFA" else 1
        if used > width:
            space = text.rfind(" ", place // 2, place + 1)
            end = space if space > 0 else place
            return text[:end], text[end:].lstrip()
    return text, ""


def _folded(days: Sequence[tuple[date, int]]) -> list[Bar]:
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
        f"<g><title>{_text(f'{column.label}: {column.count}')}</title>"
        f'<rect x="{slot.left + gap / 2:.3f}%" y="{top:.2f}" '
        f'width="{slot.width - gap:.3f}%" height="{_BASE - top:.2f}" fill="{hue}"/></g>'
    )


def _column_numbers(columns: Sequence[Bar], highest: int) -> list[str]:
    room = _NARROWEST / max(len(columns), 1)
    fits = len(str(highest)) * _DIGIT + 2 <= room
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
    if sum(len(label) + 0.25 for label in labels) * _SMALL_DIGIT <= _NARROWEST:
        return [_over(label, _slot(place, columns), y=y, size=13) for place, label in enumerate(labels)]
    first, last = columns[0].label, columns[-1].label
    return [
        f'<text x="0" y="{y}" font-size="13">{_text(first)}</text>',
        f'<text x="100%" y="{y}" font-size="13" text-anchor="end">{_text(last)}</text>',
    ]


def _over(text: str, slot: _Slot, *, y: float, size: int = 14) -> str:
    """Give a text at the middle of a column, drawn inwards where it would leave a narrow chart."""
    half = 100 * len(text) * _DIGIT * size / 15 / 2 / _NARROWEST
    x, anchor = slot.middle, "middle"
    if slot.middle < half:
        x, anchor = 0, "start"
    elif slot.middle > 100 - half:
        x, anchor = 100, "end"
    return f'<text x="{x:.3f}%" y="{y:.2f}" font-size="{size}" text-anchor="{anchor}">{_text(text)}</text>'


def _text(text: str) -> str:
    return escape(_ILLEGAL_IN_XML.sub("", text))
