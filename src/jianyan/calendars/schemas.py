"""An office's own days, as they come in and are listed."""

from datetime import date, datetime

import msgspec

FIRST_YEAR, LAST_YEAR = 2004, 2100
"""Of the calendar that is shown and edited."""
REASON_MOST = 120


class NewException(msgspec.Struct, frozen=True, kw_only=True):
    """A day on which an office does otherwise than the published calendar says."""

    organisation: int | None
    """Whose, and of all below it; None: the whole installation's."""
    day: date
    is_working: bool
    reason: str
    """1 to 120 characters."""


class ExceptionDetail(msgspec.Struct, frozen=True, kw_only=True):
    """An exception that counts for an organisation."""

    organisation: int | None
    """Who set it: the organisation itself, one above it, or (None) the whole installation."""
    day: date
    is_working: bool
    reason: str
    set_by: str
    """Name, else address; empty: the command line."""
    set_at: datetime
