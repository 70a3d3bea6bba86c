"""`check`."""

import asyncio
from argparse import Namespace
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

import msgspec

from jianyan.commands.opening import opened, secrets_of
from jianyan.commands.terminal import Terminal
from jianyan.errors import Invalid
from jianyan.i18n import N_
from jianyan.invariants import Checked, check_invariants
from jianyan.settings import Settings
from jianyan.suggestions import LedgerLine

_FAULTY = 1


class NotALedgerLine(Invalid):
    """A line of the ledger is something else than a receipt and a hash; `line` is its number."""

    sentence = N_('Line %(line)s of the ledger is not {"receipt": …, "body_sha256": …}.')


def check(arguments: Namespace, terminal: Terminal, settings: Settings) -> int:
    """Check every invariant of the stored data and name the first bad row.

    Raises:
        NotALedgerLine: the ledger cannot be read.
    """
    if arguments.ledger is None:
        return asyncio.run(_check(None, terminal, settings))
    with Path(arguments.ledger).open("rb") as ledger:
        return asyncio.run(_check(_lines(ledger), terminal, settings))


async def _check(ledger: Iterable[LedgerLine] | None, terminal: Terminal, settings: Settings) -> int:
    keys = secrets_of(settings)

    def tell(checked: Checked) -> None:
        terminal.say(checked.fault_free if checked.fault is None else checked.faulty, count=checked.count)

    async with opened(settings):
        done = await check_invariants(keys, ledger=ledger, tell=tell)
    fault = done[-1].fault
    counts = {checked.what: checked.count for checked in done}
    terminal.result({"sound": fault is None, "checked": counts, "fault": fault})
    if fault is None:
        terminal.say(N_("Everything is as it was recorded."))
        return 0
    terminal.complain(fault)
    return _FAULTY


def _lines(ledger: BinaryIO) -> Iterator[LedgerLine]:
    decoder = msgspec.json.Decoder(LedgerLine)
    for number, line in enumerate(ledger, start=1):
        if not line.strip():
            continue
        try:
            yield decoder.decode(line)
        except msgspec.MsgspecError as broken:
            raise NotALedgerLine(line=number) from broken
