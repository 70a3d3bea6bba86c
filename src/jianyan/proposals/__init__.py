"""Topics that members propose: the office examines them, the public supports them, the office decides.

    proposed ──examine──▶ examined ──decide──▶ accepted ──publish──▶ published
                          (support)    └─────▶ declined

Writes: Proposal, Support; adds topics through `campaigns.announce`.
"""

from jianyan.proposals.check import first_fault
from jianyan.proposals.queries import (
    NoSuchProposal,
    count_open,
    proposal_by_id,
    proposals,
    public_proposal,
    public_proposals,
)
from jianyan.proposals.schemas import ProposalDetail, PublicProposal
from jianyan.proposals.service import (
    MovedOn,
    decide_on_proposal,
    examine_proposal,
    propose,
    publish_proposal,
)
from jianyan.proposals.states import ProposalState
from jianyan.proposals.supporting import (
    SupportOver,
    is_visitor,
    new_visitor,
    support,
    supports,
    withdraw_support,
)

__all__ = [
    "MovedOn",
    "NoSuchProposal",
    "ProposalDetail",
    "ProposalState",
    "PublicProposal",
    "SupportOver",
    "count_open",
    "decide_on_proposal",
    "examine_proposal",
    "first_fault",
    "is_visitor",
    "new_visitor",
    "proposal_by_id",
    "proposals",
    "propose",
    "public_proposal",
    "public_proposals",
    "publish_proposal",
    "support",
    "supports",
    "withdraw_support",
]
