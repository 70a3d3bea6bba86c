"""What every chart has: a frame that is read out, letters that are escaped, a hue."""

import re
from collections.abc import Iterable
from xml.sax.saxutils import escape

import msgspec

BRAND = "#0b5c8a"
DIGIT = 9
"""Pixels: a digit of 15 px type is no wider."""
NARROWEST = 280
"""Pixels: the narrowest chart, on a phone of 320 px."""
AXIS = 'stroke="currentColor" stroke-opacity="0.35" stroke-width="2"'

_HUE = re.compile(r"#[0-9a-fA-F]{6}")
_NAME = re.compile(r"[a-z][a-z0-9-]*")
_ILLEGAL_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


class Bar(msgspec.Struct, frozen=True):
    """One bar of a chart."""

    label: str
    """Any text."""
    count: int
    """0 or more."""


def drawing(
    parts: Iterable[str], *, size: str, name: str, title: str, description: str, hue: str = BRAND
) -> str:
    """Give a chart of its parts.

    Args:
        parts: markup of our own making.
        size: attributes `height` or `viewBox`.
        name: of the chart within its page: a lower-case letter, then letters, digits and hyphens.
        title: short, read out first; not shown.
        description: one sentence, read out next; not shown.
        hue: `#rrggbb`.

    Raises:
        ValueError: the name or the hue is not of that form.
    """
    if not _HUE.fullmatch(hue):
        raise ValueError(f"{hue!r} is not a colour of the form #rrggbb")
    if not _NAME.fullmatch(name):
        raise ValueError(f"{name!r} cannot name a chart")
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="chart" role="img" width="100%" {size} '
        f'font-size="15" fill="currentColor" aria-labelledby="{name}-title {name}-desc">'
        f'<title id="{name}-title">{escaped(title)}</title>'
        f'<desc id="{name}-desc">{escaped(description)}</desc>'
        f"{''.join(parts)}</svg>"
    )


def largest(counts: Iterable[int]) -> int:
    """Give the largest count, 0 of none.

    Raises:
        ValueError: one is below 0.
    """
    listed = list(counts)
    if any(count < 0 for count in listed):
        raise ValueError("a count is below 0")
    return max(listed, default=0)


def escaped(content: str) -> str:
    """Give a text as it may stand between tags."""
    return escape(_ILLEGAL_IN_XML.sub("", content))
