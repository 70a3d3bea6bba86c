"""A city with a committee that asks and two departments that answer, and a suggestion that was published."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import builders
import cast
from jianyan import accounts, cases, moderation
from jianyan.accounts import OrganisationKind, Person, within
from jianyan.cases import (
    Adoption,
    CaseDetail,
    CaseKind,
    CaseState,
    Manner,
    NewCase,
    NewMeeting,
    NewReply,
    Result,
)
from jianyan.clock import day_of
from jianyan.keys import KeyRing
from jianyan.moderation import Act, Verdict

LONG = "末班车太早了，晚班下班赶不上。另外站台没有座椅，老人等车很累。"
NOW = builders.NOW


@dataclass
class City:
    """Its people, and what they mostly do."""

    qiao: Person
    wei: Person
    bo: Person
    hao: Person
    transport: int
    police: int
    tracking: str
    receipt: str

    async def hand_over(self, *, by: Person | None = None, now: datetime = NOW, **facts: Any) -> int:
        """Let Qiao hand the suggestion over; without `lead_id` whoever claims it gets it."""
        new = NewCase(**{"title": "延长夜间末班车", "kind": CaseKind.SUGGESTION, **facts})
        with within((by or self.qiao).scope):
            return await cases.hand_over(
                self.tracking, new, by=by or self.qiao, now=now, zone=builders.SHANGHAI
            )

    async def claimed(self, **facts: Any) -> int:
        """Give a case that Bo has in hand."""
        case_id = await self.hand_over(lead_id=self.transport, **facts)
        await cases.claim(case_id, by=self.bo, now=NOW, zone=builders.SHANGHAI)
        return case_id

    async def replied(self, **facts: Any) -> int:
        """Give a case whose reply lies before the office."""
        case_id = await self.claimed(**facts)
        await self.reply(case_id)
        return case_id

    async def meet(self, case_id: int, agreed: str = "先加开一班，再看客流。", **facts: Any) -> None:
        """Let Bo record a meeting with the author."""
        known = {
            "on": day_of(NOW, builders.SHANGHAI),
            "manner": Manner.IN_PERSON,
            "party_ids": (self.transport,),
        }
        at = facts.pop("now", NOW)
        new = NewMeeting(**{**known, "agreed": agreed, **facts})
        await cases.meet(case_id, new, by=self.bo, now=at, zone=builders.SHANGHAI)

    async def reply(self, case_id: int, text: str = "自下月起末班车延至22点。", **facts: Any) -> None:
        """Let Bo write a reply and send it."""
        await cases.save_reply(case_id, self.draft(text, **facts), by=self.bo, now=NOW)
        await cases.send_reply(case_id, by=self.bo, now=NOW)

    def draft(self, text: str, **facts: Any) -> NewReply:
        """Give a reply as it is written: solved and adopted, where `facts` do not say otherwise."""
        return NewReply(**{"result": Result.SOLVED, "adoption": Adoption.ADOPTED, "text": text, **facts})

    async def answered(self, *, now: datetime = NOW, **facts: Any) -> int:
        """Give a case whose reply is published."""
        case_id = await self.replied(**facts)
        await cases.publish_reply(case_id, by=self.wei, now=now)
        return case_id

    async def seen(self, case_id: int, *, by: Person | None = None) -> CaseDetail:
        """Give a case as somebody sees it, else as its author does."""
        return await cases.case_by_id(case_id, by=by)

    async def state(self, case_id: int) -> CaseState:
        """Give where a case stands."""
        return (await self.seen(case_id)).summary.state


def later(days: float) -> datetime:
    """Give a moment so many days after it all began."""
    return NOW + timedelta(days=days)


async def make_city(keys: KeyRing) -> City:
    """Give a city whose people know nothing of each other's desks."""
    places = {}
    top = await accounts.add_organisation_below(None, "江州市", kind=OrganisationKind.CITY, by=None, now=NOW)
    for name in ("江州市政协", "江州市交通运输局", "江州市公安局"):
        kind = OrganisationKind.DEPARTMENT
        places[name] = await accounts.add_organisation_below(top, name, kind=kind, by=None, now=NOW)
    people = {}
    for email, name in zip((cast.QIAO, cast.WEI, cast.BO, cast.HAO), _DESKS, strict=True):
        await builders.make_account(email, organisation=name)
        people[email] = (await builders.make_session(email)).person
    with within(people[cast.QIAO].scope):
        topic = await builders.make_topic()
    received, receipt = await builders.submit(
        keys, await builders.make_placement(), LONG, category="收发班次"
    )
    verdict = Verdict(act=Act.APPROVE, category_id=topic.categories[0].id)
    await moderation.decide(received.tracking, verdict, by=people[cast.WEI], now=NOW)
    return City(
        *people.values(),
        transport=places["江州市交通运输局"],
        police=places["江州市公安局"],
        tracking=received.tracking,
        receipt=receipt,
    )


_DESKS = ("江州市政协", "江州市政协", "江州市交通运输局", "江州市公安局")
