"""Cases as they come in and as they are shown."""

from datetime import date, datetime

import msgspec

from jianyan.cases.states import OPEN, Adoption, CaseKind, CaseState, Manner, Result, Satisfaction, StepKind
from jianyan.uploads import FileKind

TITLE_MOST = 120
NOTE_MOST = 1_000
REPLY_MOST = 5_000
MEASURES_MOST = 10
PHOTOS_MOST = 6
DOCUMENTS_MOST = 3


class NewCase(msgspec.Struct, frozen=True, kw_only=True):
    """What is handed over, and to whom."""

    title: str
    """What it is about, 1 to 120 characters."""
    kind: CaseKind
    lead_id: int | None = None
    """The department that answers; None: the departments claim it."""
    co_ids: tuple[int, ...] = ()
    """Departments that answer with it."""
    start: int | None = None
    """First letter of the aspect in the suggestion's text; None: the whole text."""
    length: int | None = None
    """Letters of the aspect."""
    note: str = ""
    """What the office says to the department; not public."""


class CoDepartmentDetail(msgspec.Struct, frozen=True, kw_only=True):
    """A department that answers with the lead."""

    organisation_id: int
    name: str
    signed_at: datetime | None
    """When it agreed to the reply as it stands."""


class CaseSummary(msgspec.Struct, frozen=True, kw_only=True):
    """A case in a list."""

    id: int
    topic_id: int
    topic: str
    """Title."""
    tracking: str
    kind: CaseKind
    title: str | None
    """None once erased."""
    state: CaseState
    round: int
    lead_id: int | None
    lead: str | None
    is_supervised: bool
    awaits_meeting: bool
    """No answer of this round is sent before its author was met."""
    opened_at: datetime
    return_by: date | None
    due_on: date | None
    asked_due_on: date | None
    answered_at: datetime | None
    result: Result | None
    """Of the last answer."""
    adoption: Adoption | None

    @property
    def is_owed(self) -> bool:
        """Say whether somebody still owes an answer."""
        return self.state in OPEN


class AspectDetail(msgspec.Struct, frozen=True, kw_only=True):
    """What of a text became one case."""

    summary: CaseSummary
    start: int | None
    """First letter in the text; None: the whole text."""
    length: int | None


class MeasureDetail(msgspec.Struct, frozen=True, kw_only=True):
    """What a department undertakes."""

    id: int
    text: str | None
    due_on: date | None
    done_on: date | None


class ReplyPhotoDetail(msgspec.Struct, frozen=True, kw_only=True):
    """A photo of the place."""

    name: str
    is_after: bool


class ReplyDocumentDetail(msgspec.Struct, frozen=True, kw_only=True):
    """A document that a reply hands out."""

    name: str
    """Its address; 32 hex digits that nobody guesses."""
    title: str
    """Under which it is saved."""
    kind: FileKind
    size_bytes: int


class ReplyDetail(msgspec.Struct, frozen=True, kw_only=True):
    """The answer of one round; a draft until it is published."""

    id: int
    round: int
    organisation_id: int
    organisation: str
    """Empty where a list that was taken over does not say whose it is."""
    result: Result | None
    """None where such a list does not say it; so with the adoption."""
    adoption: Adoption | None
    reason: str | None
    text: str | None
    measures: list[MeasureDetail]
    photos: list[ReplyPhotoDetail]
    documents: list[ReplyDocumentDetail]
    written_at: datetime
    published_at: datetime | None


class RatingDetail(msgspec.Struct, frozen=True, kw_only=True):
    """What an author says of an answer."""

    suggestion_id: int
    """Whose author; what is merged has several."""
    round: int
    is_solved: bool
    satisfaction: Satisfaction
    reason: str | None
    rated_at: datetime


class PartyDetail(msgspec.Struct, frozen=True):
    """A department that took part in a meeting."""

    organisation_id: int
    name: str


class StepDetail(msgspec.Struct, frozen=True, kw_only=True):
    """One step of a case."""

    kind: StepKind
    round: int
    at: datetime
    by: str | None
    """Name of who took it; None for the author and the clock."""
    by_organisation_id: int | None
    """Where who took it works."""
    organisation_id: int | None
    organisation: str | None
    """Whom it names."""
    due_on: date | None
    text: str | None
    manner: Manner | None = None
    """Of a meeting with the author; None: it is none."""
    parties: list[PartyDetail] = []
    """Who took part in it."""


class CaseDetail(msgspec.Struct, frozen=True, kw_only=True):
    """A case on its page."""

    summary: CaseSummary
    suggestion_id: int
    text: str | None
    """Its aspect, or the whole text; None once erased."""
    whole: str | None
    """The whole text."""
    start: int | None
    length: int | None
    supervisor: str | None
    """Name of the person or the committee."""
    supervisor_id: int | None
    """Account of the person."""
    supervising_id: int | None
    """Organisation that is the committee."""
    closed_at: datetime | None
    co_departments: list[CoDepartmentDetail]
    replies: list[ReplyDetail]
    """A round each; the last one may be a draft."""
    ratings: list[RatingDetail]
    steps: list[StepDetail]

    @property
    def meetings(self) -> list[StepDetail]:
        """List the meetings with its author, the first one first."""
        return [step for step in self.steps if step.kind is StepKind.MET]

    @property
    def meetings_of_round(self) -> list[StepDetail]:
        """List those of them that were recorded for the answer of this round."""
        return [step for step in self.meetings if step.round == self.summary.round]


class NewMeeting(msgspec.Struct, frozen=True, kw_only=True):
    """A meeting with the author of a case."""

    on: date
    """The day on which it took place: since the case was handed over or opened once more."""
    manner: Manner
    party_ids: tuple[int, ...]
    """Of the lead and its co-departments those that took part, at least one."""
    agreed: str
    """What came of it, as the author reads it; 1 to 1,000 characters."""


class NewMeasure(msgspec.Struct, frozen=True, kw_only=True):
    """What a department undertakes."""

    text: str
    due_on: date | None = None
    done_on: date | None = None


class NewDocument(msgspec.Struct, frozen=True):
    """A document that was taken in, and what it is called."""

    name: str
    title: str


class NewReply(msgspec.Struct, frozen=True, kw_only=True):
    """An answer as it is written."""

    result: Result
    adoption: Adoption
    text: str
    """1 to 5,000 characters."""
    reason: str = ""
    """Needed where it is not adopted, or for reference only; at most 1,000 characters."""
    measures: tuple[NewMeasure, ...] = ()
    """At most ten."""
    photos_before: tuple[str, ...] = ()
    """Names of photos that were taken in."""
    photos_after: tuple[str, ...] = ()
    documents: tuple[NewDocument, ...] = ()
    """At most three."""


class NewRating(msgspec.Struct, frozen=True, kw_only=True):
    """What an author says of an answer."""

    is_solved: bool
    satisfaction: Satisfaction
    reason: str = ""
    """At most 1,000 characters."""
    round: int | None = None
    """Of the answer that was read; None: the last one."""
