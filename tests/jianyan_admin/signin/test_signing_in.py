import re
from datetime import timedelta
from typing import Any

import httpx
import pytest
from litestar import Litestar

import builders
import cast
from conftest import BASE_URL
from jianyan import accounts, trail
from jianyan.accounts import Front
from jianyan.clock import now
from jianyan.runtime import Runtime

COOKIE = "jianyan_console"
GENERIC = "The e-mail address, the password or the code is not right."
ENGLISH = {"accept-language": "en"}


async def enter(
    client: httpx.AsyncClient, email: str, password: str = cast.PASSWORD, **more: str
) -> httpx.Response:
    sent = {"email": email, "password": password, "code": cast.code(now()), **more}
    return await client.post("/admin/sign-in", data=sent, headers=ENGLISH)


async def test_wei_signs_in_and_arrives_at_the_queue(client: httpx.AsyncClient) -> None:
    await builders.make_account(cast.WEI, now=now())
    answer = await enter(client, cast.WEI)
    assert (answer.status_code, answer.headers["location"]) == (303, "/admin")
    cookie = answer.headers["set-cookie"]
    assert cookie.startswith(f"{COOKIE}=")
    assert {"HttpOnly", "Path=/admin", "SameSite=lax"} <= {part.strip() for part in cookie.split(";")}
    home = await client.get("/admin")
    assert (home.status_code, home.headers["location"]) == (303, "/admin/queue")
    assert (await client.get("/admin/queue")).status_code == 200
    assert [act.kind for act in await trail.acts(kind="sign-in")] == ["sign-in"]


async def test_every_form_of_a_page_holds_the_token_of_the_session(qiao: Any) -> None:
    page = (await qiao.see("/admin/me")).text
    held = re.findall(r'name="csrf_token" value="([^"]+)"', page)
    assert len(held) == page.count('method="post"') > 1
    assert set(held) == {qiao.csrf_token}


@pytest.mark.parametrize("email", [cast.MO, cast.HE])
async def test_people_without_a_desk_are_refused_like_strangers(
    client: httpx.AsyncClient, email: str
) -> None:
    await builders.make_account(email, now=now())
    answer = await enter(client, email)
    stranger = await enter(client, "nobody@jianyan.example")
    assert answer.status_code == stranger.status_code == 403
    assert "set-cookie" not in answer.headers
    assert answer.text.replace(email, "nobody@jianyan.example") == stranger.text


async def test_a_wrong_password_keeps_the_address_and_says_nothing_more(client: httpx.AsyncClient) -> None:
    await builders.make_account(cast.WEI, now=now())
    answer = await enter(client, cast.WEI, "wrong password", next="/admin/trail")
    assert answer.status_code == 403
    assert GENERIC in answer.text
    assert f'value="{cast.WEI}"' in answer.text
    assert 'name="next" value="/admin/trail"' in answer.text
    assert "wrong password" not in answer.text
    assert "set-cookie" not in answer.headers


async def test_guessing_is_slowed_down_and_says_when_to_try_again(
    client: httpx.AsyncClient, limited: Runtime
) -> None:
    await builders.make_account(cast.WEI, now=now())
    answers = [await enter(client, cast.WEI, f"wrong password {count}") for count in range(11)]
    assert [answer.status_code for answer in answers] == [403] * 10 + [429]
    assert int(answers[-1].headers["retry-after"]) > 0
    assert (await enter(client, cast.WEI)).status_code == 429


async def test_a_planted_cookie_is_never_adopted(client: httpx.AsyncClient) -> None:
    await builders.make_account(cast.WEI, now=now())
    client.cookies.set(COOKIE, "planted", path="/admin")
    assert (await client.get("/admin/queue")).status_code == 303
    answer = await enter(client, cast.WEI)
    assert "planted" not in answer.headers["set-cookie"]
    assert await accounts.signed_in("planted", front=Front.CONSOLE, now=now()) is None


