"""A city that the site serves, and its author's receipt."""

from dataclasses import dataclass
from typing import Any

import httpx

import builders
from cities import City
from jianyan import cases, suggestions, topics
from jianyan.cases import NewReply
from jianyan.clock import now
from jianyan.suggestions import SuggestionDetail

JSON = {"Accept": "application/json"}
ZH = {"Accept-Language": "zh-CN", "Accept": "text/html"}


@dataclass
class Lan:
    """Who holds the receipt of the city's suggestion."""

    client: httpx.AsyncClient
    city: City
    receipt: str

    async def opens(self, *, headers: dict[str, str] = ZH) -> httpx.Response:
        """Look up where the suggestion stands."""
        return await self.client.post("/receipt", data={"receipt": self.receipt}, headers=headers)

    async def rates(
        self, case_id: int, satisfaction: str = "satisfied", *, headers: dict[str, str] = ZH, **fields: Any
    ) -> httpx.Response:
        """Send the form below an answer."""
        chosen = {"case": case_id, "round": 1, "solved": "yes", "satisfaction": satisfaction, **fields}
        return await self.client.post(
            "/receipt/rate", data={"receipt": self.receipt, **chosen}, headers=headers
        )

    async def cases(self) -> list[dict[str, Any]]:
        """Give what JSON says of the cases."""
        return list((await self.opens(headers=JSON)).json()["cases"])

    async def suggestion(self) -> SuggestionDetail:
        """Give the suggestion."""
        return await suggestions.by_tracking(self.city.tracking)

    async def answered_now(self, **facts: Any) -> int:
        """Give a case whose reply was published just now."""
        return await self.city.answered(now=now(), **facts)

    async def answered_again(self, case_id: int, text: str) -> None:
        """Let Bo answer once more, and publish it."""
        await self.city.reply(case_id, text)
        await cases.publish_reply(case_id, by=self.city.wei, now=now())

    async def answered_with(self, reply: NewReply, **facts: Any) -> int:
        """Give a case whose reply is this one, published just now."""
        case_id = await self.city.claimed(**facts)
        await cases.save_reply(case_id, reply, by=self.city.bo, now=now())
        await cases.send_reply(case_id, by=self.city.bo, now=now())
        await cases.publish_reply(case_id, by=self.city.wei, now=now())
        return case_id


async def take_more(slug: str = "buses-first") -> None:
    """Let a topic take suggestions today."""
    await topics.save_topic(slug, builders.new_topic(slug, closes_at=None), by=None, now=now())
