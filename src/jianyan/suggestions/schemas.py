"""Suggestions as they come in and as they are shown."""

from datetime import date, datetime

import msgspec

from jianyan.screening import Kind, Level
from jianyan.suggestions.states import Contribution, Source, SuggestionState
from jianyan.uploads import FileKind

TRACKING_LENGTH = 14


class Draft(msgspec.Struct, frozen=True, kw_only=True):
    """What a person typed into the form, unchecked."""

    body: str = ""
    category: str = ""
    """Id of a category of the topic; empty: not sure."""
    phone: str = ""
    answers: dict[str, list[str]] = {}
    """`q_<id>` → the values that were sent."""


class NewAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """A checked answer: exactly one of the last three is given."""

    question_id: int
    option_id: int | None = None
    rating: int | None = None
    text: str | None = None


class NewHit(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that was found in a text of a suggestion."""

    field: str
    """`body`, `title` or `q_<id>`."""
    start: int
    length: int
    kind: Kind
    level: Level
    word: str | None
    """As it is listed; None for personal data."""


class NewPhoto(msgspec.Struct, frozen=True):
    """A photo or voice note that was taken in and goes with a suggestion."""

    photo_id: int
    sha256: str
    kind: FileKind = FileKind.PHOTO


class Spot(msgspec.Struct, frozen=True):
    """Where something was seen."""

    place: str
    """Its name."""
    lat: float | None = None
    """Degrees, WGS 84; given together with `lon` or not at all."""
    lon: float | None = None

    def said(self) -> str:
        """Give it as the trail commits to it."""
        return self.place if self.lat is None else f"{self.place}\n{self.lat!r} {self.lon!r}"


class NewSuggestion(msgspec.Struct, frozen=True, kw_only=True):
    """A checked suggestion, ready to be written."""

    tracking: str
    topic_id: int
    body: str
    source: Source
    received_at: datetime
    received_on: date
    state: SuggestionState = SuggestionState.WAITING
    placement_id: int | None = None
    channel: str | None = None
    """Code of the placement, for the trail."""
    category_id: int | None = None
    title: str | None = None
    answers: list[NewAnswer] = []
    author_id: int | None = None
    actor_id: str | None = None
    """Opaque id of a member or of who imports; None for citizens."""
    actor_role: str | None = None
    key_hash: str | None = None
    content_hash: str = ""
    receipt_hash: str | None = None
    phone_encrypted: bytes | None = None
    contact_delete_on: date | None = None
    held_for: str | None = None
    """Why it is held at once; kept in its leaf."""
    origin: str | None = None
    like_count: int | None = None
    hits: list[NewHit] = []
    photos: list[NewPhoto] = []
    kind: Contribution = Contribution.SUGGESTION
    spot: Spot | None = None


class Received(msgspec.Struct, frozen=True, kw_only=True):
    """What became of one item of a batch."""

    tracking: str
    state: SuggestionState
    again: bool
    """True where it had been received before; nothing was added."""


class SuggestionDetail(msgspec.Struct, frozen=True, kw_only=True):
    """A suggestion in a list or on its page."""

    id: int
    tracking: str
    topic_id: int
    state: SuggestionState
    source: Source
    kind: Contribution
    category_id: int | None
    category: str | None
    """Name of the drawer: filed, else chosen."""
    chosen_id: int | None
    placement: str | None
    """Name of the placement; None for imports and members."""
    line: str | None
    code: str | None
    title: str | None
    body: str | None
    """None once erased."""
    received_at: datetime
    received_on: date
    like_count: int | None


class SuggestionFilter(msgspec.Struct, frozen=True, kw_only=True):
    """Which suggestions are meant; what is None is not asked for."""

    topic_id: int | None = None
    states: tuple[SuggestionState, ...]
    """At least one."""
    category_id: int | None = None
    """The filed or chosen one; 0: none."""
    words: str = ""
    """Stand in the title or in the text, as they are typed."""


class AnswerDetail(msgspec.Struct, frozen=True, kw_only=True):
    """One answer as it is exported."""

    suggestion_id: int
    question_id: int
    option: str | None
    rating: int | None
    text: str | None
