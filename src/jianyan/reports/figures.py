"""The figures of a snapshot by name, as texts may ask for them and sentences are made of them."""

from collections.abc import Mapping
from datetime import date

import msgspec

from jianyan.i18n import N_
from jianyan.reports.schemas import Beside, Content

FIGURES: Mapping[str, str] = {
    "received": N_("suggestions received"),
    "published": N_("of them published"),
    "waiting": N_("of them waiting"),
    "held": N_("of them on hold"),
    "declined": N_("of them declined"),
    "merged": N_("of them merged"),
    "withdrawn": N_("of them withdrawn"),
    "categories": N_("categories with a suggestion"),
    "days": N_("days from the first to the last suggestion"),
    "places": N_("places with a code, and links"),
    "opened": N_("times that the form was opened"),
    "sent": N_("suggestions sent from a place or link"),
    "citizens": N_("suggestions of citizens"),
    "members": N_("suggestions of members"),
    "handed_over": N_("suggestions handed over to departments"),
    "answered": N_("of them answered"),
    "adopted": N_("of these adopted, wholly or in part"),
}
"""Name of a placeholder → what it stands for."""


def figures_of(content: Content, beside: Beside) -> dict[str, str]:
    """Give name → figure for each of FIGURES."""
    numbers = {
        **content.states,
        "received": content.received,
        "categories": sum(1 for category in content.categories if category.id is not None),
        "days": day_count(content),
        "places": len(beside.places),
        "opened": sum(place.opened for place in beside.places),
        "sent": sum(count for code, count in content.channels if code is not None),
        "citizens": content.sources["citizen"],
        "members": content.sources["member"],
        **_answers(content),
    }
    return {name: str(numbers[name]) for name in FIGURES}


def _answers(content: Content) -> dict[str, int]:
    said = content.answers
    if isinstance(said, msgspec.UnsetType):
        return {"handed_over": 0, "answered": 0, "adopted": 0}
    return {
        "handed_over": said.handed_over,
        "answered": said.outcomes.answered,
        "adopted": said.outcomes.taken_up,
    }


def first_and_last(content: Content) -> tuple[date, date]:
    """Give the days of the first and of the last suggestion; there is at least one."""
    return date.fromisoformat(content.days[0][0]), date.fromisoformat(content.days[-1][0])


def day_count(content: Content) -> int:
    """Give how many days there were from the first suggestion to the last, both included."""
    first, last = first_and_last(content)
    return (last - first).days + 1


def shares(parts: list[int]) -> list[str]:
    """Give the parts in per cent with one decimal; they add up to 100.0% where they are the whole.

    Source: largest remainder method.
    """
    whole = sum(parts)
    if not whole:
        return ["–" for _ in parts]
    tenths = [1_000 * part // whole for part in parts]
    rest = sorted(range(len(parts)), key=lambda at: (-(1_000 * parts[at] % whole), at))
    for at in rest[: 1_000 - sum(tenths)]:
        tenths[at] += 1
    return [f"{each // 10}.{each % 10}%" for each in tenths]
