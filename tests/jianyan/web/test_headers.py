import base64
import hashlib

import httpx
import pytest
from litestar import Litestar, get

from jianyan.web.headers import SELF_POLICY, SafeHeaders, policy

STYLE = "body{color:#111;font-family:'思源黑体'}\n"
SCRIPT = "document.title='建言'"


def parts(written: str) -> dict[str, str]:
    return dict(part.strip().split(" ", 1) for part in written.split(";"))


def hashed(text: str) -> str:
    return "'sha256-" + base64.b64encode(hashlib.sha256(text.encode("utf-8")).digest()).decode() + "'"


def test_a_style_and_a_script_are_allowed_by_their_hash_alone() -> None:
    allowed = parts(policy(styles=STYLE, scripts=SCRIPT))
    assert allowed["style-src"] == hashed(STYLE)
    assert allowed["script-src"] == hashed(SCRIPT)
    assert hashed(STYLE) != hashed(STYLE.strip())


def test_the_hash_is_the_one_of_the_standard() -> None:
    """The example of CSP Level 3, section 8.2: `alert('Hello, world.');`."""
    written = policy(scripts="alert('Hello, world.');")
    assert parts(written)["script-src"] == "'sha256-qznLcsROx4GACP2dm0UCKCzCG+HiZ1guq6ZZDob/Tng='"


@pytest.mark.parametrize("written", [policy(), policy(styles=STYLE, scripts=SCRIPT), SELF_POLICY])
def test_whatever_is_not_named_is_forbidden(written: str) -> None:
    allowed = parts(written)
    assert allowed["default-src"] == allowed["base-uri"] == allowed["frame-ancestors"] == "'none'"
    assert allowed["form-action"] == "'self'"
    assert "unsafe" not in written
    assert "*" not in written


def test_a_page_without_style_script_and_images_names_none() -> None:
    assert set(parts(policy(inline_images=False))) == {
        "default-src",
        "base-uri",
        "form-action",
        "frame-ancestors",
    }
    assert parts(policy())["img-src"] == "data:"


@get("/plain", name="plain")
async def plain() -> str:
    return "x"


@get("/own", name="own", response_headers={"Content-Security-Policy": policy(styles=STYLE)})
async def own() -> str:
    return "x"


async def answered(path: str, *, is_https: bool) -> httpx.Headers:
    app = Litestar([plain, own], middleware=[SafeHeaders(is_https=is_https)], openapi_config=None)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://127.0.0.1") as client:
        return (await client.get(path)).headers


async def test_every_answer_carries_the_headers() -> None:
    headers = await answered("/plain", is_https=False)
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "same-origin"
    assert parts(headers["Content-Security-Policy"])["default-src"] == "'none'"
    assert "Strict-Transport-Security" not in headers


async def test_a_page_keeps_the_policy_that_it_brought() -> None:
    headers = await answered("/own", is_https=False)
    assert headers.get_list("Content-Security-Policy") == [policy(styles=STYLE)]


async def test_browsers_are_told_to_insist_on_tls_only_where_there_is_tls() -> None:
    assert "max-age=" in (await answered("/plain", is_https=True))["Strict-Transport-Security"]


@pytest.mark.parametrize("path", ["/nowhere", "/healthz", "/s/00000000"])
async def test_even_what_the_router_refuses_carries_the_headers(client: httpx.AsyncClient, path: str) -> None:
    headers = (await client.get(path)).headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert parts(headers["Content-Security-Policy"])["default-src"] == "'none'"
