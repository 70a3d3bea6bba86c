"""Passkeys over HTTP: who is asked, what the cookie binds, and what the pages say."""

import base64
from collections.abc import AsyncIterator
from typing import Any

import httpx
import msgspec
import pytest
from litestar import Litestar

import builders
import cast
from authenticators import Authenticator
from jianyan import accounts, trail
from jianyan.accounts.tables import Session
from jianyan.clock import now
from jianyan.db import transaction
from jianyan.runtime import Runtime
from jianyan.settings import Settings

HERE = "http://localhost:8000"
COOKIE, QUESTION = "jianyan_console", "jianyan_question"
QUESTION_PATH = "/admin/sign-in/passkey/question"
ENGLISH = {"accept-language": "en"}


@pytest.fixture
def settings(settings: Settings) -> Settings:
    """Give the settings of an installation that has a name: browsers make no passkeys for a number."""
    return msgspec.structs.replace(settings, base_url=HERE)


@pytest.fixture
async def client(app: Litestar) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(app), base_url=HERE, headers=ENGLISH
    ) as client:
        yield client


async def asked(client: httpx.AsyncClient, path: str = QUESTION_PATH) -> dict[str, Any]:
    answer = await client.post(path, data={"csrf_token": await csrf_token(client)})
    assert answer.status_code == 200, answer.text
    question: dict[str, Any] = answer.json()
    return {**question, "challenge": base64.b64decode(question["challenge"])}


async def csrf_token(client: httpx.AsyncClient) -> str:
    signed_in = await accounts.signed_in(
        client.cookies.get(COOKIE) or "-", front=accounts.Front.CONSOLE, now=now()
    )
    return signed_in.csrf_token if signed_in else ""


async def send(client: httpx.AsyncClient, path: str, **fields: str) -> httpx.Response:
    return await client.post(path, data={"csrf_token": await csrf_token(client), **fields})


@pytest.fixture
async def wei(client: httpx.AsyncClient) -> Authenticator:
    """Sign Wei in, and give the device on which a passkey of theirs is."""
    await builders.make_account(cast.WEI, now=now())
    sent = {"email": cast.WEI, "password": cast.PASSWORD, "code": cast.code(now())}
    assert (await client.post("/admin/sign-in", data=sent)).status_code == 303
    question = await asked(client, "/admin/me/passkeys/offer")
    device = Authenticator(user_handle=question["user"].encode())
    answer = device.registration(question["challenge"])
    assert (await send(client, "/admin/me/passkeys", credential=answer, name="手机")).status_code == 200
    return device


async def leave(client: httpx.AsyncClient) -> None:
    await send(client, "/admin/sign-out")
    client.cookies.clear()


async def enter(client: httpx.AsyncClient, device: Authenticator) -> httpx.Response:
    question = await asked(client)
    sent = {"assertion": device.assertion(question["challenge"]), "next": "/admin/trail"}
    return await client.post("/admin/sign-in/passkey", data=sent)


async def grow_old() -> None:
    """Let the proofs of all sessions be older than ten minutes."""
    async with transaction():
        await Session.update({Session.proved_at: None}, force=True)


async def test_the_passkey_alone_signs_in_and_leads_on(client: httpx.AsyncClient, wei: Authenticator) -> None:
    await leave(client)
    answer = await enter(client, wei)
    assert (answer.status_code, answer.headers["location"]) == (303, "/admin/trail")
    assert (await client.get("/admin/queue")).status_code == 200
    assert QUESTION not in client.cookies
    assert (await trail.acts(kind="sign-in"))[0].data["with"] == "passkey"


async def test_the_question_goes_to_one_browser_and_no_script_reads_its_cookie(
    client: httpx.AsyncClient, app: Litestar, wei: Authenticator
) -> None:
    await leave(client)
    answer = await client.post(QUESTION_PATH)
    parts = {part.strip() for part in answer.headers["set-cookie"].split(";")}
    assert {"HttpOnly", "Path=/admin", "SameSite=strict", "Max-Age=300"} <= parts
    assert answer.headers["cache-control"] == "no-store"
    question = await asked(client)
    assert (question["host"], question["known"]) == ("localhost", [])
    sent = {"assertion": wei.assertion(question["challenge"])}
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url=HERE) as other:
        assert (await other.post("/admin/sign-in/passkey", data=sent)).status_code == 403
        await asked(other)  # its own question does not help
        assert (await other.post("/admin/sign-in/passkey", data=sent)).status_code == 403
    assert (await client.post("/admin/sign-in/passkey", data=sent)).status_code == 303


async def test_the_same_answer_sent_again_with_its_cookie_opens_nothing(
    client: httpx.AsyncClient, wei: Authenticator
) -> None:
    await leave(client)
    question = await asked(client)
    cookie = client.cookies[QUESTION]
    sent = {"assertion": wei.assertion(question["challenge"])}
    assert (await client.post("/admin/sign-in/passkey", data=sent)).status_code == 303
    await leave(client)
    client.cookies.set(QUESTION, cookie, domain="localhost.local", path="/admin")
    answer = await client.post("/admin/sign-in/passkey", data=sent)
    assert answer.status_code == 403
    assert "answered already" in answer.text
    assert COOKIE not in answer.cookies


