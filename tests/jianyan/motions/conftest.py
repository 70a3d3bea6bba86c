"""He who writes a motion, colleagues who may sign it, and Qiao who examines it."""

from dataclasses import dataclass

import pytest

import builders
import cast
from jianyan import accounts, motions
from jianyan.accounts import Person, Role
from jianyan.motions import MotionDetail, NewMotion

OWN, OTHER = "江州市政协", "岳州市政协"
NEW = NewMotion(
    title="关于增开夜间公交的提案",
    text="夜班工人说，十点以后回不了家。\n建议每小时一班。",
    sector="医药卫生界",
    category="城建交通",
    session="第十四届三次会议",
    year="2026",
)


async def member(name: str, organisation: str = OWN) -> Person:
    """Add a member and give them as they are when signed in."""
    email = f"{name}@jianyan.example"
    facts = {"role": Role.MEMBER, "organisation": organisation, "name": name}
    await accounts.add_account(email, password=cast.PASSWORD, now=builders.NOW, **facts)  # type: ignore[arg-type]
    return await accounts.person_by_email(email)


@dataclass
class Room:
    """The people around a motion, and the motion as it stands."""

    id: int
    he: Person
    mei: Person
    """Of the same organisation."""
    yue: Person
    """Of another one."""
    qiao: Person

    async def submitted(self) -> None:
        """Let He submit it."""
        await motions.submit_motion(self.id, by=self.he, now=builders.NOW)

    async def another(self, *, by: Person | None = None, **changes: object) -> int:
        """Let somebody submit another one."""
        new = NewMotion(**{**{name: getattr(NEW, name) for name in NEW.__struct_fields__}, **changes})  # type: ignore[arg-type]
        author = by or self.he
        motion_id = await motions.draft_motion(new, by=author, now=builders.NOW)
        await motions.submit_motion(motion_id, by=author, now=builders.NOW)
        return motion_id

    async def now(self) -> MotionDetail:
        """Give it as its first signer sees it."""
        return await motions.motion_for(self.id, self.he)


@pytest.fixture
async def room(database: str) -> Room:
    """Give a draft of He."""
    he, mei, yue = await member("he"), await member("mei"), await member("yue", OTHER)
    qiao = await builders.make_person(cast.QIAO)
    return Room(await motions.draft_motion(NEW, by=he, now=builders.NOW), he, mei, yue, qiao)
