"""`import placements` and `import suggestions`."""

import asyncio
from argparse import Namespace
from collections.abc import Sequence
from pathlib import Path

import msgspec

from jianyan import campaigns, screening, suggestions, topics
from jianyan.clock import now
from jianyan.commands.opening import opened
from jianyan.commands.terminal import Terminal
from jianyan.i18n import N_, say
from jianyan.settings import Settings
from jianyan.sheets import read_rows
from jianyan.suggestions import SuggestionColumns, SuggestionState

_SHOWN = 20
_REFUSED = 1


class Refused(msgspec.Struct, frozen=True):
    """A row that is not taken, as it is reported."""

    row: int
    column: str
    reason: str


class ImportReport(msgspec.Struct, frozen=True, kw_only=True):
    """What an import did."""

    read: int
    taken: int
    already: int
    refused: list[Refused]
    cleaned: int | msgspec.UnsetType = msgspec.UNSET
    cases: int | msgspec.UnsetType = msgspec.UNSET
    """Suggestions that were added with their answer."""


def import_placements(arguments: Namespace, terminal: Terminal, settings: Settings) -> int:
    """Add the placements of a sheet to a topic's first campaign.

    Raises:
        NoSuchTopic: there is none of that slug.
        Invalid, Unreadable, TooLarge: the file is not a sheet with what is needed.
    """
    return asyncio.run(_import_placements(arguments, terminal, settings))


def import_suggestions(arguments: Namespace, terminal: Terminal, settings: Settings) -> int:
    """Add the suggestions of a sheet to a topic.

    Raises:
        NoSuchTopic: there is none of that slug.
        Invalid, Unreadable, TooLarge: the file is not a sheet with what is needed.
    """
    return asyncio.run(_import_suggestions(arguments, terminal, settings))


async def _import_placements(arguments: Namespace, terminal: Terminal, settings: Settings) -> int:
    async with opened(settings):
        campaign_id = await campaigns.first_campaign(arguments.topic)
        new, refusals = campaigns.placements_of_sheet(read_rows(Path(arguments.file)))
        refused = [Refused(one.row, one.column, say(terminal.language, one.reason)) for one in refusals]
        read = len(new) + _rows(refused)
        if refused and not arguments.keep_good:
            return reported(terminal, ImportReport(read=read, taken=0, already=0, refused=refused))
        placed = await campaigns.add_placements(campaign_id, new, by=None, now=now())
    report = ImportReport(read=read, taken=placed.taken, already=placed.already, refused=refused)
    return reported(terminal, report, kept=True)


async def _import_suggestions(arguments: Namespace, terminal: Terminal, settings: Settings) -> int:
    at = now()
    async with opened(settings):
        topic = await topics.topic_by_slug(arguments.topic)
        read = suggestions.rows_of_sheet(
            read_rows(Path(arguments.file)),
            _columns(arguments),
            topic=topic,
            zone=settings.zone,
            now=at,
            state=SuggestionState(arguments.state) if arguments.state else None,
        )
        refused = [Refused(one.row, one.column, terminal.told(one.reason)) for one in read.refused]
        report = ImportReport(read=read.read, taken=0, already=0, refused=refused, cleaned=read.cleaned)
        if refused and not arguments.keep_good:
            return reported(terminal, report)
        total = len(read.rows)
        count = await suggestions.import_rows(
            read,
            topic=topic,
            words=await screening.words_in_force(),
            by=None,
            now=at,
            written=lambda rows: terminal.progress(rows, of=total),
        )
    terminal.done()
    report = msgspec.structs.replace(report, taken=count.taken, already=count.already)
    return reported(terminal, report, kept=True)


def _columns(arguments: Namespace) -> SuggestionColumns:
    return SuggestionColumns(
        body=arguments.body_column,
        id=arguments.id_column,
        title=arguments.title_column,
        time=arguments.time_column,
        category=arguments.category_column,
        likes=arguments.likes_column,
    )


def reported(terminal: Terminal, report: ImportReport, *, kept: bool = False) -> int:
    """Say what came of it and give the exit code; `kept` says that the good rows were written."""
    terminal.result(report)
    for refused in report.refused[:_SHOWN]:
        terminal.warn(
            N_("Row %(row)s, %(column)s: %(reason)s"),
            row=refused.row,
            column=refused.column,
            reason=refused.reason,
        )
    if len(report.refused) > _SHOWN:
        terminal.warn(N_("… and %(count)s more."), count=len(report.refused) - _SHOWN)
    if report.cleaned:
        terminal.say(N_("Control characters removed: %(count)s."), count=report.cleaned)
    terminal.say(
        N_("Rows read: %(read)s. Added: %(taken)s. Here already: %(already)s. Refused: %(refused)s."),
        read=report.read,
        taken=report.taken,
        already=report.already,
        refused=_rows(report.refused),
    )
    if report.cases is not msgspec.UNSET:
        terminal.say(N_("Cases added with their answer: %(count)s."), count=report.cases)
    if kept:
        return 0
    terminal.warn(N_("Nothing was written. Mend these rows, or add the others with --keep-good."))
    return _REFUSED


def _rows(refused: Sequence[Refused]) -> int:
    return len({one.row for one in refused})
