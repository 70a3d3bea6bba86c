"""Phone numbers leave by one door only: with a right, a reason, a fresh proof and a line in the trail."""

import io
from datetime import timedelta

import httpx
import openpyxl
import pytest

import builders
import cast
from jianyan import suggestions, trail
from jianyan.accounts.tables import Session
from jianyan.clock import now
from jianyan.db import transaction
from jianyan.keys import KeyRing

WHY = "就候车亭回电核实"


@pytest.fixture
async def world(app: object, keys: KeyRing) -> str:
    """Give the number of a suggestion that came with a phone number."""
    await builders.make_topic()
    code = await builders.make_placement()
    received, _ = await builders.submit(keys, code, "末班车太早", phone=cast.LAN_PHONE)
    await builders.submit(keys, code, "加一个站台")
    return received.tracking


async def take(desk, file: str = "contacts-csv", **changes: str) -> httpx.Response:
    fields = {"topic": "buses-first", "file": file, "why": WHY, **changes}
    return await desk.send("/admin/exports/contacts", fields)


async def proved_long_ago() -> None:
    async with transaction():
        await Session.update({Session.proved_at: now() - timedelta(hours=1)}, force=True)


async def taken() -> list[dict[str, object]]:
    return [act.data for act in await trail.acts(kind="export")]


async def test_qiao_takes_them_and_the_trail_says_why(qiao, world: str) -> None:
    answer = await take(qiao)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert f"{world},{cast.LAN_PHONE},2026-09-29" in answer.text
    assert await taken() == [{"what": "contacts", "format": "csv", "count": 1, "why": WHY}]
    book = openpyxl.load_workbook(io.BytesIO((await take(qiao, "contacts-xlsx")).content))
    assert book.active["B2"].value == cast.LAN_PHONE
    shown = (await qiao.see("/admin/trail", kind="export")).text
    assert WHY in shown
    assert cast.LAN_PHONE not in shown


async def test_an_old_proof_is_asked_for_again_and_the_form_is_carried_along(qiao, world: str) -> None:
    await proved_long_ago()
    asked = await take(qiao)
    assert asked.status_code == 403
    assert cast.LAN_PHONE not in asked.text
    assert f'name="why" value="{WHY}"' in asked.text
    assert await taken() == []
    assert cast.LAN_PHONE in (await take(qiao, proof=cast.PASSWORD)).text
    assert len(await taken()) == 1


async def test_without_a_reason_the_page_comes_back_and_says_so(qiao, world: str) -> None:
    answer = await take(qiao, why="回电")
    assert answer.status_code == 422
    assert 'id="why-error"' in answer.text
    assert 'value="回电"' in answer.text
    assert cast.LAN_PHONE not in answer.text
    assert await taken() == []


async def test_a_moderator_takes_none(wei, world: str) -> None:
    assert (await take(wei)).status_code == 403
    assert await taken() == []


async def test_the_page_says_how_many_there_are_and_offers_them_only_then(qiao, world: str) -> None:
    page = (await qiao.browser.get("/admin/exports", headers={"accept-language": "en"})).text
    assert "called back, and for nothing else: 1." in page
    assert 'value="contacts-csv"' in page
    await suggestions.forget_contacts(today=(now() + timedelta(days=4_000)).date())
    page = (await qiao.browser.get("/admin/exports", headers={"accept-language": "en"})).text
    assert 'value="contacts-csv"' not in page
    assert "Nobody left a phone number" in page


async def test_another_file_is_not_given_at_this_door(qiao, world: str) -> None:
    assert (await take(qiao, "suggestions-csv")).status_code == 422
    assert await taken() == []
