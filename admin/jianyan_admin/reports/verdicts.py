"""What came of computing a report's figures again, in words."""

from collections.abc import Mapping

import msgspec

from jianyan.i18n import N_
from jianyan.reports import Change, ReportDetail, Verification
from jianyan.tallies import SOURCE_WORDS, STATE_WORDS
from jianyan.web.exchange import Request
from jianyan_admin.page import told

_PARTS: Mapping[str, str] = {
    "received": N_("Received"),
    "rules": N_("Version of the rules"),
    "states": N_("By state"),
    "categories": N_("By category"),
    "declined_by_reason": N_("Declined, by reason"),
    "channels": N_("By place"),
    "sources": N_("By source"),
    "days": N_("By day"),
    "listing_sha256": N_("List of suggestions"),
    "answers": N_("Answers of departments"),
    "trail_size": N_("Acts recorded"),
    "root": N_("Root of the trail"),
}
_LONG = {"listing_sha256", "root", "answers"}
"""Parts of which nobody compares what stands there."""


class ChangedFigure(msgspec.Struct, frozen=True, kw_only=True):
    """A figure that is not what was frozen, as a page shows it."""

    name: str
    frozen: str
    again: str


def changed_figures(request: Request, report: ReportDetail, found: Verification) -> list[ChangedFigure]:
    """List the figures that differ, in the reader's language."""
    return [
        ChangedFigure(
            name=_name(request, report, one), frozen=_shown(one, one.frozen), again=_shown(one, one.again)
        )
        for one in found.changes
    ]


def _name(request: Request, report: ReportDetail, change: Change) -> str:
    part = told(request, _PARTS.get(change.part, change.part))
    if not change.key or change.part in _LONG:
        return part
    words = {"states": STATE_WORDS, "sources": SOURCE_WORDS}.get(change.part, {})
    if change.key in words:
        return f"{part} · {told(request, words[change.key])}"
    names = {str(one.id): one.name for one in report.beside.categories}
    return f"{part} · {names.get(change.key, change.key) if change.part == 'categories' else change.key}"


def _shown(change: Change, figure: str) -> str:
    if change.part in _LONG and figure:
        return f"{figure[:8]}…"
    return f"{int(figure):,}" if figure.isdecimal() else figure or "—"
