"""The power goes at any moment of a burst: nothing acknowledged is lost, and the file opens as it is."""

import random
import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import msgspec

from faults.disk import Disk, is_sync
from faults.installation import IS_LONG, Installation
from faults.load import Ledger, burst
from faults.strace import Call, attached, calls
from jianyan import db
from jianyan.invariants import check_invariants
from jianyan.keys import KeyRing, load_or_make
from jianyan.suggestions import LedgerLine
from jianyan.tables import TABLES

STATES = 400 if IS_LONG else 48
PEOPLE = 1_200 if IS_LONG else 500
HASTY_STATES = 20
SEED = 2026
WAL_HEADER_BYTES = 32
RECORDED = ("-ttt", "-T", "-y", "-xx", "-s", "70000", "-e", "trace=pwrite64,write,fdatasync,fsync,ftruncate")


class TimedLedger(Ledger):
    """A ledger that knows when each receipt came back, in seconds of the wall clock."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self.came_at: list[float] = []

    def acknowledge(self, body: str, receipt: str) -> None:
        """Note when a receipt came, and write it down."""
        self.came_at.append(time.time())
        super().acknowledge(body, receipt)

    def until(self, moment: float) -> list[LedgerLine]:
        """Give what had been acknowledged at a moment."""
        count = sum(came_at <= moment for came_at in self.came_at)
        lines = self.path.read_bytes().splitlines()[:count]
        return [msgspec.json.decode(line, type=LedgerLine) for line in lines]


def lay_out(folder: Path, state: dict[Path, bytes]) -> None:
    folder.mkdir()
    for path, content in state.items():
        (folder / path.name).write_bytes(content)


def as_with_normal(record: list[Call], wal: Path) -> list[Call]:
    """Give the calls that synchronous=NORMAL would make: a commit syncs nothing.

    The journal is then synced before it is copied to the file, and after a new beginning of it.
    """
    kept = []
    for before, call, after in zip([None, *record], record, [*record[1:], None], strict=False):
        is_commit = call.path == wal and is_sync(call) and not (after and after.path != wal)
        if not is_commit or (before and len(before.data) == WAL_HEADER_BYTES):
            kept.append(call)
    return kept


async def fault_of(
    folder: Path, state: dict[Path, bytes], keys: KeyRing, ledger: list[LedgerLine]
) -> str | None:
    """Give what the check says of files that the power left behind."""
    lay_out(folder, state)
    engine = db.make_engine(f"sqlite:///{folder}/jianyan.sqlite")
    db.bind(engine, TABLES)
    await engine.open()
    try:
        return (await check_invariants(keys, ledger=ledger))[-1].fault
    finally:
        await engine.close()


def survey_awaited(file: Path) -> None:
    """Return when the server has looked at how the rows are spread: it writes that when it starts."""
    while True:
        with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as reader:
            if reader.execute("SELECT 1 FROM sqlite_master WHERE name = 'sqlite_stat1'").fetchone():
                return
        time.sleep(0.05)


def moments(ledger: TimedLedger, record: list[Call], count: int, chance: random.Random) -> list[float]:
    """Give moments at which the power goes: right after receipts, and just as well in the middle of calls."""
    after = chance.sample(ledger.came_at, count // 2)
    amid = [
        chance.uniform(call.began_at, call.ended_at) for call in chance.sample(record, count - count // 2)
    ]
    return after + amid


async def test_the_power_goes_and_nothing_acknowledged_is_lost(
    install: Callable[[], Installation], code: str, tmp_path: Path
) -> None:
    place, ledger, chance = install(), TimedLedger(tmp_path / "ledger"), random.Random(SEED)
    place.start()
    survey_awaited(place.file)
    files = [place.file, place.file.with_name("jianyan.sqlite-wal")]
    before = {path: path.read_bytes() for path in files}
    with attached(place.pid, tmp_path / "record", files, *RECORDED):
        assert await burst(place.address, code, ledger, people=PEOPLE, at_once=3) == PEOPLE
    place.kill()
    record, keys = calls(tmp_path / "record"), load_or_make(place.folder / "secret")
    written = {path: [call for call in record if call.path == path] for path in files}
    assert all(written.values()), "no checkpoint wrote to the file itself"
    assert sum(call.name == "fdatasync" for call in record) > PEOPLE / 10

    faults = []
    for number, moment in enumerate(moments(ledger, record, STATES, chance)):
        state = Disk(before, record).at(moment, chance)
        faults.append(await fault_of(tmp_path / f"state-{number}", state, keys, ledger.until(moment)))
    assert faults == [None] * STATES

    hasty = Disk(before, as_with_normal(record, files[1]))
    lost = []
    for number, moment in enumerate(chance.sample(ledger.came_at, HASTY_STATES)):
        folder = tmp_path / f"hasty-{number}"
        lost.append(await fault_of(folder, hasty.at(moment, chance), keys, ledger.until(moment)))
    assert sum(bool(fault and "have this receipt" in fault) for fault in lost) > HASTY_STATES / 2, lost
