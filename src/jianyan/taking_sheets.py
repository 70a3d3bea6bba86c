"""A large sheet, taken in by a worker: as whoever asked for it looked at it, whichever attempt it is."""

import asyncio
from pathlib import Path

import msgspec

from jianyan import cases, screening, suggestions, topics, trail
from jianyan.accounts import person_by_id
from jianyan.cases import AnswersOrder, CaseColumns, CaseCount, ReadCases
from jianyan.clock import now
from jianyan.orders import Order
from jianyan.sheets import Sheet, read_rows
from jianyan.suggestions import (
    ImportCount,
    ReadRows,
    RowsRefused,
    SheetOrder,
    SuggestionColumns,
    SuggestionState,
)
from jianyan.topics import TopicDetail
from jianyan.uploads import incoming


async def take_sheet_in(order: Order) -> None:
    """Take the rows of a sheet that waits into the topic; leaves a suggestions.ImportCount as JSON.

    The parameters are those of a `SheetOrder`, or of a `cases.AnswersOrder` where the sheet says what was
    answered; then a cases.CaseCount is left.
    """
    topic = await topics.topic_by_id(order.job.topic_id or 0)
    take = _take_answers_in if "answers" in order.job.parameters else _take_rows_in
    order.path.write_bytes(msgspec.json.encode(await take(order, topic)))


async def _take_rows_in(order: Order, topic: TopicDetail) -> ImportCount:
    job, asked = order.job, msgspec.convert(order.job.parameters, SheetOrder, strict=False)
    count = await suggestions.imported_by(topic.id, job=job.id)  # by a worker before this one
    if count is None:
        read = await asyncio.to_thread(_rows, order, asked, topic)
        count = await suggestions.import_rows(
            read,
            topic=topic,
            words=await screening.words_in_force(),
            by=trail.Actor(asked.actor, asked.role),
            now=now(),
            written=order.progress.add,
            attempt=suggestions.ImportAttempt(job=job.id, already=asked.already),
        )
    return count


async def _take_answers_in(order: Order, topic: TopicDetail) -> CaseCount:
    job, asked = order.job, msgspec.convert(order.job.parameters, AnswersOrder, strict=False)
    read = await asyncio.to_thread(_cases, order, asked, topic)
    count = await suggestions.imported_by(topic.id, job=job.id)
    if count is not None:
        added = await cases.count_with_a_case(topic.id, [*read.answers]) - asked.cased
        return CaseCount(**msgspec.structs.asdict(count), cases=added)
    by, at = await person_by_id(job.account_id), now()
    departments = await cases.departments_named(
        read.departments, topic.id, add=asked.add_departments, by=by.actor, now=at
    )
    return await cases.take_over(
        read,
        topic=topic,
        departments=departments,
        words=await screening.words_in_force(),
        by=by,
        now=at,
        written=order.progress.add,
        attempt=cases.CaseAttempt(job=job.id, already=asked.already, cased=asked.cased),
    )


def _rows(order: Order, asked: SheetOrder, topic: TopicDetail) -> ReadRows:
    """Read the sheet as whoever asked looked at it: what has no time came when they asked."""
    read = suggestions.rows_of_sheet(
        _sheet(order, asked),
        msgspec.json.decode(asked.columns, type=SuggestionColumns),
        topic=topic,
        zone=order.settings.zone,
        now=order.job.asked_at,
        state=SuggestionState(asked.state) if asked.state else None,
    )
    return _wanted(read, asked)


def _cases(order: Order, asked: AnswersOrder, topic: TopicDetail) -> ReadCases:
    letters = msgspec.json.decode(asked.columns, type=SuggestionColumns)
    answers = msgspec.json.decode(asked.answers, type=dict[str, str])
    read = cases.cases_of_sheet(
        _sheet(order, asked),
        CaseColumns(suggestions=letters, **answers),
        topic=topic,
        zone=order.settings.zone,
        now=order.job.asked_at,
        department=asked.department or None,
    )
    _wanted(read.letters, asked)
    return read


def _sheet(order: Order, asked: SheetOrder) -> Sheet:
    return read_rows(incoming.waiting(Path(order.settings.uploads), asked.sheet))


def _wanted(read: ReadRows, asked: SheetOrder) -> ReadRows:
    if read.refused and not asked.keep_good:
        raise RowsRefused
    return read
