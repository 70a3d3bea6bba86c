"""How long staff wait for the board of a large topic: after a start, and from then on."""

import asyncio
import http.client
import time
from contextlib import closing
from pathlib import Path
from urllib.parse import urlencode

import cast
from bench.figures import Figure, Sample, percentile
from bench.fill import pour
from bench.fronts import Plan, ours
from bench.load import NotMeasurable
from bench.servers import Server
from bench.world import SLUG, World
from jianyan import accounts, campaigns, topics
from jianyan.accounts import Role
from jianyan.clock import now
from jianyan.commands.opening import opened
from jianyan.settings import from_env

_WARM = 100
_PATH = f"/admin/tallies?topic={SLUG}"
_BROWSER = {"Accept-Language": "zh-CN", "Accept-Encoding": "gzip", "Sec-Fetch-Site": "same-origin"}


def fill(world: World, count: int) -> None:
    """Fill the topic of the world, and add somebody who may look."""

    async def work() -> None:
        async with opened(from_env(world.settings)):
            topic = await topics.topic_by_slug(SLUG)
            async for _ in pour(topic, await campaigns.placements_of(topic.id), count=count):
                pass
            facts = {"role": Role.STAFF, "organisation": "江州市政协", "name": "qiao"}
            await accounts.add_account(cast.QIAO, password=cast.PASSWORD, now=now(), **facts)  # type: ignore[arg-type]

    asyncio.run(work())


def waits(world: World, folder: Path, plan: Plan, *, name: str, count: int) -> list[Figure]:
    """Measure the first page after each start, and a hundred after it."""
    note = f"{count:,} in the topic, {len(world.codes):,} placements"
    cold = Figure(name=f"board, cold, {name}", unit="/s", ours=[], note=note)
    warm = Figure(name=f"board, warm, {name}", unit="/s", ours=[], note=note)
    for _ in range(plan.rounds):
        with ours(world, folder) as server, closing(_Staff(server)) as qiao:
            cold.ours.append(_sample(server, qiao, 1))
            warm.ours.append(_sample(server, qiao, _WARM))
    return [cold, warm]


class _Staff:
    """A browser of somebody who is signed in; its connection stays open."""

    def __init__(self, server: Server) -> None:
        self._connection = http.client.HTTPConnection(*server.address, timeout=60)
        fields = urlencode({"email": cast.QIAO, "password": cast.PASSWORD})
        headers = {**_BROWSER, "Content-Type": "application/x-www-form-urlencoded"}
        self._connection.request("POST", "/admin/sign-in", fields, headers)
        answer = self._connection.getresponse()
        answer.read()
        if answer.status != 303:
            raise NotMeasurable(f"answered {answer.status} to the sign-in")
        self._cookie = (answer.getheader("set-cookie") or "").partition(";")[0]

    def wait_ms(self) -> float:
        """Give how long the board takes to be there whole."""
        began = time.perf_counter()
        self._connection.request("GET", _PATH, headers={**_BROWSER, "Cookie": self._cookie})
        answer = self._connection.getresponse()
        answer.read()
        if answer.status != 200:
            raise NotMeasurable(f"answered {answer.status} to {_PATH}")
        return (time.perf_counter() - began) * 1000

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()


def _sample(server: Server, staff: _Staff, times: int) -> Sample:
    cpu = server.cpu_s()
    waited = [staff.wait_ms() for _ in range(times)]
    used = server.cpu_s() - cpu
    seconds = sum(waited) / 1000
    return Sample(
        rate=len(waited) / seconds,
        count=len(waited),
        seconds=seconds,
        p50_ms=percentile(waited, 50),
        p99_ms=percentile(waited, 99),
        cpu_ms=used * 1000 / times,
        server_busy=used / seconds,
    )
