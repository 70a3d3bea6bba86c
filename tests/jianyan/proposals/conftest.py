"""A proposal of He, and Qiao who deals with it."""

from dataclasses import dataclass

import pytest

import builders
import cast
from jianyan import proposals
from jianyan.accounts import Person
from jianyan.proposals import ProposalDetail

TITLE, TEXT = "公园里多放些长椅", "老人走一走要歇脚，希望沿湖每百米有一处。"


@dataclass
class Proposed:
    """A proposal that nobody has examined, by its id."""

    id: int
    he: Person
    qiao: Person

    async def examined(self, title: str = TITLE, text: str = TEXT, note: str = "") -> None:
        """Let Qiao open it to support."""
        await proposals.examine_proposal(self.id, title, text, note, by=self.qiao, now=builders.NOW)

    async def decided(self, *, accepted: bool, reason: str = "问到的人多。") -> None:
        """Let Qiao decide."""
        await proposals.decide_on_proposal(self.id, reason, accepted=accepted, by=self.qiao, now=builders.NOW)

    async def now(self) -> ProposalDetail:
        """Give it as it stands."""
        return await proposals.proposal_by_id(self.id)


@pytest.fixture
async def proposed(database: str) -> Proposed:
    """Give a proposal that waits for its examination."""
    he, qiao = await builders.make_person(cast.HE), await builders.make_person(cast.QIAO)
    return Proposed(await proposals.propose(TITLE, TEXT, by=he, now=builders.NOW), he, qiao)
