import re
from typing import Any

import pytest
from litestar import Litestar

import builders
import cast
from jianyan import accounts, clients
from jianyan.accounts.tables import Session
from jianyan.clients import Location, NewRequest, WrongKey
from jianyan.clock import now
from jianyan.db import transaction
from jianyan.runtime import Runtime
from jianyan.suggestions import Draft

FORM = {"name": "12345 热线", "per_minute": "60"}


@pytest.fixture
async def ada(sign_in: Any) -> Any:
    """Give the desk of Ada, who is administrator and reads English today."""
    desk = await sign_in(cast.ADA)
    desk.browser.headers["accept-language"] = "en"
    return desk


@pytest.fixture
async def form(ada: Any) -> dict[str, str]:
    """Give a form that is taken."""
    person = await accounts.person_by_email(cast.ADA)
    return {**FORM, "organisation": str(person.scope.organisation)}


async def key_made(desk: Any, form: dict[str, str]) -> str:
    answer = await desk.send("/admin/clients", form)
    assert answer.status_code == 200, answer.text
    found = re.search(r'<code class="secret">(jy_[\w-]{43})</code>', answer.text)
    assert found is not None
    return found[1]


async def test_a_system_is_connected_and_its_key_shown_once(ada: Any, form: dict[str, str]) -> None:
    assert "No system is connected yet." in (await ada.see("/admin/clients")).text
    key = await key_made(ada, form)
    page = (await ada.see("/admin/clients")).text
    assert key not in page
    for shown in ("12345 热线", "none yet", "/open311/v2/discovery.xml"):
        assert shown in page
    assert (await clients.client_by_key(key)).per_minute == 60


async def test_a_system_is_switched_off_and_on_on_record(ada: Any, form: dict[str, str]) -> None:
    key = await key_made(ada, form)
    (one,) = await clients.api_clients()
    answer = await ada.send(f"/admin/clients/{one.id}/switch", {"active": "no"})
    assert answer.headers["location"] == "/admin/clients?done=client-off"
    with pytest.raises(WrongKey):
        await clients.client_by_key(key)
    await ada.send(f"/admin/clients/{one.id}/switch", {"active": "yes"})
    assert (await clients.client_by_key(key)).id == one.id
    page = (await ada.see("/admin/trail")).text
    for words in ("System connected", "Connected system switched off", "Connected system switched on"):
        assert words in page
    assert key not in page


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"name": " "}, "a name of 1 to 60 characters"),
        ({"per_minute": "6001"}, "a whole number from 1 to 6000"),
        ({"per_minute": "-1"}, "a whole number from 1 to 6000"),
        ({"per_minute": "many"}, "a whole number from 1 to 6000"),
        ({"organisation": "987654"}, "Please choose an organisation."),
        ({"organisation": "x"}, "Please choose an organisation."),
    ],
)
async def test_a_refused_form_keeps_what_was_typed(
    ada: Any, form: dict[str, str], changes: dict[str, str], sentence: str
) -> None:
    answer = await ada.send("/admin/clients", {**form, **changes})
    assert answer.status_code == 422
    assert sentence in answer.text
    assert {**form, **changes}["name"].strip() in answer.text
    assert await clients.api_clients() == []


async def test_only_administrators_see_the_systems(qiao: Any, wei: Any) -> None:
    for desk in (qiao, wei):
        assert (await desk.see("/admin/clients")).status_code == 403
        assert (await desk.send("/admin/clients", FORM)).status_code == 403


async def test_a_key_needs_a_fresh_proof(ada: Any, form: dict[str, str]) -> None:
    async with transaction():
        await Session.update({Session.proved_at: None}, force=True)
    answer = await ada.send("/admin/clients", form)
    assert answer.status_code == 403
    assert await clients.api_clients() == []


async def test_a_number_that_no_database_can_compare_is_not_found(ada: Any) -> None:
    for number in (10**30, 987654):
        assert (await ada.send(f"/admin/clients/{number}/switch")).status_code == 404


async def test_where_a_request_is_stands_on_its_page_masked_until_it_is_revealed(
    ada: Any, form: dict[str, str], app: Litestar
) -> None:
    client = await clients.client_by_key(await key_made(ada, form))
    topic = await builders.make_topic()
    draft = Draft(body="站台没有灯。", category=str(topic.categories[0].id))
    where = Location(lat=28.2, lon=112.9, address=f"五里牌路 1 号，电话 {cast.LAN_PHONE}", address_id="ADR-7")
    new = NewRequest(topic=topic, draft=draft, location=where, media_url="https://pictures.example/1.jpg")
    runtime: Runtime = app.state.runtime
    taken = await clients.take_request(
        new,
        client=client,
        words=runtime.words,
        keys=runtime.keys,
        zone=runtime.zone,
        contact_days=90,
        now=now(),
    )
    path = f"/admin/suggestions/{taken.tracking}"
    page = (await ada.see(path)).text
    for shown in ("12345 热线", "五里牌路 1 号", "ADR-7", "28.2, 112.9", "https://pictures.example/1.jpg"):
        assert shown in page
    assert "Connected system" in page
    assert 'href="https://pictures.example' not in page
    assert cast.LAN_PHONE not in page
    revealed = await ada.send(f"{path}/reveal", {"why": "核对地址"})
    assert cast.LAN_PHONE in revealed.text
