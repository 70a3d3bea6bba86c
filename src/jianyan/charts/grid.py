"""A grid of weekdays and hours: when in a week much comes."""

from collections.abc import Sequence

from jianyan.charts.drawing import BRAND, drawing, escaped, largest

_LABEL, _ROW, _GAP, _HEAD = 15, 22, 2, 20
"""Percent of the width that the names of the rows take; pixels of a row, between rows, and of the head."""
_HOURS = 24
_TICKS = range(0, _HOURS, 6)
_SHADES = 5
_GROUND = 'fill="currentColor" fill-opacity="0.06"'


def hour_chart(
    rows: Sequence[tuple[str, Sequence[int]]],
    *,
    name: str,
    title: str,
    description: str,
    hue: str = BRAND,
) -> str:
    """Give a grid of a row a weekday and a column an hour; the fuller the cell, the more came.

    A cell is filled from below by its share of the fullest one, in five steps, and darker with each: it reads
    without colour.

    Args:
        rows: name of the weekday and its 24 counts, from above.
        name: of the chart within its page, as in `bar_chart`.
        title: short, read out first; not shown.
        description: one sentence, read out next; not shown.
        hue: `#rrggbb`.

    Raises:
        ValueError: the name or the hue is not of that form, or a count is below 0.
    """
    most = largest(count for _, counts in rows for count in counts)
    parts = [_tick(hour) for hour in _TICKS]
    for place, (label, counts) in enumerate(rows):
        top = _HEAD + place * (_ROW + _GAP)
        parts.append(f'<text x="0" y="{top + 16}" font-size="13">{escaped(label)}</text>')
        parts += [_cell(label, hour, count, most, top=top, hue=hue) for hour, count in enumerate(counts)]
    size = f'height="{_HEAD + len(rows) * (_ROW + _GAP)}"'
    return drawing(parts, size=size, name=name, title=title, description=description, hue=hue)


def _left(hour: int) -> float:
    return _LABEL + (100 - _LABEL) * hour / _HOURS


def _tick(hour: int) -> str:
    return f'<text x="{_left(hour):.3f}%" y="13" font-size="13">{hour}:00</text>'


def _cell(label: str, hour: int, count: int, most: int, *, top: int, hue: str) -> str:
    x, width = _left(hour), (100 - _LABEL) / _HOURS - 0.4
    ground = f'<rect x="{x:.3f}%" y="{top}" width="{width:.3f}%" height="{_ROW}" {_GROUND}/>'
    shade = -(-_SHADES * count // most) if most else 0
    height = _ROW * shade / _SHADES
    filled = (
        f'<rect x="{x:.3f}%" y="{top + _ROW - height:.1f}" width="{width:.3f}%" height="{height:.1f}" '
        f'fill="{hue}" fill-opacity="{0.4 + 0.12 * shade:.2f}"/>'
    )
    said = escaped(f"{label} {hour}:00: {count}")
    return f"<g><title>{said}</title>{ground}{filled if shade else ''}</g>"
