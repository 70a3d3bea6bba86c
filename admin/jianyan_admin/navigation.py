"""The navigation of the console: its nouns, in groups of what people come for.

    SECTIONS ── those whose route names the role ──▶ groups of entries; a group without entries is left out

A group is headed by its name; somebody with one group reads no heading. Beside a noun stands how much waits
behind it, where that was counted (jianyan_admin.waiting).
"""

from collections.abc import Iterator

import msgspec

from jianyan.accounts import Role
from jianyan.i18n import N_
from jianyan.tallies import COUNTED_MOST, Waiting
from jianyan.web.access import KEY
from jianyan.web.exchange import Request

SECTIONS = {
    N_("Day to day"): {
        "queue": N_("Queue"),
        "appeals": N_("Appeals"),
        "groups": N_("Alike"),
        "cases": N_("Cases"),
        "slips": N_("Paper slips"),
    },
    N_("Topics and placements"): {
        "topics": N_("Topics"),
        "placements": N_("Placements"),
        "proposals": N_("Proposals"),
        "motions": N_("Motions"),
        "imports": N_("Import"),
    },
    N_("Figures and reports"): {
        "tallies": N_("Tally"),
        "reports": N_("Reports"),
        "jobs": N_("Files"),
    },
    N_("Organisations and accounts"): {
        "organisations": N_("Organisations"),
        "accounts": N_("Accounts"),
    },
    N_("System"): {
        "words": N_("Word list"),
        "calendar": N_("Calendar"),
        "notices": N_("Notices"),
        "clients": N_("Systems"),
        "trail": N_("Trail"),
    },
}
"""Group → section → its noun, in the order of the navigation; it leads to the route `admin_<section>`."""


class NavFigure(msgspec.Struct, frozen=True):
    """How much of something waits behind a noun."""

    shown: str
    """A number, or `99+`."""
    said: str
    """A sentence with `count`, for whoever hears it."""
    is_late: bool = False


class NavEntry(msgspec.Struct, frozen=True):
    """One noun of the navigation."""

    section: str
    noun: str
    path: str
    figures: list[NavFigure]


class NavGroup(msgspec.Struct, frozen=True):
    """What people come for in one go."""

    name: str
    entries: list[NavEntry]


def navigation(request: Request, role: Role) -> list[NavGroup]:
    """Give what somebody of a role may open, in groups that are never empty."""
    groups = [NavGroup(name, list(_open_to(request, role, nouns))) for name, nouns in SECTIONS.items()]
    return [group for group in groups if group.entries]


def _open_to(request: Request, role: Role, nouns: dict[str, str]) -> Iterator[NavEntry]:
    waiting: Waiting = request.scope["state"].get("waiting", Waiting())
    for section, noun in nouns.items():
        found = request.app.get_handler_index_by_name(f"admin_{section}")
        if found and role in found["handler"].opt[KEY]:
            yield NavEntry(section, noun, found["paths"][0], list(_figures(section, role, waiting)))


def _figures(section: str, role: Role, waiting: Waiting) -> Iterator[NavFigure]:
    counts = {"queue": waiting.suggestions, "appeals": waiting.appeals, "cases": waiting.cases}
    counts |= {"motions": waiting.motions, "proposals": waiting.proposals}
    count = counts.get(section, 0)
    if count:
        is_new = section == "cases" and role is Role.DEPARTMENT
        yield NavFigure(_shown(count), N_("%(count)s new") if is_new else N_("%(count)s waiting"))
    if section == "cases" and waiting.overdue:
        yield NavFigure(_shown(waiting.overdue), N_("%(count)s overdue"), is_late=True)


def _shown(count: int) -> str:
    return str(count) if count < COUNTED_MOST else f"{COUNTED_MOST - 1}+"
