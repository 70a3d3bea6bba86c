"""What arrives is gathered beside the way of those who send: soon after, and not in a burst."""

from datetime import timedelta

import httpx
import pytest
from litestar import Litestar

import builders
from jianyan.clock import now
from jianyan.groups.tables import GroupMember
from jianyan.runtime import Runtime

JSON = {"Accept": "application/json"}


@pytest.fixture
async def code(app: Litestar) -> str:
    await builders.make_topic(opens_at=now() - timedelta(hours=1), closes_at=None)
    placed = await builders.make_placement()
    await app.state.runtime.look()
    return placed


async def send(client: httpx.AsyncClient, code: str, *bodies: str) -> None:
    for body in bodies:
        token = (await client.get(f"/s/{code}", headers=JSON)).json()["form_token"]
        answer = await client.post(f"/s/{code}", data={"body": body, "form_token": token}, headers=JSON)
        assert answer.status_code == 201


async def gathered() -> int:
    return int(await GroupMember.count())


async def test_what_arrived_is_gathered_and_waits_while_a_burst_comes(
    app: Litestar, client: httpx.AsyncClient, code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    runtime: Runtime = app.state.runtime
    monkeypatch.setattr("jianyan.runtime._BURST", 3)
    await send(client, code, "路灯不亮", "末班车太早")
    await runtime.gather()
    assert await gathered() == 2
    await send(client, code, "站台没有座椅", "雨棚漏雨", "站牌看不清")
    await runtime.gather()
    assert await gathered() == 2
    await runtime.gather()
    assert await gathered() == 5
