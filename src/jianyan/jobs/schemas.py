"""What comes in and goes out."""

from datetime import datetime, timedelta

import msgspec

from jianyan.jobs.states import JobKind, JobState

KEPT = timedelta(hours=24)
"""How long a file waits to be taken away."""


class NewJob(msgspec.Struct, frozen=True, kw_only=True):
    """Work that is wanted."""

    kind: JobKind
    parameters: dict[str, str] = {}
    """What the function of its kind has to know."""
    topic_id: int | None
    language: str
    """One of i18n.LANGUAGES."""
    file_name: str
    """In any script, at most 200 letters; what follows the last full stop is its format. Of work without a
    file what it is called."""
    media_type: str
    """Empty: no file is made."""
    total_count: int
    """How many rows or steps there will be, as far as is known now; 0: not known."""


class HeldJob(msgspec.Struct, frozen=True, kw_only=True):
    """A job that a worker has taken, and by which hold."""

    id: int
    kind: str
    parameters: dict[str, str]
    topic_id: int | None
    account_id: int
    language: str
    asked_at: datetime
    done_count: int
    """How far the attempt before came; a bar never goes back behind it."""
    total_count: int
    attempt_count: int
    holder: str

    @property
    def file(self) -> str:
        """Give the name below the folder of jobs to which this attempt writes, and no other one."""
        return f"{self.id}-{self.holder}"


class JobDetail(msgspec.Struct, frozen=True, kw_only=True):
    """A job as whoever asked for it sees it."""

    id: int
    kind: JobKind
    topic_id: int | None
    session: str
    file_name: str
    media_type: str
    """Empty: no file is made."""
    state: JobState
    done_count: int
    total_count: int
    """0: not known."""
    asked_at: datetime
    ended_at: datetime | None
    collected_at: datetime | None
    file: str
    """Name below the folder of jobs."""
    file_bytes: int
    failure: str

    @property
    def is_open(self) -> bool:
        """Say whether something can still become of it."""
        return self.state in {JobState.WAITING, JobState.RUNNING}

    @property
    def total(self) -> int:
        """Give how many there will be: more may have come since it was asked for; 0: not known."""
        return max(self.total_count, self.done_count) if self.total_count else 0

    @property
    def kept_until(self) -> datetime | None:
        """Say up to when its file can be taken away; None where there is none."""
        return self.shown_until if self.media_type else None

    @property
    def shown_until(self) -> datetime | None:
        """Say up to when what it made is there, a file or an outcome; None where it made nothing yet."""
        return self.ended_at + KEPT if self.state is JobState.DONE and self.ended_at else None

    def is_ready(self, *, now: datetime) -> bool:
        """Say whether its file waits to be taken away."""
        return self.kept_until is not None and self.collected_at is None and now < self.kept_until
