"""The server's clock jumps by an hour and by a month, and back: the order of the trail and receipts stand."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from faults.installation import Installation
from faults.load import Answer, Ledger, Wire, burst, connected

LONG_AGO = "2020-01-01 00:00:00+00:00"
CLOCKS = {"now": "+0", "in an hour": "+1h", "a month ago": "-30d"}


def with_clock(offset: str) -> dict[str, str]:
    """Give the variables under which a process reads another time; the command itself would stand between."""
    library = next(Path("/usr/lib").glob("*/faketime/libfaketime.so.1"))
    return {"LD_PRELOAD": str(library), "FAKETIME": offset, "FAKETIME_DONT_FAKE_MONOTONIC": "1"}


async def opened(wire: Wire, code: str) -> str:
    return str((await wire.ask("GET", f"/S/{code}")).json["form_token"])


async def send(wire: Wire, code: str, ledger: Ledger, *, body: str, token: str) -> Answer:
    ledger.sent.add(body)
    answer = await wire.ask("POST", f"/s/{code}", {"body": body, "form_token": token})
    if answer.status == 201:
        ledger.acknowledge(body, str(answer.json["receipt"]))
    return answer


async def test_a_clock_that_jumps_turns_no_order_and_no_receipt(
    install: Callable[..., Installation], code: str, ledger: Ledger
) -> None:
    place = install()
    clocks = {clock: with_clock(offset) for clock, offset in CLOCKS.items()}
    honest = place.environment
    with closing(sqlite3.connect(place.file)) as database, database:
        database.execute("UPDATE campaign SET opens_at = ?", (LONG_AGO,))
        database.execute("UPDATE topic SET opens_at = ?", (LONG_AGO,))
    tokens: dict[str, str] = {}
    for clock in ("now", "in an hour", "a month ago", "now"):
        place.environment = {**honest, **clocks[clock]}
        place.start()
        async with connected(place.address) as wire:
            for when in ("now", "in an hour") if clock == "a month ago" else ():
                refused = await send(wire, code, ledger, body=f"来自将来 {when}", token=tokens[when])
                assert (refused.status, b"form_token" in refused.content) == (422, True)
                again = str(refused.json["form_token"])
                taken = await send(wire, code, ledger, body=f"来自将来 {when}", token=again)
                assert taken.status == 201
            tokens.setdefault(clock, await opened(wire, code))
            for receipt in ledger.receipts.values():
                assert (await wire.ask("POST", "/receipt", {"receipt": receipt})).status == 200
        assert await burst(place.address, code, ledger, people=10, tries=1) == 10
        place.terminate()
    rows = [row[0] for row in await place.rows("SELECT minute FROM trail ORDER BY seq")]
    assert rows == sorted(rows)
    assert len(set(rows)) >= 2, "the clock did not jump"
    place.environment = honest
    await place.check(ledger)