async def test_another_host_in_the_request_changes_nothing(
    client: httpx.AsyncClient, wei: Authenticator
) -> None:
    await leave(client)
    answer = await client.post(QUESTION_PATH, headers={"x-forwarded-host": "evil.example"})
    assert answer.json()["host"] == "localhost"
    evil = await client.post(QUESTION_PATH, headers={"host": "evil.example"})
    assert evil.status_code == 400 or evil.json()["host"] == "localhost"
    wei.origin, wei.host = "https://evil.example", "evil.example"
    assert (await enter(client, wei)).status_code == 403


async def test_a_passkey_is_the_proof_that_a_waiting_form_needs(
    client: httpx.AsyncClient, wei: Authenticator
) -> None:
    await grow_old()
    account_id = (await accounts.person_by_email(cast.WEI)).account_id
    (passkey,) = await accounts.own_passkeys(account_id)
    waiting = await send(client, "/admin/me/passkeys/remove", passkey=str(passkey.id))
    assert waiting.status_code == 403
    assert 'data-ask="/admin/me/passkeys/question"' in waiting.text
    assert f'name="passkey" value="{passkey.id}"' in waiting.text
    question = await asked(client, "/admin/me/passkeys/question")
    assert question["known"] == await accounts.credential_ids(account_id)
    for answer, status in ((wei.assertion(bytes(32)), 403), (wei.assertion(question["challenge"]), 303)):
        sent = {"passkey": str(passkey.id), "assertion": answer}
        assert (await send(client, "/admin/me/passkeys/remove", **sent)).status_code == status
    assert await accounts.own_passkeys(account_id) == []


async def test_an_old_proof_adds_no_passkey(client: httpx.AsyncClient, wei: Authenticator) -> None:
    await grow_old()
    assert (await client.get("/admin/me/passkeys/new")).status_code == 403
    question = await asked(client, "/admin/me/passkeys/offer")
    answer = Authenticator().registration(question["challenge"])
    asked_first = await send(client, "/admin/me/passkeys", credential=answer, name="x")
    assert asked_first.status_code == 403
    assert "fresh proof" in asked_first.text
    account_id = (await accounts.person_by_email(cast.WEI)).account_id
    assert len(await accounts.own_passkeys(account_id)) == 1


async def test_a_form_of_another_session_adds_and_removes_nothing(
    client: httpx.AsyncClient, wei: Authenticator
) -> None:
    for path in ("/admin/me/passkeys", "/admin/me/passkeys/remove", "/admin/me/passkeys/offer"):
        answer = await client.post(path, data={"csrf_token": "x", "passkey": "1"})
        assert answer.status_code == 403
        assert "earlier sign-in" in answer.text


@pytest.mark.parametrize("number", ["", "x", "-1", "²", "99999999999", "7"])
async def test_a_number_that_is_none_of_ones_own_removes_nothing(
    client: httpx.AsyncClient, wei: Authenticator, number: str
) -> None:
    assert (await send(client, "/admin/me/passkeys/remove", passkey=number)).status_code == 404


async def test_wrong_answers_are_slowed_down(
    client: httpx.AsyncClient, wei: Authenticator, limited: Runtime
) -> None:
    await leave(client)
    forger = Authenticator(credential_id=wei.credential_id)
    answers = [await enter(client, forger) for _ in range(11)]
    assert [answer.status_code for answer in answers] == [403] * 10 + [429]
    assert int(answers[-1].headers["retry-after"]) > 0


async def test_garbage_is_told_as_a_passkey_that_opens_nothing(client: httpx.AsyncClient) -> None:
    for garbage in ("", "{}", "[" * 4_000, '{"credential_id": "é"}'):
        answer = await client.post("/admin/sign-in/passkey", data={"assertion": garbage})
        assert answer.status_code == 403
        assert "does not open this" in answer.text


async def test_the_name_of_a_passkey_is_shown_as_text(client: httpx.AsyncClient, wei: Authenticator) -> None:
    question = await asked(client, "/admin/me/passkeys/offer")
    answer = Authenticator().registration(question["challenge"])
    await send(client, "/admin/me/passkeys", credential=answer, name="<b onload=x>手机")
    page = (await client.get("/admin/me")).text
    assert "&lt;b onload=x&gt;手机" in page
    assert "<b onload" not in page


async def test_ada_takes_a_lost_passkey_away(client: httpx.AsyncClient, wei: Authenticator) -> None:
    await leave(client)
    await builders.make_account(cast.ADA, now=now())
    sent = {"email": cast.ADA, "password": cast.PASSWORD, "code": cast.code(now())}
    await client.post("/admin/sign-in", data=sent)
    account_id = (await accounts.person_by_email(cast.WEI)).account_id
    answer = await send(client, f"/admin/accounts/{account_id}/totp/reset")
    assert answer.headers["location"] == "/admin/accounts?done=totp"
    await leave(client)
    assert (await enter(client, wei)).status_code == 403
