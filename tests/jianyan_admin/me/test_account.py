import re
from typing import Any

import httpx
import pytest

import builders
import cast
from jianyan import accounts
from jianyan.accounts import Front
from jianyan.clock import now
from jianyan.runtime import Runtime

NEW = "another horse altogether"
FIREFOX = {"user-agent": "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"}


@pytest.fixture
def desk(qiao: Any) -> Any:
    """Give the desk of Qiao, who reads English today."""
    qiao.browser.headers["accept-language"] = "en"
    return qiao


async def elsewhere(client: httpx.AsyncClient) -> None:
    """Sign Qiao in from another browser."""
    sent = {"email": cast.QIAO, "password": cast.PASSWORD}
    assert (await client.post("/admin/sign-in", data=sent, headers=FIREFOX)).status_code == 303


async def change(desk: Any, **fields: str) -> httpx.Response:
    sent = {"old_password": cast.PASSWORD, "password": NEW, "password_again": NEW, **fields}
    answer: httpx.Response = await desk.send("/admin/me/password", sent)
    return answer


async def test_qiao_sees_who_she_is_and_where_she_is_signed_in(desk: Any, client: httpx.AsyncClient) -> None:
    await elsewhere(client)
    page = (await desk.see("/admin/me")).text
    for shown in (cast.QIAO, "江州市政协", "Staff", "Signed in in 2 places", "Firefox, Linux", "this one"):
        assert shown in page
    assert page.count("this one") == 1


async def test_one_other_session_is_signed_out(desk: Any, client: httpx.AsyncClient) -> None:
    await elsewhere(client)
    handle = re.search(r'name="session" value="([^"]+)"', (await desk.see("/admin/me")).text)
    assert handle is not None
    answer = await desk.send("/admin/me/sessions/end", {"session": handle[1]})
    assert answer.headers["location"] == "/admin/me?done=ended"
    assert (await client.get("/admin/queue")).status_code == 303
    assert (await desk.see("/admin/queue")).status_code == 200


async def test_everywhere_else_is_signed_out(desk: Any, client: httpx.AsyncClient) -> None:
    await elsewhere(client)
    await desk.send("/admin/me/sessions/end")
    assert (await client.get("/admin/queue")).status_code == 303
    page = (await desk.see("/admin/me", done="ended")).text
    assert "Signed out there." in page
    assert "Signed in in 1 place" in page


async def test_the_password_is_changed_and_other_sessions_are_over(
    desk: Any, client: httpx.AsyncClient
) -> None:
    await elsewhere(client)
    assert (await change(desk)).headers["location"] == "/admin/me?done=password"
    assert (await client.get("/admin/queue")).status_code == 303
    assert (await desk.see("/admin/me", done="password")).status_code == 200
    assert await accounts.sign_in(cast.QIAO, NEW, front=Front.CONSOLE, keys=builders.KEYS, now=now())


@pytest.mark.parametrize(
    ("fields", "status", "sentence"),
    [
        ({"old_password": "wrong password"}, 403, "The password is not right."),
        ({"password": "short", "password_again": "short"}, 422, "A password has at least 10 characters."),
        ({"password_again": "different"}, 422, "The two passwords are not the same."),
    ],
)
async def test_a_refused_change_says_why_and_shows_no_password(
    desk: Any, fields: dict[str, str], status: int, sentence: str
) -> None:
    answer = await change(desk, **fields)
    assert (answer.status_code, sentence in answer.text) == (status, True)
    assert NEW not in answer.text
    assert await builders.sign_in(cast.QIAO, now=now())


async def test_guessing_the_old_password_is_slowed_down(desk: Any, limited: Runtime) -> None:
    answers = [await change(desk, old_password=f"wrong password {count}") for count in range(11)]
    assert [answer.status_code for answer in answers] == [403] * 10 + [429]


async def test_a_disabled_account_is_out_on_its_next_request(desk: Any) -> None:
    assert (await desk.see("/admin/queue")).status_code == 200
    await accounts.set_active(cast.QIAO, active=False, by=None, now=now())
    answer = await desk.see("/admin/queue")
    assert (answer.status_code, answer.headers["location"][:14]) == (303, "/admin/sign-in")
    assert (await desk.send("/admin/me/sessions/end")).status_code == 401
