"""What the function of a long work is given, and how it says how far it has come."""

from pathlib import Path

import msgspec

from jianyan.jobs import HeldJob
from jianyan.settings import Settings


class Progress:
    """How far the work has come; functions call `add`."""

    def __init__(self, *, total: int) -> None:
        self.done = 0
        self.total = total
        """0: not known."""

    def add(self, count: int) -> None:
        """Say that so many more are done."""
        self.done += count


class Order(msgspec.Struct, frozen=True, kw_only=True):
    """What a function has to do."""

    job: HeldJob
    path: Path
    """Of the file to write: it is there, empty, and of this attempt alone."""
    progress: Progress
    settings: Settings
