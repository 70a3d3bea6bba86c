"""A topic that is open now, and the ways in which a citizen's phone talks to it."""

import asyncio
import re
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import httpx
import pytest
from litestar import Litestar

import builders
from authors import Lan
from cities import City
from jianyan import suggestions, topics
from jianyan.clock import now
from jianyan.db import GroupCommit
from jianyan.runtime import Runtime
from jianyan.suggestions import SuggestionFilter, SuggestionState
from jianyan.topics import TopicDetail
from jianyan.web.at_once import Post
from wires import Quick, Server, get, serving

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

    async def send_files(
        self, *photos: bytes, voice: bytes | None = None, accept: dict[str, str] = JSON, **fields: object
    ) -> httpx.Response:
        """Send a form with files as a browser without JavaScript does."""
        fields.setdefault("form_token", await self.token() if "form_token" not in fields else "")
        parts = [("photo", (f"{number}.jpg", content)) for number, content in enumerate(photos)]
        if voice is not None:
            parts.append(("voice", ("voice", voice)))
        files, data = parts or {"photo": ("", b"")}, {"body": "站台没有灯，夜里看不见台阶。", **fields}
        return await self.client.post(f"/s/{self.code}", data=data, files=files, headers=accept)

    async def photos_of(self, answer: httpx.Response) -> list[str]:
        """Give the names of the photos of the suggestion that an answer is about."""
        found = await suggestions.by_tracking(answer.json()["tracking"])
        return (await suggestions.photos_of([found.id])).get(found.id, [])

    async def settle(
        self, answer: httpx.Response, state: SuggestionState = SuggestionState.PUBLISHED
    ) -> None:
        """Publish the suggestion that an answer is about, or decide otherwise."""
        found = await suggestions.by_tracking(answer.json()["tracking"])
        await suggestions.settle([found], to=state, category_id=None, now=now())

    def opened(self, *, ago_s: int = 30) -> str:
        """Give the token of a form that was opened a while ago."""
        return suggestions.tokens.issue(self.runtime.keys, self.code, now=now() - timedelta(seconds=ago_s))

    async def kept(self) -> int:
        """Count the suggestions that were kept, whatever their state."""
        everything = SuggestionFilter(topic_id=self.topic.id, states=tuple(SuggestionState))
        return await suggestions.count(everything)

    def stored(self) -> list[Path]:
        """List the files of photos and voice notes."""
        folder = self.runtime.store.folder
        return [path for top in ("photos", "voices") for path in (folder / top).rglob("*") if path.is_file()]


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


@pytest.fixture
async def asking(place: Place) -> Place:
    """Give a placement of a topic that asks for photos and a voice note."""
    edited = builders.new_topic(
        opens_at=now() - timedelta(hours=1), closes_at=None, takes_files=True, questions=[]
    )
    await topics.save_topic(place.topic.slug, edited, by=None, now=now())
    await place.edited()
    return place


@pytest.fixture
async def lan(client: httpx.AsyncClient, ready_made: City) -> Lan:
    """Let Lan hold the receipt of a published suggestion."""
    return Lan(client, ready_made, ready_made.receipt)


@pytest.fixture
def answered(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Note the status of each form that is answered without the usual way."""
    statuses: list[int] = []
    usual = Post.answer

    def noting(each: Post, answer, more=()) -> None:
        statuses.append(answer.status)
        usual(each, answer, more)

    monkeypatch.setattr(Post, "answer", noting)
    return statuses


@pytest.fixture
async def held_back(place) -> AsyncIterator[asyncio.Event]:
    """Let nothing be written, in batches of four, with room for forty that wait, until the event is set."""
    own, go_on = place.runtime.intake, asyncio.Event()

    async def write(batch):
        await go_on.wait()
        return await place.runtime._write(batch)

    place.runtime.intake = GroupCommit(write, most=4, waiting_most=40)
    place.runtime.intake.start()
    yield go_on
    await place.runtime.intake.stop()
    place.runtime.intake = own


@pytest.fixture
async def roomy(app: Litestar, place: Place, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Server]:
    """Serve the running app at a port, with room for hundreds; its form was opened once."""
    monkeypatch.setattr(Quick, "requests_most", 400)
    monkeypatch.setattr(Quick, "head_s", 5.0)
    async with serving(app) as server:
        await place.edited()
        await server.say(get(place.code), is_off=True)
        yield server
