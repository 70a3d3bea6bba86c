"""Every call that one suggestion makes to its files fails once, or is the server's last."""

import asyncio
from collections.abc import Callable
from pathlib import Path

import pytest

from faults.installation import IS_LONG, Installation
from faults.load import Ledger, burst, person
from faults.strace import attached, seen

WRITES = ("pwrite64", "fdatasync")
CALLS = (*WRITES, "fcntl")
ERRORS = ("EIO", "ENOSPC")
MOST = 80
EVERY_KILL = 1 if IS_LONG else 6


async def sent_under(
    place: Installation, code: str, ledger: Ledger, output: Path, call: str, *, fault: str, nth: int
) -> bool:
    """Send one suggestion of which one call fails, again until it is taken; say whether the fault came."""
    files = [place.file.with_name(place.file.name + end) for end in ("", "-wal", "-shm")]
    options = ("-e", f"trace={call}", "-e", f"inject={call}:{fault}:when={nth}")
    with attached(place.pid, output, files, *options):
        await person(place.address, code, ledger, tries=1, timeout_s=5)
    lines = seen(output)
    killed = any(b"killed by SIGKILL" in line for line in lines)
    if killed:
        place.wait()
        await asyncio.to_thread(place.start)
    assert await person(place.address, code, ledger, tries=1), f"the one after {call} {nth} {fault} failed"
    return killed or any(b"(INJECTED)" in line for line in lines)


@pytest.mark.parametrize("call", WRITES)
async def test_a_call_that_fails_costs_an_answer_and_no_suggestion(
    install: Callable[[], Installation], code: str, ledger: Ledger, tmp_path: Path, call: str
) -> None:
    place = install()
    place.start()
    assert await burst(place.address, code, ledger, people=5) == 5
    faulty = 0
    for error in ERRORS if IS_LONG else ("",):
        for nth in range(1, MOST):
            fault = f"error={error or ERRORS[nth % 2]}"
            output = tmp_path / f"{call}-{fault}-{nth}"
            if not await sent_under(place, code, ledger, output, call, fault=fault, nth=nth):
                break
            faulty += 1
    assert set(ledger.statuses) <= {201, 503}
    assert ledger.statuses[503] == faulty >= 1
    await place.check(ledger)


async def test_a_server_that_ends_in_any_call_loses_nothing_acknowledged(
    install: Callable[[], Installation], code: str, ledger: Ledger, tmp_path: Path
) -> None:
    place = install()
    place.start()
    assert await burst(place.address, code, ledger, people=5) == 5
    kills = 0
    for call in CALLS:
        for nth in range(1, MOST, EVERY_KILL):
            output = tmp_path / f"{call}-{nth}"
            if not await sent_under(place, code, ledger, output, call, fault="signal=KILL", nth=nth):
                break
            kills += 1
    assert kills >= len(CALLS)
    await place.check(ledger)