async def test_each_sign_in_makes_a_new_session(client: httpx.AsyncClient) -> None:
    await builders.make_account(cast.WEI, now=now())
    first = (await enter(client, cast.WEI)).cookies[COOKIE]
    second = (await enter(client, cast.WEI, code=cast.code(now(), away=1))).cookies[COOKIE]
    assert first != second


async def test_who_is_signed_in_already_is_led_on(client: httpx.AsyncClient) -> None:
    await builders.make_account(cast.WEI, now=now())
    await enter(client, cast.WEI)
    answer = await client.get("/admin/sign-in?next=/admin/queue?state=held")
    assert (answer.status_code, answer.headers["location"]) == (303, "/admin/queue?state=held")


async def test_signing_out_ends_the_session_on_the_server(client: httpx.AsyncClient, app: Litestar) -> None:
    await builders.make_account(cast.WEI, now=now())
    token = (await enter(client, cast.WEI)).cookies[COOKIE]
    session = await accounts.signed_in(token, front=Front.CONSOLE, now=now())
    assert session is not None
    answer = await client.post("/admin/sign-out", data={"csrf_token": session.csrf_token})
    assert (answer.status_code, answer.headers["location"]) == (303, "/admin/sign-in")
    assert "Max-Age=0" in answer.headers["set-cookie"]
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url=BASE_URL) as other:
        other.cookies.set(COOKIE, token, path="/admin")
        assert (await other.get("/admin/queue")).status_code == 303


async def test_a_session_ends_after_half_an_hour_without_work_and_after_twelve_hours(app: Litestar) -> None:
    await builders.make_account(cast.WEI)
    token = await builders.sign_in(cast.WEI)
    at = builders.NOW
    for _ in range(24):
        at += timedelta(minutes=29, seconds=50)
        assert await accounts.signed_in(token, front=Front.CONSOLE, now=at)
    assert (
        await accounts.signed_in(
            token, front=Front.CONSOLE, now=builders.NOW + timedelta(hours=12, minutes=1)
        )
        is None
    )
    fresh = await builders.sign_in(cast.WEI, away=1)
    assert (
        await accounts.signed_in(fresh, front=Front.CONSOLE, now=builders.NOW + timedelta(minutes=31)) is None
    )


async def test_a_stopped_session_leads_back_to_the_page_that_was_asked_for(client: httpx.AsyncClient) -> None:
    answer = await client.get("/admin/queue?topic=buses-first&state=held")
    assert answer.status_code == 303
    assert (
        answer.headers["location"]
        == "/admin/sign-in?next=%2Fadmin%2Fqueue%3Ftopic%3Dbuses-first%26state%3Dheld"
    )


@pytest.mark.parametrize(
    "foreign",
    [
        "https://evil.example/admin",
        "//evil.example",
        "/admin\\@evil.example",
        "/admin.evil.example",
        "/adminx",
        "/",
        "javascript:1",
        "/admin/\r\nx: y",
    ],
)
async def test_a_sign_in_never_leads_to_another_site(client: httpx.AsyncClient, foreign: str) -> None:
    await builders.make_account(cast.WEI, now=now())
    assert (await enter(client, cast.WEI, next=foreign)).headers["location"] == "/admin"


async def test_htmx_without_a_session_is_sent_to_the_sign_in(client: httpx.AsyncClient) -> None:
    answer = await client.get("/admin/queue", headers={"hx-request": "true"})
    assert answer.status_code == 401
    assert answer.headers["hx-redirect"] == "/admin/sign-in"


async def test_json_without_a_session_is_401_with_a_problem(client: httpx.AsyncClient) -> None:
    answer = await client.get("/admin/queue", headers={"accept": "application/json"})
    assert answer.status_code == 401
    assert answer.headers["content-type"] == "application/problem+json"


async def test_no_page_of_the_console_may_be_kept_or_framed(client: httpx.AsyncClient) -> None:
    answer = await client.get("/admin/sign-in")
    assert answer.headers["cache-control"] == "no-store"
    assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]
    assert "unsafe" not in answer.headers["content-security-policy"]
    assert "db;dur=" in answer.headers["server-timing"]
