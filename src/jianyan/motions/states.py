"""Where a motion and a signature under it stand."""

from enum import StrEnum


class MotionState(StrEnum):
    """The state of a motion; see the package's drawing for the moves."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    FILED = "filed"
    NOT_FILED = "not-filed"
    MERGED = "merged"
    HANDED_OVER = "handed-over"
    WITHDRAWN = "withdrawn"


class SignerState(StrEnum):
    """Of who signs beside the first signer; each answers for themselves."""

    INVITED = "invited"
    SIGNED = "signed"
    WITHDRAWN = "withdrawn"


ENDS = {
    "motion-submit": MotionState.SUBMITTED,
    "motion-withdraw": MotionState.WITHDRAWN,
    "motion-file": MotionState.FILED,
    "motion-decline": MotionState.NOT_FILED,
    "motion-merge": MotionState.MERGED,
    "motion-hand-over": MotionState.HANDED_OVER,
}
"""Kind of act → where it leads; what is no act's end is a draft."""
