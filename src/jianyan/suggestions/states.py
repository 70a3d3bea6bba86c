"""Where a suggestion stands and where it came from."""

from enum import StrEnum

from jianyan.i18n import N_


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


class Contribution(StrEnum):
    """What kind of writing it is; all but the first are members' only."""

    SUGGESTION = "suggestion"
    MICRO = "micro"
    NOTE = "note"
    MOTION = "motion"
    """A filed motion, as it was handed over."""


CONTRIBUTION_WORDS: dict[str, str] = {
    Contribution.SUGGESTION: N_("Suggestion"),
    Contribution.MICRO: N_("Micro-suggestion"),
    Contribution.NOTE: N_("Social-conditions note"),
    Contribution.MOTION: N_("Motion"),
}
