from collections.abc import AsyncIterator

import httpx
import pytest
from litestar import Litestar, Request, route
from litestar.enums import HttpMethod
from litestar.response import Response

from jianyan.errors import Refusal
from jianyan.web.origin import OwnOrigin, is_foreign

OWN = "https://jianyan.example.cn"


@pytest.mark.parametrize(
    ("headers", "foreign"),
    [
        ({}, False),
        ({"sec-fetch-site": "same-origin"}, False),
        ({"sec-fetch-site": "none"}, False),
        ({"sec-fetch-site": "same-site"}, True),
        ({"sec-fetch-site": "cross-site"}, True),
        ({"sec-fetch-site": ""}, True),
        ({"sec-fetch-site": "cross-site", "origin": OWN}, True),
        ({"sec-fetch-site": "same-origin", "origin": "https://evil.example"}, False),
        ({"origin": OWN}, False),
        ({"origin": "null"}, True),
        ({"origin": ""}, True),
        ({"origin": "http://jianyan.example.cn"}, True),
        ({"origin": f"{OWN}.evil.example"}, True),
        ({"origin": f"{OWN}:8443"}, True),
    ],
)
def test_a_request_is_foreign_unless_our_own_page_or_no_page_sent_it(
    headers: dict[str, str], foreign: bool
) -> None:
    assert is_foreign(headers, OWN) is foreign


@pytest.fixture
def bodies_read() -> list[bytes]:
    """Give what the handlers read of the bodies that were sent."""
    return []


@pytest.fixture
async def guarded(bodies_read: list[bytes]) -> AsyncIterator[httpx.AsyncClient]:
    """Give a client of a small app with a guarded and an open path."""

    @route(["/admin/act", "/s/code"], http_method=[HttpMethod.GET, HttpMethod.POST], name="act")
    async def act(request: Request) -> str:  # type: ignore[type-arg]
        bodies_read.append(await request.body())
        return "done"

    app = Litestar(
        [act],
        middleware=[OwnOrigin(OWN, under=("/admin", "/me"))],
        exception_handlers={
            Refusal: lambda _, refusal: Response(refusal.english(), status_code=refusal.status)
        },
        openapi_config=None,
    )
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url=OWN) as client:
        yield client


async def test_a_foreign_form_is_refused_before_its_body_is_read(
    guarded: httpx.AsyncClient, bodies_read: list[bytes]
) -> None:
    sent: list[int] = []

    async def body() -> AsyncIterator[bytes]:
        for number in range(50):
            sent.append(number)
            yield b"x" * 10_000

    answer = await guarded.post("/admin/act", content=body(), headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.status_code == 403
    assert "our own pages" in answer.text
    assert bodies_read == []
    assert sent == []


async def test_our_own_form_is_let_through(guarded: httpx.AsyncClient, bodies_read: list[bytes]) -> None:
    answer = await guarded.post("/admin/act", content=b"x", headers={"Origin": OWN})
    assert (answer.status_code, bodies_read) == (201, [b"x"])


@pytest.mark.parametrize(("method", "path"), [("GET", "/admin/act"), ("POST", "/s/code")])
async def test_reading_and_forms_without_a_session_are_open_to_all(
    guarded: httpx.AsyncClient, method: str, path: str
) -> None:
    answer = await guarded.request(method, path, headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.is_success
