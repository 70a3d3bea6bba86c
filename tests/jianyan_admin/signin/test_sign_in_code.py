"""The code of the authenticator app: asked for after the password, once, by the browser that sent it."""

import asyncio

import httpx
import pytest
from litestar import Litestar

import builders
import cast
from conftest import BASE_URL
from jianyan import accounts
from jianyan.clock import now
from jianyan.runtime import Runtime

COOKIE, TICKET = "jianyan_console", "jianyan_ticket"
ENGLISH = {"accept-language": "en"}
QUEUE = "/admin/queue?state=held"


async def send(client: httpx.AsyncClient, **fields: str) -> httpx.Response:
    return await client.post("/admin/sign-in", data=fields, headers=ENGLISH)


@pytest.fixture
async def asked(app: Litestar, client: httpx.AsyncClient) -> httpx.Response:
    """Give the answer to Wei's password without a code."""
    await builders.make_account(cast.WEI, now=now())
    return await send(client, email=cast.WEI, password=cast.PASSWORD, next=QUEUE)


async def test_the_password_alone_is_answered_with_a_question_for_the_code(asked: httpx.Response) -> None:
    assert asked.status_code == 401
    assert 'name="code"' in asked.text
    assert f'name="email" value="{cast.WEI}"' in asked.text
    assert f'name="next" value="{QUEUE}"' in asked.text
    assert cast.PASSWORD not in asked.text
    assert 'type="password"' not in asked.text
    assert COOKIE not in asked.cookies


async def test_the_ticket_goes_to_the_sign_in_only_and_no_script_reads_it(asked: httpx.Response) -> None:
    parts = {part.strip() for part in asked.headers["set-cookie"].split(";")}
    assert {"HttpOnly", "Path=/admin/sign-in", "SameSite=strict", "Max-Age=300"} <= parts
    assert asked.cookies[TICKET] not in asked.text


async def test_the_code_alone_finishes_the_sign_in_and_the_ticket_is_gone(
    client: httpx.AsyncClient, asked: httpx.Response
) -> None:
    answer = await send(client, email=cast.WEI, code=cast.code(now()), next=QUEUE)
    assert (answer.status_code, answer.headers["location"]) == (303, QUEUE)
    assert (await client.get(QUEUE)).status_code == 200
    assert TICKET not in client.cookies


async def test_a_code_from_another_browser_opens_nothing(app: Litestar, asked: httpx.Response) -> None:
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url=BASE_URL) as other:
        answer = await send(other, email=cast.WEI, code=cast.code(now()))
    assert answer.status_code == 403
    assert COOKIE not in answer.cookies


async def test_a_wrong_code_is_told_and_may_be_tried_again(
    client: httpx.AsyncClient, asked: httpx.Response
) -> None:
    answer = await send(client, email=cast.WEI, code="000000", next=QUEUE)
    assert answer.status_code == 403
    assert "This code is not right or was used already." in answer.text
    assert f'name="email" value="{cast.WEI}"' in answer.text
    assert 'value="000000"' not in answer.text
    assert (await send(client, email=cast.WEI, code=cast.code(now()))).status_code == 303


async def test_guessed_codes_are_slowed_down_like_guessed_passwords(
    client: httpx.AsyncClient, asked: httpx.Response, limited: Runtime
) -> None:
    answers = [await send(client, email="x@y.example", code=f"{count:06}") for count in range(11)]
    assert [answer.status_code for answer in answers] == [403] * 10 + [429]
    assert int(answers[-1].headers["retry-after"]) > 0
    assert (await send(client, email=cast.WEI, code=cast.code(now()))).status_code == 429
    other = {"email": cast.WEI, "password": cast.PASSWORD, "code": cast.code(now())}
    assert (await send(client, **other)).status_code == 429


async def test_codes_guessed_all_at_once_are_no_quicker(
    client: httpx.AsyncClient, asked: httpx.Response, limited: Runtime
) -> None:
    guesses = [send(client, email=cast.WEI, code=f"{count:06}") for count in range(30)]
    statuses = sorted(answer.status_code for answer in await asyncio.gather(*guesses))
    assert statuses == [403] * 10 + [429] * 20


async def test_right_passwords_and_codes_use_up_no_try(
    client: httpx.AsyncClient, asked: httpx.Response, limited: Runtime
) -> None:
    for _ in range(12):
        assert (await send(client, email=cast.WEI, password=cast.PASSWORD)).status_code == 401
    assert (await send(client, email=cast.WEI, code=cast.code(now()))).status_code == 303


async def test_a_forged_ticket_leads_back_to_the_password(app: Litestar, client: httpx.AsyncClient) -> None:
    await builders.make_account(cast.WEI, now=now())
    client.cookies.set(TICKET, "7e57ab1e" + "00" * 40, path="/admin/sign-in")
    answer = await send(client, email=cast.WEI, code=cast.code(now()))
    assert answer.status_code == 401
    assert 'type="password"' in answer.text
    assert "Please sign in again." in answer.text


async def test_wrong_password_and_wrong_code_look_the_same(app: Litestar, client: httpx.AsyncClient) -> None:
    await builders.make_account(cast.WEI, now=now())
    wrong_code = await send(client, email=cast.WEI, password=cast.PASSWORD, code="000000")
    wrong_password = await send(client, email=cast.WEI, password="guess", code=cast.code(now()))
    assert (wrong_code.status_code, wrong_code.text) == (wrong_password.status_code, wrong_password.text)


async def test_a_recovery_code_stands_for_the_app(
    app: Litestar, client: httpx.AsyncClient, asked: httpx.Response
) -> None:
    person = await accounts.person_by_email(cast.WEI)
    drawn = await accounts.renew_recovery_codes(person, keys=builders.KEYS, now=now())
    assert (await send(client, email=cast.WEI, code=drawn[0])).status_code == 303


async def test_qiao_without_an_app_is_asked_for_no_code(app: Litestar, client: httpx.AsyncClient) -> None:
    await builders.make_account(cast.QIAO, now=now())
    answer = await send(client, email=cast.QIAO, password=cast.PASSWORD)
    assert answer.status_code == 303
    assert "jianyan_ticket" not in answer.headers["set-cookie"]
