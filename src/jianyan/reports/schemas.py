"""What is frozen, and a report as it is read and edited."""

from datetime import date, datetime
from typing import Annotated

import msgspec
from msgspec import Meta

from jianyan.cases.adoption import Outcomes
from jianyan.reports.states import ReportState, VoiceSource

TEXT_MOST = 8_000


class Standing(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """Where one suggestion stood; written as `[tracking, category, state]`."""

    tracking: str
    category: int | None
    state: str


class CategoryStates(msgspec.Struct, frozen=True):
    """How many of one category stood in each state."""

    id: int | None
    """None: filed nowhere and nothing chosen."""
    states: dict[str, int]
    """All six."""

    @property
    def count(self) -> int:
        """Give how many lay in it."""
        return sum(self.states.values())


class DepartmentFigures(msgspec.Struct, frozen=True, kw_only=True):
    """How the cases of one department came out."""

    id: int | None
    """None: nobody's yet, or taken over without a name."""
    cases: int
    outcomes: Outcomes
    results: dict[str, int]
    """A, B and C."""


class CaseFigures(msgspec.Struct, frozen=True, kw_only=True):
    """What departments made of what was handed over; cancelled cases are left out."""

    cases: int
    states: dict[str, int]
    """All states but the cancelled one."""
    handed_over: int
    """Suggestions; each counts once, with the best of its answers."""
    outcomes: Outcomes
    categories: list[tuple[int | None, int, Outcomes]]
    """Id, how many were handed over and how they came out; by id, the one of nothing first."""
    departments: list[DepartmentFigures]
    """By id, nobody's first."""
    satisfaction: dict[str, int]
    """Authors' last words: all three."""
    solved: int
    """Authors who say that it is solved."""


class Content(msgspec.Struct, frozen=True, kw_only=True):
    """The figures of a topic at a position of the trail, and of nothing but the trail."""

    v: int = 1
    topic: int
    """Its id, as leaves name it."""
    trail_size: int
    root: str
    """Hex of the tree's root at that size."""
    rules: int
    """Version of the rules in force; 0: the built-in ones."""
    received: int
    states: dict[str, int]
    """All six."""
    categories: list[CategoryStates]
    """By id, the one of nothing first; none without a suggestion."""
    declined_by_reason: list[tuple[str | None, int]]
    """Code of the reason and count, by code; None: declined by an import, without one."""
    channels: list[tuple[str | None, int]]
    """Code of the placement and count, by code; None: through none."""
    sources: dict[str, int]
    """The four that always were; `api` where it sent any."""
    days: list[tuple[str, int]]
    """`2026-07-01` and count, in order; days without a suggestion are left out."""
    listing_sha256: str
    """Hex, of the list of all standings."""
    answers: CaseFigures | msgspec.UnsetType = msgspec.UNSET
    """Left out where nothing was handed over."""


class FrozenCategory(msgspec.Struct, frozen=True):
    """What a category was called."""

    id: int
    name: str


class FrozenPlace(msgspec.Struct, frozen=True, kw_only=True):
    """What a placement was called, and how often its form was opened."""

    code: str
    name: str
    line: str
    kind: str
    """`place` or `link`."""
    opened: int


class FrozenReason(msgspec.Struct, frozen=True):
    """What a reason to decline says."""

    code: str
    sentence: str
    """A message id where it is a built-in one."""


class FrozenTimes(msgspec.Struct, frozen=True, kw_only=True):
    """How long a department took, by the calendar of the day of freezing."""

    id: int | None
    """None: nobody's; also in the row of all together."""
    name: str
    """Empty for None."""
    answered: int
    median: str | None
    """Working days, a half may be among them."""
    p90: int | None
    spans: list[int]
    """By tallies.SPANS."""
    timed: int
    """Cases that have a day."""
    late: int


class Beside(msgspec.Struct, frozen=True, kw_only=True):
    """What a report says that the trail does not hold: hashed as well, but not computed again."""

    v: int = 1
    slug: str
    title: str
    organisers: list[str]
    taken_at: str
    """RFC 3339, UTC, whole seconds."""
    time_zone: str
    categories: list[FrozenCategory]
    """In the order in which they were offered."""
    places: list[FrozenPlace]
    hours: list[int]
    """24 counts by the hour in which something came, imports left out."""
    reasons: list[FrozenReason]
    decided: int
    """How many a person decided on at least once, imports left out."""
    median_minutes: int | None
    """From the arrival to the first decision; None where fewer than five were decided."""
    appeals: int
    overturned: int
    group_counts: list[tuple[int | None, list[int]]]
    """Category and how many say the same in its groups of two and more, the largest first."""
    times: list[FrozenTimes] | msgspec.UnsetType = msgspec.UNSET
    """All departments together, then each, those with the most cases first; left out without cases."""


class ReportTexts(msgspec.Struct, frozen=True, kw_only=True):
    """The typed parts of a report; figures are none of them."""

    title: Annotated[str, Meta(min_length=1, max_length=120)]
    addressee: Annotated[str, Meta(max_length=120)] = ""
    signed_by: Annotated[str, Meta(max_length=120)] = ""
    signed_on: date | None = None
    language: str = "zh-CN"
    """One of i18n.LANGUAGES."""
    background: Annotated[str, Meta(max_length=TEXT_MOST)] = ""
    answers: Annotated[str, Meta(max_length=TEXT_MOST)] = ""
    advice: Annotated[str, Meta(max_length=TEXT_MOST)] = ""
    unheard: Annotated[str, Meta(max_length=TEXT_MOST)] = ""


class Voice(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody said, as a report quotes it."""

    category_id: int | None
    tracking: str
    text: str | None
    """None once erased."""
    source: VoiceSource
    group_count: int
    """How many said the same, this one included; 1: nobody else."""


class ReportSummary(msgspec.Struct, frozen=True, kw_only=True):
    """A report in a list."""

    id: int
    slug: str
    title: str
    topic_slug: str
    topic_title: str
    state: ReportState
    published_at: datetime | None
    taken_at: datetime
    trail_size: int


class TemplateSummary(msgspec.Struct, frozen=True, kw_only=True):
    """An office's template in a list."""

    id: int
    name: str
    organisation: str | None
    """Its name; None: the whole installation's."""
    marks: list[str]
    """What it asks for, in English, in the order of marks.MARKS."""
    sha256: str
    """Hex, of its content."""
    added_at: datetime
    added_by: str
    """Opaque; empty: the command line."""
    retired_at: datetime | None
    report_count: int
    """How many reports of the current scope have it."""


class ReportDetail(ReportSummary, frozen=True, kw_only=True):
    """A report with all that is printed of it."""

    template_id: int | None
    """None: the layout of GB/T 9704."""
    snapshot_id: int
    root: str
    sha256: str
    """Hex, of the content."""
    beside_sha256: str
    texts: ReportTexts
    content: Content
    beside: Beside
    voices: list[Voice]
    """By category and position."""
