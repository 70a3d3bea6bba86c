"""That a topic's figures or texts left the house is kept on record."""

from datetime import datetime

from jianyan import trail
from jianyan.db import transaction
from jianyan.topics import TopicSummary


async def record_export(
    topic: TopicSummary, what: str, *, form: str, by: trail.Actor | None, now: datetime
) -> None:
    """Keep on record that a file of a topic was made.

    Args:
        topic: whose figures or texts.
        what: `tally` or `suggestions`.
        form: `csv`, `xlsx`, `json` or `jsonl`.
        by: who asked for it; None at the command line.
        now: when.
    """
    data = {"what": what, "format": form}
    entry = trail.Entry(kind="export", subject=f"topic-{topic.id}", actor=by, topic=topic.id, data=data)
    async with transaction():
        await trail.record(entry, at=now)
