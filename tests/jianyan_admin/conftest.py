"""People at their desks: signed in, with the token that their forms carry."""

from collections.abc import AsyncIterator, Callable, Coroutine
from typing import Any

import httpx
import pytest
from litestar import Litestar

import builders
import cast
from cities import City
from conftest import BASE_URL
from jianyan import accounts
from jianyan.accounts import Front
from jianyan.clock import now
from jianyan.keys import KeyRing

File = tuple[str, bytes]
SignIn = Callable[[str], Coroutine[Any, Any, "Desk"]]


class Desk:
    """A browser of somebody who is signed in to the console."""

    def __init__(self, browser: httpx.AsyncClient) -> None:
        self.browser = browser
        self.csrf_token = ""

    async def sign_in(self, email: str) -> None:
        """Sign in and keep the token of the session."""
        sent = {"email": email, "password": cast.PASSWORD, "code": cast.code(now())}
        answer = await self.browser.post("/admin/sign-in", data=sent)
        assert answer.status_code == 303, answer.text
        token = self.browser.cookies["jianyan_console"]
        session = await accounts.signed_in(token, front=Front.CONSOLE, now=now())
        assert session is not None
        self.csrf_token = (
            session.csrf_token
        )  # every page holds it; to draw one here takes longer than most tests

    async def see(self, path: str, **query: str) -> httpx.Response:
        """Open a page."""
        return await self.browser.get(path, params=query)

    async def send(self, path: str, fields: dict[str, str] | None = None, **files: File) -> httpx.Response:
        """Send a form of this session; with files as multipart."""
        sent = {"csrf_token": self.csrf_token, **(fields or {})}
        return await self.browser.post(path, data=sent, files=files or None)


@pytest.fixture
async def sign_in(app: Litestar) -> AsyncIterator[SignIn]:
    """Give a function that signs somebody of the cast in, and adds them before where they are not there."""
    browsers: list[httpx.AsyncClient] = []

    async def arrive(email: str) -> Desk:
        if email not in {one.email for one in await accounts.accounts()}:
            await builders.make_account(email, now=now())
        browsers.append(httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url=BASE_URL))
        desk = Desk(browsers[-1])
        await desk.sign_in(email)
        return desk

    yield arrive
    for browser in browsers:
        await browser.aclose()


@pytest.fixture
async def qiao(sign_in: SignIn) -> Desk:
    """Give the desk of Qiao, who is staff."""
    return await sign_in(cast.QIAO)


@pytest.fixture
async def wei(sign_in: SignIn) -> Desk:
    """Give the desk of Wei, who moderates."""
    return await sign_in(cast.WEI)


@pytest.fixture
async def tracking(app: Litestar, keys: KeyRing) -> str:
    """Give the number of a suggestion that waits, sent from 五里牌站 under 收发班次."""
    await builders.make_topic()
    received, _ = await builders.submit(keys, await builders.make_placement(), category="收发班次")
    return received.tracking


@pytest.fixture
async def city(app: Litestar, ready_made: City) -> City:
    """Give a city with a published suggestion, and departments that answer."""
    return ready_made


@pytest.fixture
async def bo(city: City, sign_in: SignIn) -> Desk:
    """Give the desk of Bo, who works in the department of transport of the city."""
    return await sign_in(cast.BO)
