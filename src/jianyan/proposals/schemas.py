"""Proposals as they are shown."""

from datetime import datetime

import msgspec

from jianyan.proposals.states import ProposalState


class ProposalDetail(msgspec.Struct, frozen=True, kw_only=True):
    """A proposal as its author and staff see it."""

    id: int
    title: str
    text: str
    state: ProposalState
    shown_title: str | None
    """As it is shown for support; None: it was not examined yet."""
    shown_text: str | None
    note: str | None
    """Of who examined it, for the office."""
    reason: str | None
    author: str
    topic_slug: str | None
    proposed_at: datetime
    examiner: str | None
    examined_at: datetime | None
    decider: str | None
    decided_at: datetime | None
    supporters: int

    @property
    def waits(self) -> bool:
        """Say whether the office is to examine it, or to decide on it as somebody supports it."""
        is_supported = self.state is ProposalState.EXAMINED and self.supporters > 0
        return self.state is ProposalState.PROPOSED or is_supported


class PublicProposal(msgspec.Struct, frozen=True, kw_only=True):
    """A proposal as anybody reads it."""

    id: int
    title: str
    text: str
    state: ProposalState
    reason: str | None
    topic_slug: str | None
    supporters: int

    @property
    def is_open(self) -> bool:
        """Say whether it can be supported."""
        return self.state is ProposalState.EXAMINED
