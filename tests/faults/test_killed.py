"""kill -9 and SIGTERM in a burst: what was acknowledged is kept, and nothing twice."""

import asyncio
import random
import signal
import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from faults.installation import IS_LONG, Installation
from faults.load import Ledger, Wire, connected, request, sending
from faults.strace import attached

KILLS = 200 if IS_LONG else 8
STOPS = 50 if IS_LONG else 3
STOP_S = 20
SLOW_KILLS = 20 if IS_LONG else 2
SLOW = ("-e", "trace=pwrite64", "-e", "inject=pwrite64:delay_enter=5000")  # microseconds a write
ORDERLY = {0, -signal.SIGTERM}  # uvicorn, having finished, ends by the signal that it was sent
HALF = 40


async def in_burst(place: Installation, code: str, ledger: Ledger, end: Callable[[], object]) -> None:
    """End the server in the middle of a burst and start it again."""
    before = len(ledger.acknowledged)
    while len(ledger.acknowledged) < before + random.randint(5, 60):  # noqa: ASYNC110 - nobody tells
        await asyncio.sleep(0.005)
    await asyncio.sleep(random.uniform(0, 0.02))
    await asyncio.to_thread(end)
    await asyncio.to_thread(place.restart)


async def test_a_kill_in_a_burst_loses_nothing_acknowledged(
    install: Callable[[], Installation], code: str, ledger: Ledger
) -> None:
    place = install()
    place.start()
    async with sending(place.address, code, ledger):
        for _ in range(KILLS):
            await in_burst(place, code, ledger, place.kill)
    assert len(ledger.acknowledged) > KILLS * 5
    assert ledger.statuses[0] >= KILLS, "no kill broke a connection"
    assert ledger.unknown == set()
    await place.check(ledger)
    assert await place.rows("SELECT count(*) FROM suggestion") == [(len(ledger.acknowledged),)]

    place.kill()
    with closing(sqlite3.connect(place.file)) as database, database:
        (tracking,) = database.execute("SELECT tracking FROM suggestion ORDER BY id LIMIT 1").fetchone()
        database.execute("DELETE FROM group_member")  # what was gathered refers to it
        database.execute("DELETE FROM suggestion WHERE tracking = ?", (tracking,))
    broken = place.run("check", "--ledger", str(ledger.path))
    assert (broken.returncode, tracking in broken.stderr) == (1, True)


async def test_a_kill_while_a_commit_takes_long_shows_nobody_was_answered_before_it(
    install: Callable[[], Installation], code: str, ledger: Ledger, tmp_path: Path
) -> None:
    place = install()
    place.start()
    wal = place.file.with_name("jianyan.sqlite-wal")
    async with sending(place.address, code, ledger):
        for number in range(SLOW_KILLS):
            with attached(place.pid, tmp_path / f"slow-{number}", [wal], *SLOW):
                before = len(ledger.acknowledged)
                while len(ledger.acknowledged) < before + 20:  # noqa: ASYNC110 - nobody tells
                    await asyncio.sleep(0)
                place.kill()
            await asyncio.to_thread(place.restart)
    assert ledger.statuses[0] >= SLOW_KILLS, "no kill broke a connection"
    await place.check(ledger)


async def test_a_stop_in_a_burst_finishes_what_it_took(
    install: Callable[[], Installation], code: str, ledger: Ledger
) -> None:
    place = install()
    place.start()
    ended: list[tuple[int, float]] = []

    def stop() -> None:
        began = time.monotonic()
        code = place.terminate()
        ended.append((code, time.monotonic() - began))

    async with sending(place.address, code, ledger):
        for _ in range(STOPS):
            await in_burst(place, code, ledger, stop)
    assert {code for code, _ in ended} <= ORDERLY
    assert max(seconds for _, seconds in ended) < STOP_S
    assert ledger.statuses[500] == 0
    assert ledger.unknown == set()
    await place.check(ledger)


async def test_a_suggestion_that_is_half_here_is_taken_though_the_server_is_asked_to_stop(
    install: Callable[[], Installation], code: str, ledger: Ledger
) -> None:
    place = install()
    place.start()
    async with connected(place.address) as first, connected(place.address) as second:
        rests = [await half_sent(wire, code, ledger, place) for wire in (first, second)]
        stopping = asyncio.create_task(asyncio.to_thread(place.terminate))
        await asyncio.sleep(0.5)
        assert place.status("/healthz") == 0, "it still takes new connections"
        for wire, (body, rest) in zip((first, second), rests, strict=True):
            wire.writer.write(rest)
            answer = await wire.answer()
            assert answer.status == 201
            ledger.acknowledge(body, str(answer.json["receipt"]))
    assert await stopping in ORDERLY
    await place.check(ledger)


async def half_sent(wire: Wire, code: str, ledger: Ledger, place: Installation) -> tuple[str, bytes]:
    """Send a suggestion but for the last bytes; give its text and those bytes."""
    token = str((await wire.ask("GET", f"/S/{code}")).json["form_token"])
    body = f"建议 {token[-20:]}"
    ledger.sent.add(body)
    host = place.address.removeprefix("http://")
    whole = request(host, "POST", f"/s/{code}", {"body": body, "form_token": token})
    wire.writer.write(whole[:-HALF])
    await wire.writer.drain()
    await asyncio.sleep(0.1)
    return body, whole[-HALF:]
