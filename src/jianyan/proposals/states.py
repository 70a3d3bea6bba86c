"""Where a proposed topic stands."""

from enum import StrEnum


class ProposalState(StrEnum):
    """The state of a proposal; see the package's drawing for the moves."""

    PROPOSED = "proposed"
    EXAMINED = "examined"
    ACCEPTED = "accepted"
    PUBLISHED = "published"
    DECLINED = "declined"
