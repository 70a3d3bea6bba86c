"""`topic add` and `erase`."""

import asyncio
from argparse import Namespace
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from jianyan import accounts, campaigns, codes, erasures, motions, topics
from jianyan.accounts import EVERYWHERE
from jianyan.clock import now
from jianyan.commands.opening import opened
from jianyan.commands.terminal import Terminal
from jianyan.forms import read_form
from jianyan.i18n import N_
from jianyan.settings import Settings
from jianyan.topics import NewTopic
from jianyan.uploads import store_of


def add_topic(arguments: Namespace, terminal: Terminal, settings: Settings) -> int:
    """Add a topic with its first campaign and publish it.

    Raises:
        SlugTaken, InvalidFields, Invalid: as `campaigns.announce`.
        NoSuchOrganisation: it is to belong to one that is not there.
    """
    return asyncio.run(_add_topic(arguments, terminal, settings))


def erase(arguments: Namespace, terminal: Terminal, settings: Settings) -> int:
    """Delete the texts and the contact of one suggestion, or a motion that is named as in the trail.

    Raises:
        NoSuchSuggestion, NoSuchMotion: there is none of that number.
        ListUnwritable: it could not be listed beside the secret, so it was not erased.
    """
    return asyncio.run(_erase(arguments, terminal, settings))


async def _add_topic(arguments: Namespace, terminal: Terminal, settings: Settings) -> int:
    at = now()
    new = read_form(_facts(arguments, settings.zone, at), NewTopic)
    async with opened(settings):
        name = arguments.organisation
        with accounts.within((await accounts.organisation_by_name(name)).scope if name else EVERYWHERE):
            topic_id = await campaigns.announce(new, by=None, now=at)
        if not arguments.draft:
            await topics.publish_topic(new.slug, by=None, now=at)
    url = f"{settings.base_url}/t/{new.slug}"
    if arguments.draft:
        terminal.say(N_("The draft %(slug)s was added."), slug=new.slug)
    else:
        terminal.say(N_("The topic is public at %(url)s"), url=url)
    state = "draft" if arguments.draft else "published"
    terminal.result({"id": topic_id, "slug": new.slug, "state": state, "url": url})
    return 0


def _facts(arguments: Namespace, zone: ZoneInfo, at: datetime) -> dict[str, Any]:
    return {
        "slug": arguments.slug,
        "title": arguments.title,
        "invitation": arguments.invitation,
        "organisers": arguments.organiser,
        "categories": arguments.category,
        "takes_files": arguments.takes_files,
        "opens_at": _begin(arguments.opens, zone) if arguments.opens else at,
        "closes_at": _end(arguments.closes, zone) if arguments.closes else None,
    }


def _begin(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(), zone)


def _end(day: date, zone: ZoneInfo) -> datetime:
    """Give the end of a day: who says it closes on Friday still takes what comes on Friday."""
    return _begin(day + timedelta(days=1), zone)


async def _erase(arguments: Namespace, terminal: Terminal, settings: Settings) -> int:
    motion_id = motions.motion_named(arguments.tracking)
    tracking = codes.tidy(arguments.tracking) if motion_id is None else f"motion-{motion_id}"
    async with opened(settings):
        facts: Any = {"by": None, "now": now(), "secret_file": settings.secret_file}
        facts["store"] = store_of(settings)
        if motion_id is None:
            await erasures.erase(tracking, **facts)
        else:
            await erasures.erase_motion(motion_id, **facts)
    terminal.say(N_("The text and the contact of %(tracking)s are deleted."), tracking=tracking)
    terminal.result({"tracking": tracking, "erased": True})
    return 0
