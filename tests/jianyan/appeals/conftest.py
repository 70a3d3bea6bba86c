"""A suggestion that Wei declined, and whoever has to do with it afterwards."""

from dataclasses import dataclass

import pytest

import builders
import cast
from jianyan import moderation
from jianyan.accounts import Person
from jianyan.keys import KeyRing
from jianyan.moderation import Act, Reason, Verdict
from jianyan.suggestions import SuggestionDetail


@dataclass
class Case:
    """A suggestion of Lan, with Wei who decides and Zhu who may hear the appeal."""

    tracking: str
    category_id: int
    wei: Person
    zhu: Person

    async def decided(self, act: Act, *, by: Person | None = None) -> SuggestionDetail:
        """Let Wei, or somebody else, decide at half past twelve."""
        verdict = Verdict(
            act=act,
            category_id=self.category_id if act is Act.APPROVE else None,
            reason=Reason.OFF_TOPIC if act is Act.DECLINE else None,
        )
        return await moderation.decide(self.tracking, verdict, by=by or self.wei, now=builders.NOW)


@pytest.fixture
async def waiting(database: str, keys: KeyRing) -> Case:
    """Give a suggestion that waits."""
    topic = await builders.make_topic()
    received, _ = await builders.submit(keys, await builders.make_placement(), category="收发班次")
    wei, zhu = await builders.make_person(cast.WEI), await builders.make_person(cast.ZHU)
    return Case(received.tracking, topic.categories[0].id, wei, zhu)


@pytest.fixture
async def declined(waiting: Case) -> Case:
    """Give a suggestion that Wei declined."""
    await waiting.decided(Act.DECLINE)
    return waiting
