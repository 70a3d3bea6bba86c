"""A topic tells authors by SMS: said at the desk, and beside the field where a number is left."""

import html
import re

import httpx
import msgspec
import pytest
from litestar import Litestar

import builders
from jianyan import topics
from jianyan.clock import now
from jianyan.notices.webhooks import new_secret
from jianyan.settings import Settings

EDIT = "/admin/topics/buses-first/edit"
SENTENCE = "建议有了答复，会发短信告诉您"
ZH = {"Accept-Language": "zh-CN"}


@pytest.fixture
def with_gateway() -> bool:
    """Say that the installation has a gateway."""
    return True


@pytest.fixture
def settings(settings: Settings, with_gateway: bool) -> Settings:
    """Give the settings of an installation with a gateway, or without one."""
    if not with_gateway:
        return settings
    return msgspec.structs.replace(settings, sms_url="https://sms.example/send", sms_secret=new_secret())


def sent_on(page: str) -> dict[str, str]:
    """Give the texts of a form as a browser would send them."""
    inputs = re.findall(r'<input[^>]*name="(\w+)"[^>]*value="([^"]*)"', page)
    areas = re.findall(r'<textarea[^>]*name="(\w+)"[^>]*>([^<]*)</textarea>', page)
    found = {name: html.unescape(value) for name, value in (*inputs, *areas)}
    return {name: value for name, value in found.items() if name not in {"csrf_token", "takes_files"}}


async def form_of(app: Litestar, client: httpx.AsyncClient, code: str) -> str:
    await app.state.runtime.look()
    return (await client.get(f"/s/{code}", headers=ZH)).text


async def test_qiao_ticks_it_and_the_form_says_what_the_number_is_for(
    qiao, app: Litestar, client: httpx.AsyncClient
) -> None:
    await builders.make_topic(opens_at=now(), closes_at=None, questions=[])
    code = await builders.make_placement()
    page = (await qiao.see(EDIT)).text
    assert 'name="texts_authors" value="1">' in page
    assert SENTENCE not in await form_of(app, client, code)
    fields = {"source": "named", **sent_on(page)}
    assert (await qiao.send(EDIT, {**fields, "texts_authors": "1"})).status_code == 303
    assert 'name="texts_authors" value="1" checked' in (await qiao.see(EDIT)).text
    assert SENTENCE in await form_of(app, client, code)
    fields.pop("texts_authors", None)
    assert (await qiao.send(EDIT, fields)).status_code == 303
    assert (await topics.topic_by_slug("buses-first")).texts_from is None
    assert SENTENCE not in await form_of(app, client, code)


@pytest.mark.parametrize("with_gateway", [False])
async def test_without_a_gateway_neither_desk_nor_form_speaks_of_it(
    qiao, app: Litestar, client: httpx.AsyncClient
) -> None:
    await builders.make_topic(opens_at=now(), closes_at=None, questions=[], texts_authors=True)
    code = await builders.make_placement()
    assert "texts_authors" not in (await qiao.see(EDIT)).text
    assert SENTENCE not in await form_of(app, client, code)
