import httpx
import pytest
from litestar import Litestar

import builders
import cast
from jianyan import accounts
from jianyan.clock import now

ENGLISH = {"accept-language": "en"}
NEW = {
    "email": "lin@jianyan.example",
    "name": "林",
    "organisation": "江州市政协",
    "password": cast.PASSWORD,
    "password_again": cast.PASSWORD,
}


@pytest.fixture
async def code(app: Litestar) -> str:
    """Give the code that the server printed."""
    offered = await accounts.offer_set_up(now=now())
    assert offered is not None
    return offered


async def send(client: httpx.AsyncClient, **fields: str) -> httpx.Response:
    return await client.post("/admin/set-up", data={**NEW, **fields}, headers=ENGLISH)


async def test_the_first_administrator_is_made_and_led_to_the_app(
    client: httpx.AsyncClient, code: str
) -> None:
    page = await client.get("/admin/set-up", headers=ENGLISH)
    assert (page.status_code, code in page.text) == (200, False)
    answer = await send(client, code=f" {code[:4]} {code[4:].lower()} ")
    assert (answer.status_code, answer.headers["location"]) == (303, "/admin/me/totp")
    assert "Path=/admin" in answer.headers["set-cookie"]
    assert (await client.get("/admin/me/totp")).status_code == 200
    assert (await client.get("/admin/accounts")).headers["location"] == "/admin/me/totp"


@pytest.mark.parametrize(
    ("fields", "status", "sentence"),
    [
        ({"code": "0000"}, 403, "This code is not right or is over."),
        ({"password_again": "something else"}, 422, "The two passwords are not the same."),
        ({"password": "short", "password_again": "short"}, 422, "at least 10 characters"),
        ({"email": "nobody"}, 422, "This is not an e-mail address."),
        ({"organisation": ""}, 422, "This value cannot be used here."),
    ],
)
async def test_a_refused_form_keeps_everything_but_the_passwords(
    client: httpx.AsyncClient, code: str, fields: dict[str, str], status: int, sentence: str
) -> None:
    answer = await send(client, **{"code": code, **fields})
    assert (answer.status_code, sentence in answer.text) == (status, True)
    assert 'value="林"' in answer.text
    assert cast.PASSWORD not in answer.text
    assert await accounts.accounts() == []


async def test_the_page_is_gone_as_soon_as_there_is_an_administrator(
    client: httpx.AsyncClient, code: str
) -> None:
    await builders.make_account(cast.ADA, now=now())
    assert (await client.get("/admin/set-up")).status_code == 410
    assert (await send(client, code=code)).status_code == 410
    assert [account.email for account in await accounts.accounts()] == [cast.ADA]


async def test_another_sites_form_sets_nothing_up(client: httpx.AsyncClient, code: str) -> None:
    headers = {"origin": "https://evil.example"}
    answer = await client.post("/admin/set-up", data={**NEW, "code": code}, headers=headers)
    assert answer.status_code == 403
    assert await accounts.accounts() == []
