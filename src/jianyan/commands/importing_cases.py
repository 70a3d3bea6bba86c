"""`import cases`."""

import asyncio
from argparse import Namespace
from pathlib import Path

import msgspec

from jianyan import cases, screening, topics
from jianyan.cases import CaseCount, ReadCases
from jianyan.clock import now
from jianyan.commands.import_arguments import CASE_COLUMNS
from jianyan.commands.importing import ImportReport, Refused, reported
from jianyan.commands.opening import opened
from jianyan.commands.terminal import Terminal
from jianyan.settings import Settings
from jianyan.sheets import read_rows
from jianyan.topics import TopicDetail


def import_cases(arguments: Namespace, terminal: Terminal, settings: Settings) -> int:
    """Add the letters of a sheet to a topic, each with what was answered to it elsewhere.

    Raises:
        NoSuchTopic: there is none of that slug.
        UnknownDepartments: who answered is no organisation here; nothing was written.
        Invalid, Unreadable, TooLarge: the file is not a sheet with what is needed.
    """
    return asyncio.run(_import_cases(arguments, terminal, settings))


async def _import_cases(arguments: Namespace, terminal: Terminal, settings: Settings) -> int:
    async with opened(settings):
        topic = await topics.topic_by_slug(arguments.topic)
        read = _read(arguments, topic, settings)
        letters = read.letters
        refused = [Refused(one.row, one.column, terminal.told(one.reason)) for one in letters.refused]
        report = ImportReport(
            read=letters.read, taken=0, already=0, refused=refused, cleaned=letters.cleaned, cases=0
        )
        if refused and not arguments.keep_good:
            return reported(terminal, report)
        count = await _written(read, topic, arguments, terminal)
    terminal.done()
    done = msgspec.structs.replace(report, taken=count.taken, already=count.already, cases=count.cases)
    return reported(terminal, done, kept=True)


def _read(arguments: Namespace, topic: TopicDetail, settings: Settings) -> ReadCases:
    sheet = read_rows(Path(arguments.file))
    named = {column: getattr(arguments, f"{column}_column") for column in CASE_COLUMNS}
    return cases.cases_of_sheet(
        sheet,
        cases.columns_of(sheet.columns, named),
        topic=topic,
        zone=settings.zone,
        now=now(),
        department=arguments.department,
    )


async def _written(
    read: ReadCases, topic: TopicDetail, arguments: Namespace, terminal: Terminal
) -> CaseCount:
    at, total = now(), len(read.letters.rows)
    departments = await cases.departments_named(
        read.departments, topic.id, add=arguments.add_departments, by=None, now=at
    )
    return await cases.take_over(
        read,
        topic=topic,
        departments=departments,
        words=await screening.words_in_force(),
        by=None,
        now=at,
        written=lambda rows: terminal.progress(rows, of=total),
    )
