import io
import re
from typing import Any

import httpx
import pytest
import typst
import zxingcpp
from litestar import Litestar
from PIL import Image

import builders
import cast
from jianyan import accounts, trail
from jianyan.accounts import Role, totp
from jianyan.clock import now
from jianyan.web.access import BEFORE_ENROLMENT, KEY, Anybody, handlers_of

LIN = "lin@jianyan.example"
ENGLISH = {"accept-language": "en"}
JSON = {"accept": "application/json"}


@pytest.fixture
async def lin(app: Litestar, client: httpx.AsyncClient) -> httpx.AsyncClient:
    """Give the browser of a new moderator who has still to enrol."""
    await accounts.add_account(
        LIN, password=cast.PASSWORD, role=Role.MODERATOR, organisation="江州市政协", now=now()
    )
    answer = await client.post("/admin/sign-in", data={"email": LIN, "password": cast.PASSWORD})
    assert answer.status_code == 303
    return client


async def enrolment(browser: httpx.AsyncClient) -> tuple[str, str, str]:
    """Give the page, the secret on it, and the token of its form."""
    page = (await browser.get("/admin/me/totp", headers=ENGLISH)).text
    secret, token = (
        re.search(r'class="secret">([^<]+)<', page),
        re.search(r'csrf_token" value="([^"]+)"', page),
    )
    assert secret is not None
    assert token is not None
    return page, secret[1].replace(" ", ""), token[1]


async def enrol(browser: httpx.AsyncClient) -> httpx.Response:
    _, secret, token = await enrolment(browser)
    code = totp.code_of(secret, totp.step_of(now()))
    return await browser.post("/admin/me/totp", data={"csrf_token": token, "code": code}, headers=ENGLISH)


def scanned(page: str) -> str:
    """Read the QR code that a page shows."""
    drawing = re.search(r"<svg.*?</svg>", page)
    assert drawing is not None
    source = (
        b'#set page(width: auto, height: auto, margin: 0mm)\n#image(bytes(sys.inputs.svg), format: "svg")'
    )
    picture = typst.compile(
        source, format="png", ppi=200, sys_inputs={"svg": drawing[0]}, ignore_system_fonts=True
    )
    assert isinstance(picture, bytes)
    return str(zxingcpp.read_barcodes(Image.open(io.BytesIO(picture)))[0].text)


async def test_who_has_still_to_enrol_can_do_nothing_else(app: Litestar, lin: httpx.AsyncClient) -> None:
    asked = 0
    for path, handler in handlers_of(app):
        access = handler.opt.get(KEY)
        if not path.startswith("/admin") or access is Anybody.PUBLIC or BEFORE_ENROLMENT in handler.opt:
            continue
        filled = re.sub(r"\{[^}]+\}", "1", path)
        for method in sorted({str(each) for each in handler.http_methods} & {"GET", "POST"}):
            page = await lin.request(method, filled)
            assert (page.status_code, page.headers["location"]) == (303, "/admin/me/totp"), (method, path)
            assert (await lin.request(method, filled, headers=JSON)).status_code == 403, (method, path)
            asked += 1
    assert asked > 40


async def test_lin_enrols_and_the_console_opens(lin: httpx.AsyncClient) -> None:
    answer = await enrol(lin)
    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "no-store"
    codes = re.findall(r"<code>([0-9A-Z]{4}[^<]+)</code>", answer.text)
    assert len(set(codes)) == 10
    assert (await lin.get("/admin/queue")).status_code == 200
    assert len(await trail.acts(kind="totp-enrol")) == 1
    pages = [(await lin.get(path)).text for path in ("/admin/me", "/admin/queue")]
    assert not [code for code in codes if any(code in page for page in pages)]


async def test_the_qr_code_holds_the_typable_secret(lin: httpx.AsyncClient) -> None:
    page, secret, _ = await enrolment(lin)
    assert scanned(page) == totp.address_of(secret, account=LIN, issuer="Jianyan 127.0.0.1")


async def test_a_wrong_code_shows_the_same_secret_again(lin: httpx.AsyncClient) -> None:
    _, secret, token = await enrolment(lin)
    sent = {"csrf_token": token, "code": "000000"}
    answer = await lin.post("/admin/me/totp", data=sent, headers=ENGLISH)
    assert answer.status_code == 403
    assert "This code is not right" in answer.text
    assert secret in answer.text.replace(" ", "")
    assert (await lin.get("/admin/queue")).status_code == 303


async def test_htmx_is_sent_to_the_enrolment_as_a_whole(lin: httpx.AsyncClient) -> None:
    answer = await lin.get("/admin/queue", headers={"hx-request": "true"})
    assert (answer.status_code, answer.headers["hx-redirect"]) == (403, "/admin/me/totp")


async def test_who_has_still_to_enrol_may_leave(lin: httpx.AsyncClient) -> None:
    _, _, token = await enrolment(lin)
    answer = await lin.post("/admin/sign-out", data={"csrf_token": token})
    assert (answer.status_code, answer.headers["location"]) == (303, "/admin/sign-in")


async def test_qiao_may_set_an_app_up(qiao: Any) -> None:
    answer = await enrol(qiao.browser)
    assert answer.status_code == 200
    assert (await accounts.person_by_email(cast.QIAO)).has_totp


async def test_new_recovery_codes_take_the_place_of_the_old(wei: Any) -> None:
    answer = await wei.send("/admin/me/recovery-codes")
    assert answer.status_code == 200
    person = await accounts.person_by_email(cast.WEI)
    assert await accounts.codes_left(person.account_id) == 10
    assert await accounts.codes_left(person.account_id + 1) == 0


async def test_ada_takes_a_lost_app_away(sign_in: Any, wei: Any) -> None:
    ada = await sign_in(cast.ADA)
    account_id = (await accounts.person_by_email(cast.WEI)).account_id
    answer = await ada.send(f"/admin/accounts/{account_id}/totp/reset")
    assert (answer.status_code, answer.headers["location"]) == (303, "/admin/accounts?done=totp")
    assert (await wei.see("/admin/queue")).headers["location"].startswith("/admin/sign-in")
    assert not (await accounts.person_by_email(cast.WEI)).has_totp
    own = (await accounts.person_by_email(cast.ADA)).account_id
    assert (await ada.send(f"/admin/accounts/{own}/totp/reset")).status_code == 409


async def test_no_secret_ever_stands_in_an_address(lin: httpx.AsyncClient) -> None:
    page, secret, _ = await enrolment(lin)
    targets = re.findall(r'(?:href|src|action)="([^"]*)"', page)
    assert targets
    assert not [target for target in targets if secret in target or "otpauth" in target]
    assert builders.KEYS.newest not in page
