"""Paper slips as they are typed and as they are listed."""

from datetime import date, datetime, timedelta

import msgspec

from jianyan.suggestions import NewPhoto, SuggestionState

UNDONE_WITHIN = timedelta(hours=12)
"""As long as a session lasts at most."""
_UNDECIDED = frozenset({SuggestionState.WAITING, SuggestionState.HELD})


class NewBatch(msgspec.Struct, frozen=True, kw_only=True):
    """What stands on a pile of slips, as it was typed."""

    code: str
    """Of the placement where they were collected."""
    on: str
    """The day that stands on them, `2026-07-01`."""


class NewSlip(msgspec.Struct, frozen=True, kw_only=True):
    """A slip as it was typed, unchecked."""

    body: str
    category: str = ""
    """Id of a category of the topic; empty: the slip does not say."""
    photos: list[NewPhoto] = []
    """Of the slip, taken in by who types."""
    is_second: bool = False
    """Whether a slip with the same text is meant to be another one."""


class BatchDetail(msgspec.Struct, frozen=True, kw_only=True):
    """A batch of slips."""

    id: int
    topic_id: int
    topic: str
    """Title of the topic."""
    code: str
    """Of the placement."""
    place: str
    line: str
    slips_on: date
    begun_at: datetime
    count: int
    """Slips typed into it that were not withdrawn."""


class TypedSlip(msgspec.Struct, frozen=True, kw_only=True):
    """A slip in the list of a batch."""

    tracking: str
    state: SuggestionState
    body: str | None
    """None once erased."""
    category: str | None
    typed_by: int
    """Account of who typed it."""
    typed_at: datetime
    photo: str | None
    """Name of its photo; None: it has none."""

    def may_be_undone(self, account_id: int, *, now: datetime) -> bool:
        """Say whether this person may take it back: who typed it, on the same day, before it is decided."""
        is_fresh = now - self.typed_at <= UNDONE_WITHIN
        return self.typed_by == account_id and is_fresh and self.state in _UNDECIDED


class Saved(msgspec.Struct, frozen=True, kw_only=True):
    """What became of a slip that was typed."""

    tracking: str
    state: SuggestionState
    receipt: str
    """For the slip's stub; it can be shown now and never again."""
