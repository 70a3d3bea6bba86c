"""`posters`."""

import asyncio
from argparse import Namespace
from pathlib import Path

from jianyan import campaigns, topics
from jianyan.clock import now
from jianyan.commands.files import whole_file
from jianyan.commands.opening import opened
from jianyan.commands.terminal import Terminal
from jianyan.i18n import N_
from jianyan.settings import Settings
from jianyan_admin.posters import NothingToPrint, posters_of, printable
from jianyan_qr import posters_pdf


def print_posters(arguments: Namespace, terminal: Terminal, settings: Settings) -> int:
    """Write one PDF with the codes of all places of a topic.

    Raises:
        NoSuchTopic: there is none of that slug.
        NothingToPrint: it has no place with a living code.
    """
    return asyncio.run(_print_posters(arguments, terminal, settings))


async def _print_posters(arguments: Namespace, terminal: Terminal, settings: Settings) -> int:
    at, path = now(), Path(arguments.output)
    async with opened(settings):
        topic = await topics.topic_by_slug(arguments.slug)
        places = printable(await campaigns.placements_of(topic.id), "all")
        if not places:
            raise NothingToPrint
        posters = posters_of(topic, places, settings=settings, now=at)
        terminal.under_way(N_("Drawing %(count)s codes …"), count=len(posters))
        pdf = posters_pdf(posters, paper=arguments.paper)
        terminal.done()
        with whole_file(path) as file:
            file.write(pdf)
        await campaigns.record_print(topic.slug, len(posters), by=None, now=at)
    unprintable = "".join(sorted(set("".join(poster.unprintable for poster in posters))))
    if unprintable:
        terminal.warn(N_("These characters print as 〓: %(characters)s"), characters=unprintable)
    terminal.say(N_("Codes printed: %(count)s, in %(file)s"), count=len(posters), file=path)
    terminal.result(
        {"posters": len(posters), "bytes": len(pdf), "file": str(path), "unprintable": unprintable}
    )
    return 0
