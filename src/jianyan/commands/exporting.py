"""`export tally`, `export suggestions`, `export workbook` and `export open-data`."""

import asyncio
from argparse import Namespace
from functools import partial
from pathlib import Path

from jianyan import exports, topics
from jianyan.clock import now
from jianyan.commands.files import whole_file
from jianyan.commands.opening import opened
from jianyan.commands.terminal import Terminal
from jianyan.i18n import N_
from jianyan.settings import Settings


def _export(what: str, arguments: Namespace, terminal: Terminal, settings: Settings) -> int:
    """Write a file of a topic.

    Raises:
        NoSuchTopic: there is none of that slug.
    """
    path, at = Path(arguments.output), now()

    async def written() -> int:
        async with opened(settings):
            topic = await topics.topic_by_slug(arguments.slug)
            with whole_file(path) as file:
                count = await exports.write_file(
                    file,
                    topic,
                    what=what,
                    form=arguments.format,
                    language=terminal.language,
                    zone=settings.zone,
                    now=at,
                    written=terminal.progress,
                )
            await exports.record_export(topic, what, form=arguments.format, by=None, now=at)
        return count

    count = asyncio.run(written())
    terminal.done()
    terminal.say(N_("Suggestions: %(count)s, in %(file)s"), count=count, file=path)
    terminal.result({"suggestions": count, "bytes": path.stat().st_size, "file": str(path)})
    return 0


export_tally = partial(_export, "tally")
export_suggestions = partial(_export, "suggestions")
export_workbook = partial(_export, "workbook")
export_open_data = partial(_export, "open-data")
