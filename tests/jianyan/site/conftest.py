"""A topic that is open now, and the ways in which a citizen's phone talks to it."""

import re
from dataclasses import dataclass
from datetime import timedelta

import httpx
import pytest
from litestar import Litestar

import builders
from jianyan.clock import now
from jianyan.runtime import Runtime
from jianyan.topics import TopicDetail

JSON = {"Accept": "application/json"}
ZH = {"Accept-Language": "zh-CN", "Accept": "text/html"}


@dataclass
class Place:
    """A placement of an open topic, and the client that stands before it."""

    client: httpx.AsyncClient
    topic: TopicDetail
    code: str
    runtime: Runtime

    async def edited(self) -> None:
        """Wait until the service has seen that the content changed."""
        await self.runtime.look()

    async def token(self) -> str:
        """Open the form and give its token."""
        answer = await self.client.get(f"/s/{self.code}", headers=JSON)
        assert answer.status_code == 200
        return str(answer.json()["form_token"])

    async def send(
        self, body: str = "末班车太早了。", *, as_json: bool = True, **fields: object
    ) -> httpx.Response:
        """Send a suggestion; a token is fetched unless one is given."""
        fields.setdefault("form_token", await self.token() if "form_token" not in fields else "")
        headers = JSON if as_json else ZH
        return await self.client.post(f"/s/{self.code}", data={"body": body, **fields}, headers=headers)


def token_in(page: str) -> str:
    """Find the form's token in a page."""
    found = re.search(r'name="form_token" value="([^"]+)"', page)
    assert found
    return found[1]


@pytest.fixture
async def place(client: httpx.AsyncClient, app: Litestar) -> Place:
    """Give a placement of a topic that is open now."""
    opens_at = now() - timedelta(hours=1)
    topic = await builders.make_topic(opens_at=opens_at, closes_at=opens_at + timedelta(days=7))
    return Place(client, topic, await builders.make_placement(), app.state.runtime)
