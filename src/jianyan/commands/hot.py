"""`hot`."""

import asyncio
import secrets
from argparse import Namespace
from datetime import timedelta

import msgspec

from jianyan import topics
from jianyan.clock import now
from jianyan.commands.grouping import FoundIssue, say_issue
from jianyan.commands.opening import opened
from jianyan.commands.terminal import Terminal
from jianyan.groups import NEWEST_MOST, Gatherings, GroupDetail, Issue, gather, groups_of, issues_of, let_go
from jianyan.i18n import N_
from jianyan.settings import Settings

_LETTERS_SHOWN = 60

_NEWEST_ONLY = N_("Of each group the newest %(most)s were looked at: people and heat are theirs.")


class HotReport(msgspec.Struct, frozen=True, kw_only=True):
    """The hottest issues of a topic."""

    topic: str
    days: int
    issues: list[FoundIssue]


def list_hot(arguments: Namespace, terminal: Terminal, settings: Settings) -> int:
    """List the hottest issues of a topic within the last days.

    Raises:
        NoSuchTopic: there is none of that slug.
    """
    report = asyncio.run(_hot(arguments.slug, arguments.days, terminal, settings))
    terminal.result(report)
    if not report.issues:
        terminal.say(N_("Nothing was said twice in this time."))
        return 0
    terminal.say(N_("The hottest issues, by heat, suggestions and people:"))
    for issue in report.issues:
        say_issue(terminal, issue)
    if any(issue.not_read for issue in report.issues):
        terminal.say(_NEWEST_ONLY, most=NEWEST_MOST)
    return 0


async def _hot(slug: str, days: int, terminal: Terminal, settings: Settings) -> HotReport:
    until = now()
    since = until - timedelta(days=days)
    async with opened(settings):
        topic = await topics.topic_by_slug(slug)
        await gather_all(topic.id, terminal)
        terminal.done()
        found = await groups_of(topic.id, since=since)
        issues = await issues_of(found, since=since, until=until)
    return HotReport(topic=slug, days=days, issues=[_found(issue, found) for issue in issues])


async def gather_all(topic_id: int, terminal: Terminal) -> None:
    """Put everything of a topic that is in no group yet into one, as a server does while it runs."""
    known = Gatherings(secrets.token_hex(8))
    while count := await gather(topic_id, known, now=now()):
        terminal.progress(count)
    await let_go(known.holder)


def _found(issue: Issue, found: list[GroupDetail]) -> FoundIssue:
    trackings = {
        member.message.number: member.tracking for at in issue.groups for member in found[at].members
    }
    said = issue.representative
    return FoundIssue(
        representative=trackings[said.number],
        text=said.title or said.body[:_LETTERS_SHOWN],
        senders=issue.sender_count,
        first_at=issue.first_at,
        last_at=issue.last_at,
        heat=round(issue.heat.total, 1),
        parts=issue.heat,
        places=issue.places,
        people=issue.people,
        words=issue.words,
        members=[trackings[message.number] for message in issue.messages],
        not_read=sum(found[at].not_read for at in issue.groups),
    )
