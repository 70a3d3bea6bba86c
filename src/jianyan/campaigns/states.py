"""What a placement is and where it stands."""

from enum import StrEnum


class PlacementKind(StrEnum):
    """A place with a printed code, or a link for a channel (topic page, WeChat group, SMS)."""

    PLACE = "place"
    LINK = "link"


class PlacementState(StrEnum):
    """What is known about the printed code."""

    PLANNED = "planned"
    INSTALLED = "installed"
    SILENT = "silent"
    DAMAGED = "damaged"
    REMOVED = "removed"
