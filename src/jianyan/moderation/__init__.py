"""A person decides on a suggestion, and the decision is kept: who, when, from, to, category, reason.

Two moderators at once: one decision, the other is told (AlreadySettled).

What says the same is merged into another one, and split off again by undoing that.

Writes: Decision, Merge; moves suggestions through `suggestions.settle`.
"""

from jianyan.moderation.check import first_fault
from jianyan.moderation.merging import (
    Counted,
    NotMergeable,
    OthersMergedInto,
    merge,
    merge_all,
    merged_count,
    merged_into,
)
from jianyan.moderation.queries import DecisionDetail, decisions_on, reason_of
from jianyan.moderation.reasons import REASON_SENTENCES, Reason
from jianyan.moderation.service import Act, Verdict, decide

__all__ = [
    "REASON_SENTENCES",
    "Act",
    "Counted",
    "DecisionDetail",
    "NotMergeable",
    "OthersMergedInto",
    "Reason",
    "Verdict",
    "decide",
    "decisions_on",
    "first_fault",
    "merge",
    "merge_all",
    "merged_count",
    "merged_into",
    "reason_of",
]
