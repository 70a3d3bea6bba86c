"""Topics that members propose; staff examine, amend and publish them, or decline with a reason.

    proposed ──▶ published
       └───────▶ declined

Writes: Proposal; adds topics through `campaigns.announce`.
"""

from jianyan.proposals.service import (
    AlreadyExamined,
    NoSuchProposal,
    ProposalDetail,
    ProposalState,
    decline_proposal,
    proposal_by_id,
    proposals,
    propose,
    publish_proposal,
)

__all__ = [
    "AlreadyExamined",
    "NoSuchProposal",
    "ProposalDetail",
    "ProposalState",
    "decline_proposal",
    "proposal_by_id",
    "proposals",
    "propose",
    "publish_proposal",
]
