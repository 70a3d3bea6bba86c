"""What a job makes, and where it stands."""

from enum import StrEnum


class JobKind(StrEnum):
    """What a job makes; jianyan.work names the function of each."""

    EXPORT = "export"
    """A file of a topic."""
    FREEZE = "freeze"
    """Figures of a topic frozen, and the draft of a report about them; no file."""
    VERIFY = "verify"
    """Figures of a report computed again; no file, but an outcome."""
    IMPORT = "import"
    """Rows of a sheet taken into a topic; no file, but an outcome."""


class JobState(StrEnum):
    """Where a job stands."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


OPEN = (JobState.WAITING.value, JobState.RUNNING.value)
"""States that a job leaves again."""
