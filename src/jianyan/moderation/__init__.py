"""A person decides on a suggestion, and the decision is kept: who, when, from, to, category, reason.

Two moderators at once: one decision, the other is told (AlreadySettled).

Writes: Decision; moves suggestions through `suggestions.settle`.
"""

from jianyan.moderation.check import first_fault
from jianyan.moderation.queries import DecisionDetail, decisions_on, reason_of
from jianyan.moderation.reasons import REASON_SENTENCES, Reason
from jianyan.moderation.reveals import REVEAL_REASON_MOST, reveal
from jianyan.moderation.service import Act, Verdict, decide

__all__ = [
    "REASON_SENTENCES",
    "REVEAL_REASON_MOST",
    "Act",
    "DecisionDetail",
    "Reason",
    "Verdict",
    "decide",
    "decisions_on",
    "first_fault",
    "reason_of",
    "reveal",
]
