"""Horizontal bars: by category, and the steps of a funnel."""

import unicodedata
from collections.abc import Sequence

from jianyan.charts.drawing import AXIS, BRAND, DIGIT, NARROWEST, Bar, drawing, escaped, largest

_ROW, _BAR = 48, 16
_LABEL_WIDTH = 36
"""Half-width letters in a line of a label: 18 Chinese characters of 15 px in 280 px."""


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
    rows = [(bar, str(bar.count)) for bar in bars]
    return _bars(rows, name=name, title=title, description=description, hue=hue)


def funnel_chart(steps: Sequence[Bar], *, name: str, title: str, description: str, hue: str = BRAND) -> str:
    """Give the same bars for steps of which each leads to the next: with its share of the first, in percent.

    Args:
        steps: the widest first; a share of nothing is left out.
        name: of the chart within its page, as in `bar_chart`.
        title: short, read out first; not shown.
        description: one sentence, read out next; not shown.
        hue: `#rrggbb`.

    Raises:
        ValueError: the name or the hue is not of that form, or a count is below 0.
    """
    whole = steps[0].count if steps else 0
    rows = [
        (step, f"{step.count} · {100 * step.count / whole:.1f}%" if place and whole else str(step.count))
        for place, step in enumerate(steps)
    ]
    return _bars(rows, name=name, title=title, description=description, hue=hue)


def _bars(rows: Sequence[tuple[Bar, str]], *, name: str, title: str, description: str, hue: str) -> str:
    longest = largest(bar.count for bar, _ in rows)
    # The longest bar leaves room for its number in the narrowest chart.
    room = 100 * (max((len(said) for _, said in rows), default=1) * DIGIT + 16) / NARROWEST
    top, drawn = 0, []
    for bar, said in rows:
        lines = _label_lines(bar.label)
        share = (100 - room) * bar.count / (longest or 1)
        drawn.append(_bar_row(bar, said, lines, top=top, share=share, hue=hue))
        top += _ROW + 20 * (len(lines) - 1)
    axis = f'<line x1="0" y1="0" x2="0" y2="{top}" {AXIS}/>'
    size = f'height="{top}"'
    return drawing([axis, *drawn], size=size, name=name, title=title, description=description, hue=hue)


def _bar_row(bar: Bar, said: str, lines: list[str], *, top: int, share: float, hue: str) -> str:
    texts = "".join(
        f'<text x="8" y="{top + 18 + 20 * place}">{escaped(line)}</text>' for place, line in enumerate(lines)
    )
    under = top + 6 + 20 * len(lines)
    return (
        f"<g><title>{escaped(f'{bar.label}: {said}')}</title>{texts}"
        f'<rect x="0" y="{under}" width="{share:.3f}%" height="{_BAR}" fill="{hue}"/>'
        f'<text x="{share:.3f}%" dx="8" y="{under + 13}" font-weight="600">{said}</text></g>'
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
