"""`report freeze`, `report verify`, `report export` and `report list`."""

import asyncio
from argparse import Namespace
from pathlib import Path

import msgspec

from jianyan import reports, screening, topics
from jianyan.clock import now
from jianyan.commands.files import whole_file
from jianyan.commands.hot import gather_all
from jianyan.commands.opening import opened
from jianyan.commands.terminal import Terminal
from jianyan.i18n import N_
from jianyan.reports import ReportDetail, ReportSummary, Verification
from jianyan.settings import Settings
from jianyan.web.report_files import form_of

_DIFFERS = 1


class FrozenReport(msgspec.Struct, frozen=True, kw_only=True):
    """What was frozen."""

    report: str
    """Its address below /reports/."""
    topic: str
    received: int
    states: dict[str, int]
    trail_size: int
    sha256: str


def freeze(arguments: Namespace, terminal: Terminal, settings: Settings) -> int:
    """Freeze a topic's figures and begin a report about them.

    Raises:
        NoSuchTopic: there is none of that slug.
        NothingToReport: nothing has come in.
        FiguresDisagree: trail and tables differ, or do not add up.
    """

    async def frozen() -> ReportDetail:
        async with opened(settings):
            words = await screening.words_in_force()
            await gather_all((await topics.topic_by_slug(arguments.slug)).id, terminal)
            return await reports.freeze(arguments.slug, words=words, zone=settings.zone, by=None, now=now())

    terminal.under_way(N_("The trail is read …"))
    report = asyncio.run(frozen())
    terminal.done()
    said = FrozenReport(
        report=report.slug,
        topic=report.topic_slug,
        received=report.content.received,
        states=report.content.states,
        trail_size=report.trail_size,
        sha256=report.sha256,
    )
    terminal.say(
        N_("Frozen after %(size)s acts: %(count)s suggestions. The draft is %(slug)s."),
        size=report.trail_size,
        count=report.content.received,
        slug=report.slug,
    )
    terminal.result(said)
    return 0


def verify(arguments: Namespace, terminal: Terminal, settings: Settings) -> int:
    """Compute a report's figures again from the trail and compare them byte for byte.

    Raises:
        NoSuchReport: there is none at that address.
    """

    async def verified() -> Verification:
        async with opened(settings):
            return await reports.verify(arguments.slug)

    terminal.under_way(N_("The trail is read …"))
    found = asyncio.run(verified())
    terminal.done()
    terminal.result({"sound": found.sound, **msgspec.structs.asdict(found)})
    if found.sound:
        terminal.say(
            N_("The same to the byte: %(count)s suggestions after %(size)s acts, SHA-256 %(sha256)s."),
            count=found.received,
            size=found.trail_size,
            sha256=found.sha256,
        )
        return 0
    for difference in found.differences:
        terminal.complain(difference)
    return _DIFFERS


def export(arguments: Namespace, terminal: Terminal, settings: Settings) -> int:
    """Write a report to a file.

    Raises:
        NotOffered: there is no such format.
        NoSuchReport: there is none at that address.
    """
    form, path = form_of(arguments.format), Path(arguments.output)

    async def written() -> None:
        async with opened(settings):
            report = await reports.report_by_slug(arguments.slug)
            with whole_file(path) as file:
                file.write(await form.make(report))
            await reports.record_export(report, arguments.format, by=None, now=now())

    asyncio.run(written())
    terminal.say(N_("The report is in %(file)s."), file=path)
    terminal.result({"report": arguments.slug, "bytes": path.stat().st_size, "file": str(path)})
    return 0


def list_reports(arguments: Namespace, terminal: Terminal, settings: Settings) -> int:
    """List the reports there are, drafts too."""
    assert arguments is not None

    async def found() -> list[ReportSummary]:
        async with opened(settings):
            return await reports.reports_in_scope()

    listed = asyncio.run(found())
    terminal.result({"reports": listed})
    for report in listed:
        terminal.line(f"{report.slug}  {report.state}  {report.taken_at.date()}  {report.title}")
    if not listed:
        terminal.say(N_("There is no report yet."))
    return 0
