"""Writing the rows of a sheet that was read and checked, in batches, at once or by a job."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime

import msgspec

from jianyan import trail
from jianyan.db import transaction
from jianyan.errors import Invalid
from jianyan.i18n import N_
from jianyan.screening import Words
from jianyan.suggestions.arriving import looked_through
from jianyan.suggestions.importing import ReadRows
from jianyan.suggestions.schemas import NewSuggestion, Received
from jianyan.suggestions.submitting import submit_many
from jianyan.topics import TopicDetail

_BATCH = 500
Beside = Callable[[Sequence[NewSuggestion]], Awaitable[None]]
"""Writes what belongs to the rows of a batch, in their transaction."""


class RowsRefused(Invalid):
    """Some rows cannot be taken, and nobody asked for the others alone; nothing was written."""

    sentence = N_("Nothing was written: some rows cannot be taken.")


class SheetOrder(msgspec.Struct, frozen=True, kw_only=True):
    """The parameters of a job."""

    sheet: str
    """Name under which the file waits: see uploads.incoming."""
    columns: str
    """A SuggestionColumns as JSON."""
    state: str
    """Of every row; empty: filed ones are published and the others wait."""
    keep_good: bool
    """Whether the good rows are taken in where others are refused."""
    already: int
    """Rows that the topic had when the sheet was looked at."""
    actor: str
    """Opaque id of who asked."""
    role: str

    def parameters(self) -> dict[str, str]:
        """Give the same as texts."""
        return {name: str(value) for name, value in msgspec.structs.asdict(self).items()}


class ImportCount(msgspec.Struct, frozen=True, kw_only=True):
    """What came of writing the rows of a sheet."""

    taken: int
    """Suggestions added."""
    already: int
    """Rows that the topic had from an earlier import."""
    refused: int
    """Rows of the sheet that cannot be taken."""


class ImportAttempt(msgspec.Struct, frozen=True, kw_only=True):
    """One of perhaps several attempts of a job at the same import."""

    job: int
    already: int
    """Rows that the topic had before the first of them."""


def _count_nothing(_: int) -> None:
    """Take the number of rows of a batch and do nothing with it."""


async def import_rows(
    read: ReadRows,
    *,
    topic: TopicDetail,
    words: Words,
    by: trail.Actor | None,
    now: datetime,
    written: Callable[[int], None] = _count_nothing,
    attempt: ImportAttempt | None = None,
    beside: Beside | None = None,
    at_once: int = _BATCH,
) -> ImportCount:
    """Write the good rows of a sheet and give what came of it; rows that the topic has are left as they are.

    Args:
        read: what `rows_of_sheet` gave for this topic.
        topic: that they are added to.
        words: what holds a row that waits, or is masked in one that is public.
        by: who imports; None at the command line.
        now: when.
        written: is told the number of rows of each batch.
        attempt: of a job; what an attempt before it took counts as taken.
        beside: is given the rows of each batch, those that the topic has as well; both are kept or neither.
        at_once: rows of a batch, at most 500.

    Raises:
        DiskFull, DatabaseBusy: earlier batches are kept; the same import completes the rest.
    """
    taken = already = 0
    for start in range(0, len(read.rows), at_once):
        # Long texts take a while to look through: whoever else is served must not wait for that.
        batch = await asyncio.to_thread(_looked_through, read.rows[start : start + at_once], words)
        for received in await _written(batch, beside, now=now):
            already += received.again
            taken += not received.again
        written(len(batch))
    data: dict[str, int] = {}
    if attempt:
        taken, already, data = taken + already - attempt.already, attempt.already, {"job": attempt.job}
    data |= {"read": read.read, "taken": taken, "already": already, "refused": read.refused_count}
    entry = trail.Entry(kind="import", subject=f"topic-{topic.id}", actor=by, topic=topic.id, data=data)
    await trail.record(entry, at=now)
    return ImportCount(taken=taken, already=already, refused=read.refused_count)


async def _written(batch: list[NewSuggestion], beside: Beside | None, *, now: datetime) -> list[Received]:
    if beside is None:
        return _received(await submit_many(batch, now=now))
    async with transaction():
        received = _received(await submit_many(batch, now=now))
        await beside(batch)
        return received


def _received(outcomes: list[Received | Exception]) -> list[Received]:
    for outcome in outcomes:
        if isinstance(outcome, Exception):
            raise outcome
    return outcomes  # type: ignore[return-value] # no exception among them


async def imported_by(topic_id: int, *, job: int) -> ImportCount | None:
    """Give what came of the import of a job, or None where no attempt at it came to its end."""
    for act in reversed(await trail.history(f"topic-{topic_id}")):
        if act.kind == "import" and act.data.get("job") == job:
            return msgspec.convert(act.data, ImportCount)
    return None


def _looked_through(rows: list[NewSuggestion], words: Words) -> list[NewSuggestion]:
    return [looked_through(row, words) for row in rows]
