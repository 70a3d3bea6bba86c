"""Every invariant of the stored data, checked as of one moment while the service goes on."""

from collections.abc import AsyncIterator, Callable, Iterable, Iterator

import msgspec

from jianyan import (
    appeals,
    cases,
    clients,
    moderation,
    motions,
    proposals,
    reports,
    suggestions,
    tallies,
    topics,
    trail,
)
from jianyan.db import is_sqlite, snapshot
from jianyan.i18n import N_
from jianyan.keys import KeyRing
from jianyan.suggestions import LedgerLine, SuggestionState, receipts
from jianyan.trail.tables import Trail


class Checked(msgspec.Struct, frozen=True, kw_only=True):
    """One part of the data after its check."""

    what: str
    """`file`, `trail`, `suggestions`, `decisions`, `appeals`, `supporters`, `motions`, `requests`, `cases`,
    `tallies`, `reports` or `ledger`."""
    count: int
    """How many rows, topics or lines it looked at."""
    fault: str | None
    """The first bad row and what is wrong with it; None where all are well."""
    fault_free: str
    """Message id with a place for the count."""
    faulty: str


def _nothing(_: Checked) -> None:
    """Take a finding and do nothing with it."""


async def check_invariants(
    keys: KeyRing,
    *,
    ledger: Iterable[LedgerLine] | None = None,
    tell: Callable[[Checked], None] = _nothing,
) -> list[Checked]:
    """Check part after part up to the first fault and give what was found; at most the last has a fault.

    The file (SQLite only) is whole; the trail is as it was written; suggestions are as recorded; they stand
    where their decisions led them; appeals and added facts, supporters of proposals, motions, requests of
    other systems, and cases with their answers are as recorded; the parts of every tally add up; reports are
    as they were frozen; what a ledger says was received is kept.

    Args:
        keys: under which the receipts of a ledger are looked up.
        ledger: what clients kept after they were answered; None: none.
        tell: is told each finding as it is made.
    """
    done: list[Checked] = []
    async with snapshot():
        async for checked in _parts(keys, ledger):
            done.append(checked)
            tell(checked)
            if checked.fault is not None:
                break
    return done


async def _parts(keys: KeyRing, ledger: Iterable[LedgerLine] | None) -> AsyncIterator[Checked]:
    if is_sqlite():
        yield await _file()
    yield await _trail()
    yield await _suggestions()
    yield await _decisions()
    yield await _appeals()
    yield await _supporters()
    yield await _motions()
    yield await _requests()
    yield await _cases()
    yield await _tallies()
    yield await _reports()
    if ledger is not None:
        yield await _ledger(keys, ledger)


async def _file() -> Checked:
    findings = [str(row["integrity_check"]) for row in await Trail.raw("PRAGMA integrity_check")]
    strays = await Trail.raw("PRAGMA foreign_key_check")
    fault = None if findings == ["ok"] else f"file: {findings[0]}"
    if strays and fault is None:
        stray = strays[0]
        fault = f"{stray['table']} row {stray['rowid']}: it names a {stray['parent']} that is not there"
    pages = await Trail.raw("PRAGMA page_count")
    return Checked(
        what="file",
        count=int(pages[0]["page_count"]),
        fault=fault,
        fault_free=N_("The file is whole, pages: %(count)s"),
        faulty=N_("The file is damaged, pages: %(count)s"),
    )


async def _trail() -> Checked:
    return Checked(
        what="trail",
        count=await trail.size(),
        fault=await trail.first_fault(),
        fault_free=N_("The trail is as it was written, acts: %(count)s"),
        faulty=N_("The trail is not as it was written, acts: %(count)s"),
    )


async def _suggestions() -> Checked:
    return Checked(
        what="suggestions",
        count=await suggestions.count_in_state(None, list(SuggestionState)),
        fault=await suggestions.first_fault(),
        fault_free=N_("Suggestions are as recorded: %(count)s"),
        faulty=N_("Suggestions are not as recorded: %(count)s"),
    )


async def _decisions() -> Checked:
    return Checked(
        what="decisions",
        count=await _count_of("decide", "refile"),
        fault=await moderation.first_fault(),
        fault_free=N_("Suggestions stand where decisions led them, decisions: %(count)s"),
        faulty=N_("Suggestions do not stand where decisions led them, decisions: %(count)s"),
    )


async def _appeals() -> Checked:
    return Checked(
        what="appeals",
        count=await _count_of("appeal", "hear", "add-facts"),
        fault=await appeals.first_fault(),
        fault_free=N_("Appeals and added facts are as recorded: %(count)s"),
        faulty=N_("Appeals or added facts are not as recorded: %(count)s"),
    )


async def _supporters() -> Checked:
    return Checked(
        what="supporters",
        count=await _count_of("support"),
        fault=await proposals.first_fault(),
        fault_free=N_("Supporters of proposals are as recorded, acts: %(count)s"),
        faulty=N_("Supporters of proposals are not as recorded, acts: %(count)s"),
    )


async def _motions() -> Checked:
    return Checked(
        what="motions",
        count=await _count_of("motion-submit"),
        fault=await motions.first_fault(),
        fault_free=N_("Motions are as recorded: %(count)s"),
        faulty=N_("Motions are not as recorded: %(count)s"),
    )


async def _requests() -> Checked:
    return Checked(
        what="requests",
        count=await clients.count(),
        fault=await clients.first_fault(),
        fault_free=N_("Requests of other systems are as recorded: %(count)s"),
        faulty=N_("Requests of other systems are not as recorded: %(count)s"),
    )


async def _cases() -> Checked:
    return Checked(
        what="cases",
        count=await cases.count(),
        fault=await cases.first_fault(),
        fault_free=N_("Cases, replies and ratings are as recorded: %(count)s"),
        faulty=N_("Cases, replies or ratings are not as recorded: %(count)s"),
    )


async def _tallies() -> Checked:
    return Checked(
        what="tallies",
        count=len(await topics.all_topics()),
        fault=await tallies.first_fault(),
        fault_free=N_("Tallies add up, topics: %(count)s"),
        faulty=N_("Tallies do not add up, topics: %(count)s"),
    )


async def _reports() -> Checked:
    return Checked(
        what="reports",
        count=await reports.count(),
        fault=await reports.first_fault(),
        fault_free=N_("Reports are as they were frozen: %(count)s"),
        faulty=N_("Reports are not as they were frozen: %(count)s"),
    )


async def _ledger(keys: KeyRing, ledger: Iterable[LedgerLine]) -> Checked:
    count = 0

    def lines() -> Iterator[tuple[list[str], str]]:
        nonlocal count
        for count, line in enumerate(ledger, start=1):  # noqa: B007 - how far it came is the count
            yield receipts.possible_hashes(keys, line.receipt), line.body_sha256

    fault = await suggestions.first_fault_of_ledger(lines())
    return Checked(
        what="ledger",
        count=count,
        fault=fault,
        fault_free=N_("What the ledger says was received is kept, lines: %(count)s"),
        faulty=N_("What the ledger says was received is not kept, lines: %(count)s"),
    )


async def _count_of(*kinds: str) -> int:
    return sum([len(page) async for page in trail.subjects_of(*kinds)])
