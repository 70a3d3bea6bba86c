"""A snapshot in one language: its names, figures and rows, as the parts of a report tell them."""

from datetime import date

import msgspec
from babel.dates import format_date

from jianyan.i18n import N_, say
from jianyan.reports.figures import figures_of, shares
from jianyan.reports.placeholders import filled
from jianyan.reports.schemas import CategoryStates, ReportDetail
from jianyan.suggestions import SuggestionState
from jianyan.tallies import STATE_WORDS, said

_ORDER = (
    SuggestionState.PUBLISHED,
    SuggestionState.WAITING,
    SuggestionState.HELD,
    SuggestionState.DECLINED,
    SuggestionState.MERGED,
    SuggestionState.WITHDRAWN,
)
"""In which a report tells them."""
NO_CATEGORY = N_("Uncategorised")


class CategoryRow(msgspec.Struct, frozen=True, kw_only=True):
    """One category as it stands in tables."""

    id: int | None
    name: str
    count: int
    share: str
    """Of all, `24.0%`; the rows' shares add up to 100.0%."""
    rounded_share: str
    """Of all, `24%`, as sentences say it."""
    states: dict[str, int]


class Told:
    """What a report tells from.

    Args:
        report: its language is the one of all that is told.
    """

    def __init__(self, report: ReportDetail) -> None:
        self.report, self.content, self.beside = report, report.content, report.beside
        self.language = report.texts.language
        self.figures = figures_of(report.content, report.beside)
        words = said(self.language, STATE_WORDS)
        self.states = {state.value: words[state] for state in _ORDER}
        self.rows = self._rows()

    def say(self, message: str, **values: object) -> str:
        """Give a message id that was marked by N_ in the report's language."""
        return say(self.language, message, **values)

    def day(self, on: date) -> str:
        """Give a day in words."""
        return str(format_date(on, format="long", locale=self.language.replace("-", "_")))

    def listed(self, names: list[str]) -> str:
        """Give names one after the other."""
        return ("、" if self.language.startswith("zh") else ", ").join(names)

    def typed(self, text: str) -> list[str]:
        """Give a typed text as paragraphs, with its figures."""
        return [line.strip() for line in filled(text, self.figures).splitlines() if line.strip()]

    def states_that_occur(self) -> list[str]:
        """List published and every other state in which something stands."""
        counts = self.content.states
        return [state for state in self.states if counts[state] or state == SuggestionState.PUBLISHED]

    def _rounded(self, count: int) -> str:
        whole = self.content.received
        return f"{(200 * count + whole) // (2 * whole)}%"

    def _rows(self) -> list[CategoryRow]:
        """Give the categories as they were offered, and at the end what is filed nowhere."""
        found = {category.id: category for category in self.content.categories}
        nothing = {state.value: 0 for state in SuggestionState}
        names: list[tuple[int | None, str]] = [(one.id, one.name) for one in self.beside.categories]
        if None in found:
            names.append((None, self.say(NO_CATEGORY)))
        known = [found.get(category) or CategoryStates(category, nothing) for category, _ in names]
        parts = shares([one.count for one in known])
        return [
            CategoryRow(
                id=one.id,
                name=name,
                count=one.count,
                share=part,
                rounded_share=self._rounded(one.count),
                states=one.states,
            )
            for (_, name), one, part in zip(names, known, parts, strict=True)
        ]
