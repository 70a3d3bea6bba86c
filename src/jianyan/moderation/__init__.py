"""A person decides on a suggestion, and the decision is kept: who, when, from, to, category, reason.

    queue ──▶ take (a lease of some minutes) ──▶ decide ──▶ Decision, a row for ever
                    │                              │
                    └ others see whose it is       └ learned: the next card proposes a category

Two moderators at once: one decision, the other is told (AlreadySettled). Reasons to decline are fixed before
a topic opens and versioned (`rules`).

What says the same is merged into another one, and split off again by undoing that.

A single photo or voice note can be withheld, and shown again.

Writes: Decision, Lease, Merge, Rules, ReasonCode; moves suggestions through `suggestions.settle`.
"""

from jianyan.moderation.batches import (
    BATCH_MOST,
    WITHOUT_PROOF_MOST,
    BatchOutcome,
    HoldsBlockedWord,
    LeftAlone,
    decide_all,
)
from jianyan.moderation.briefings import Briefing, Briefings
from jianyan.moderation.cards import Card, Holder, cards_of, queue
from jianyan.moderation.check import first_fault
from jianyan.moderation.learning import CategoryProposal, Learning
from jianyan.moderation.leases import LEASE, forget_leases, let_go, take
from jianyan.moderation.merging import (
    Counted,
    NotMergeable,
    OthersMergedInto,
    merge,
    merge_all,
    merged_count,
    merged_counts,
    merged_into,
)
from jianyan.moderation.pace import Pace, pace
from jianyan.moderation.proposed import ProposalRecord, ProposedCategory, proposal_record
from jianyan.moderation.queries import (
    DecisionDetail,
    decisions_on,
    reason_of,
    reasons_between,
    reasons_of,
    with_reasons,
)
from jianyan.moderation.reasons import REASON_SENTENCES, Reason
from jianyan.moderation.reveals import REVEAL_REASON_MOST, reveal
from jianyan.moderation.rules import (
    BUILT_IN,
    REASONS_MOST,
    ReasonDetail,
    RulesDetail,
    RulesFixed,
    are_fixed,
    rules_of,
    set_rules,
)
from jianyan.moderation.service import UNDECIDED, Act, InOtherHands, Verdict, decide, decide_on
from jianyan.moderation.withholding import WithheldAlready, show_again, withhold

__all__ = [
    "BATCH_MOST",
    "BUILT_IN",
    "LEASE",
    "REASONS_MOST",
    "REASON_SENTENCES",
    "REVEAL_REASON_MOST",
    "UNDECIDED",
    "WITHOUT_PROOF_MOST",
    "Act",
    "BatchOutcome",
    "Briefing",
    "Briefings",
    "Card",
    "CategoryProposal",
    "Counted",
    "DecisionDetail",
    "Holder",
    "HoldsBlockedWord",
    "InOtherHands",
    "Learning",
    "LeftAlone",
    "NotMergeable",
    "OthersMergedInto",
    "Pace",
    "ProposalRecord",
    "ProposedCategory",
    "Reason",
    "ReasonDetail",
    "RulesDetail",
    "RulesFixed",
    "Verdict",
    "WithheldAlready",
    "are_fixed",
    "cards_of",
    "decide",
    "decide_all",
    "decide_on",
    "decisions_on",
    "first_fault",
    "forget_leases",
    "let_go",
    "merge",
    "merge_all",
    "merged_count",
    "merged_counts",
    "merged_into",
    "pace",
    "proposal_record",
    "queue",
    "reason_of",
    "reasons_between",
    "reasons_of",
    "reveal",
    "rules_of",
    "set_rules",
    "show_again",
    "take",
    "with_reasons",
    "withhold",
]
