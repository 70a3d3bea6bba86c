"""`evaluate groups`."""

from argparse import Namespace
from datetime import datetime, timedelta
from pathlib import Path
from statistics import quantiles
from time import process_time
from typing import Any

import msgspec

from jianyan.clock import now
from jianyan.commands.terminal import Terminal
from jianyan.groups import (
    Gathering,
    Heat,
    Issue,
    Message,
    MessageColumns,
    ReadMessages,
    amounts_of,
    hottest,
    messages_of,
    sender_count,
)
from jianyan.i18n import N_
from jianyan.settings import Settings
from jianyan.sheets import read_rows

_SHOWN = 20
_LETTERS_SHOWN = 60


class FoundGroup(msgspec.Struct, frozen=True, kw_only=True):
    """Messages that say the same."""

    representative: str
    """What the member is called that says best what all say: its id or row, or its public number."""
    text: str
    """Its title, else how it begins."""
    senders: int
    first_at: datetime
    last_at: datetime
    members: list[str]


class FoundIssue(FoundGroup, frozen=True, kw_only=True):
    """A hot issue."""

    heat: float
    parts: Heat
    places: list[str]
    people: list[str]
    words: list[str]
    not_read: int = 0
    """That say the same and were not looked at: people, heat and members are without them."""


class GroupsReport(msgspec.Struct, frozen=True, kw_only=True):
    """What was found in a sheet."""

    rows: int
    left_out: int
    groups: list[FoundGroup]
    """Of two and more, the largest first."""
    issues: list[FoundIssue]
    """The five hottest."""
    seconds: float
    """Of the processor, for all."""
    milliseconds_each: float
    """That 95 of 100 messages did not exceed, from text to group."""


def evaluate_groups(arguments: Namespace, terminal: Terminal, settings: Settings) -> int:
    """Say which messages of a sheet say the same, and what its hottest issues are.

    Raises:
        Invalid, Unreadable, TooLarge: the file is not a sheet with what is needed.
    """
    columns = MessageColumns(
        texts=arguments.text_columns,
        id=arguments.id_column,
        time=arguments.time_column,
        sender=arguments.sender_column,
        likes=arguments.likes_column,
        dislikes=arguments.dislikes_column,
    )
    read = messages_of(read_rows(Path(arguments.file)), columns, zone=settings.zone, now=now())
    began = process_time()
    gathering, times = _gathered(read.messages, terminal)
    issues = _issues(read.messages, gathering, arguments.days)
    report = GroupsReport(
        rows=len(read.messages),
        left_out=read.left_out,
        groups=_groups(read, gathering),
        issues=[_found_issue(issue, read) for issue in issues],
        seconds=round(process_time() - began, 2),
        milliseconds_each=round(1_000 * quantiles([*times, 0.0, 0.0], n=20)[-1], 2),
    )
    terminal.result(report)
    _say(report, terminal)
    return 0


def _gathered(messages: list[Message], terminal: Terminal) -> tuple[Gathering, list[float]]:
    gathering, times = Gathering(), []
    for message in messages:
        began = process_time()
        gathering.take(message.number, amounts_of(message.title, message.body))
        times.append(process_time() - began)
        if message.number % 100 == 99:
            terminal.progress(100, of=len(messages))
    terminal.done()
    return gathering, times


def _issues(messages: list[Message], gathering: Gathering, days: int | None) -> list[Issue]:
    if not messages:
        return []
    several = [
        [messages[number] for number in members] for members in gathering.members.values() if len(members) > 1
    ]
    until = messages[-1].at
    # One that was sent at the very moment of the only other one is a window, too.
    since = until - timedelta(days=days) if days else min(messages[0].at, until - timedelta(days=1))
    return hottest(several, since=since, until=until)


def _groups(read: ReadMessages, gathering: Gathering) -> list[FoundGroup]:
    several = [group for group, members in gathering.members.items() if len(members) > 1]
    largest = sorted(several, key=lambda group: (-len(gathering.members[group]), group))
    return [
        FoundGroup(
            **_facts(
                [read.messages[at] for at in gathering.members[group]], gathering.representative(group), read
            )
        )
        for group in largest
    ]


def _found_issue(issue: Issue, read: ReadMessages) -> FoundIssue:
    return FoundIssue(
        **_facts(issue.messages, issue.representative.number, read),
        heat=round(issue.heat.total, 1),
        parts=issue.heat,
        places=issue.places,
        people=issue.people,
        words=issue.words,
    )


def _facts(members: list[Message], representative: int, read: ReadMessages) -> dict[str, Any]:
    said = read.messages[representative]
    return {
        "representative": read.names[representative],
        "text": said.title or said.body[:_LETTERS_SHOWN],
        "senders": sender_count(members),
        "first_at": min(message.at for message in members),
        "last_at": max(message.at for message in members),
        "members": [read.names[message.number] for message in members],
    }


def _say(report: GroupsReport, terminal: Terminal) -> None:
    terminal.say(N_("Rows: %(rows)s. Left out: %(left_out)s."), rows=report.rows, left_out=report.left_out)
    terminal.say(
        N_("Groups of two and more: %(groups)s, with %(messages)s rows. The largest, by rows and senders:"),
        groups=len(report.groups),
        messages=sum(len(group.members) for group in report.groups),
    )
    for group in report.groups[:_SHOWN]:
        terminal.line(f"{len(group.members):5} {group.senders:5}  {group.text}")
    terminal.say(N_("The hottest issues, by heat, rows and senders:"))
    for issue in report.issues:
        say_issue(terminal, issue)
    terminal.say(
        N_("Seconds: %(seconds).1f. From text to group: %(each).1f ms in 95 of 100 rows."),
        seconds=report.seconds,
        each=report.milliseconds_each,
    )


def say_issue(terminal: Terminal, issue: FoundIssue) -> None:
    """Write two lines on an issue to a person."""
    terminal.line(
        f"{issue.heat:7.1f} {len(issue.members) + issue.not_read:5} {issue.senders:5}  "
        f"{' '.join(issue.text.split())}"
    )
    about = "、".join([*issue.places, *issue.people, *issue.words])
    terminal.line(f"{'':21}{issue.first_at:%Y-%m-%d} – {issue.last_at:%Y-%m-%d}  {about}")
