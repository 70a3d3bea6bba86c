"""Figures in typed texts: `{received}` becomes what the snapshot says, and nothing else does."""

import re

from jianyan.reports.figures import FIGURES

_PLACE = re.compile(r"\{([^{}\n]*)\}")


def first_unknown(text: str) -> dict[str, str] | None:
    """Give the first placeholder of a text that names no figure, and the names there are, or None."""
    for found in _PLACE.finditer(text):
        if found[1] not in FIGURES:
            known = "、".join(f"{{{name}}}" for name in FIGURES)
            return {"name": found[1], "known": known}
    return None


def filled(text: str, figures: dict[str, str]) -> str:
    """Give a text with its figures; placeholders that name none stay as they are.

    Args:
        text: as it was typed.
        figures: name → as it is written, see `figures_of`.
    """
    return _PLACE.sub(lambda found: figures.get(found[1], found[0]), text)
