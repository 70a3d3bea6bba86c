"""Where a suggestion stands and where it came from."""

from enum import StrEnum


class SuggestionState(StrEnum):
    """The state of a suggestion; see the package's drawing for the moves."""

    WAITING = "waiting"
    HELD = "held"
    PUBLISHED = "published"
    DECLINED = "declined"
    MERGED = "merged"
    WITHDRAWN = "withdrawn"


class Source(StrEnum):
    """Who sent it, or how it came in."""

    CITIZEN = "citizen"
    MEMBER = "member"
    IMPORT = "import"
    STAFF = "staff"
    API = "api"
