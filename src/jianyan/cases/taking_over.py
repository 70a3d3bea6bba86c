"""Writing what was answered elsewhere: letters as suggestions, each answer as a case that is closed.

A letter and its answer are kept together or not at all: who ends an import half-way has no letter whose
answer is missing.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

import msgspec
from piccolo.columns.combination import And

from jianyan import topics, trail
from jianyan.accounts import OrganisationKind, Person, add_organisation_below, root_of, tree_of
from jianyan.cases.importing import ReadCases, TakenAnswer
from jianyan.cases.tables import Case, CaseStep, Reply
from jianyan.cases.taken import Taken
from jianyan.db import Look, Steps, perform, transaction
from jianyan.errors import Invalid
from jianyan.i18n import N_
from jianyan.screening import Words
from jianyan.suggestions import (
    ImportAttempt,
    ImportCount,
    NewSuggestion,
    SheetOrder,
    SuggestionState,
    import_rows,
)
from jianyan.suggestions.tables import Suggestion
from jianyan.topics import TopicDetail

_BATCH = 200
Row = dict[str, Any]


class UnknownDepartments(Invalid):
    """Departments of the list are no organisations here; `names` says which. Nothing was written."""

    sentence = N_(
        "There is no organisation called %(names)s where the topic belongs. Add it, or use --add-departments."
    )


class CaseCount(ImportCount, frozen=True, kw_only=True):
    """What came of taking a list over."""

    cases: int
    """Cases added with their answer."""


class AnswersOrder(SheetOrder, frozen=True, kw_only=True):
    """The parameters of a job that takes a list over."""

    answers: str
    """Field → column of what was answered, as JSON: what a CaseColumns has beside its suggestions."""
    department: str
    """Who answered where a row does not say it; empty: nobody knows."""
    add_departments: bool
    """Whether those that are no organisations here yet are added."""
    cased: int
    """Letters of the list that had a case when the sheet was looked at."""


class CaseAttempt(ImportAttempt, frozen=True, kw_only=True):
    """One of perhaps several attempts of a job at the same list."""

    cased: int
    """Letters of the list that had a case before the first of them."""


async def departments_named(
    names: list[str], topic_id: int, *, add: bool, by: trail.Actor | None, now: datetime
) -> dict[str, int]:
    """Give name → id of departments in the tree in which a topic stands.

    Args:
        names: as a list gives them.
        topic_id: of the topic.
        add: whether those that are not there yet are added below the top of the tree.
        by: who adds them; None at the command line.
        now: when.

    Raises:
        UnknownDepartments: some are not there, and none is to be added.
        OrganisationExists: one to be added stands elsewhere.
    """
    async with transaction():
        root = await root_of(await topics.owner_of(topic_id))
        there = {one.name: one.id for one in await tree_of(root)}
        missing = [name for name in names if name not in there]
        if missing and not add:
            raise UnknownDepartments(names="、".join(missing))
        for name in missing:
            kind = OrganisationKind.DEPARTMENT
            there[name] = await add_organisation_below(root, name, kind=kind, by=by, now=now)
        return {name: there[name] for name in names}


def _count_nothing(_: int) -> None:
    """Take the number of rows of a batch and do nothing with it."""


async def take_over(
    read: ReadCases,
    *,
    topic: TopicDetail,
    departments: Mapping[str, int],
    words: Words,
    by: Person | None,
    now: datetime,
    written: Callable[[int], None] = _count_nothing,
    attempt: CaseAttempt | None = None,
) -> CaseCount:
    """Write the good rows of a list; what the topic has of it is left as it is, and what is missing added.

    Args:
        read: what `cases_of_sheet` gave for this topic.
        topic: that they are added to.
        departments: name → id of each that is named.
        words: what is masked in a text that is public.
        by: who takes it over; None at the command line.
        now: when.
        written: is told the number of rows of each batch.
        attempt: of a job; what an attempt before it wrote counts as written.

    Raises:
        DiskFull, DatabaseBusy: earlier batches are kept; the same import completes the rest.
    """
    root, added = await root_of(await topics.owner_of(topic.id)), 0

    async def answer(letters: Sequence[NewSuggestion]) -> None:
        nonlocal added
        batch = {str(one.origin): read.answers[one.origin] for one in letters if one.origin in read.answers}
        found = await _without_a_case(topic.id, batch)
        added += await _written(found, batch, departments, root, by=by, now=now)

    count = await import_rows(
        read.letters,
        topic=topic,
        words=words,
        by=by.actor if by else None,
        now=now,
        written=written,
        attempt=attempt,
        beside=answer,
        at_once=_BATCH,
    )
    if attempt:
        added = await count_with_a_case(topic.id, [*read.answers]) - attempt.cased
    return CaseCount(**msgspec.structs.asdict(count), cases=added)


async def count_with_a_case(topic_id: int, origins: Sequence[str]) -> int:
    """Count how many of these identities of imported rows are suggestions of a topic that have a case."""
    cased: set[int] = set()
    for start in range(0, len(origins), _BATCH):
        ids = await _ids(topic_id, origins[start : start + _BATCH])
        cased |= await _with_a_case(ids)
    return len(cased)


async def _without_a_case(topic_id: int, batch: Mapping[str, TakenAnswer]) -> list[Row]:
    """Give the suggestions of a batch that are published and of which there is no case yet, held still."""
    ids = await _ids(topic_id, [*batch])
    await perform(_holding(ids))
    cased = await _with_a_case(ids)
    columns = (Suggestion.id, Suggestion.tracking, Suggestion.origin, Suggestion.title, Suggestion.body)
    published = And(Suggestion.id.is_in(ids or [0]), Suggestion.state == SuggestionState.PUBLISHED.value)
    rows = await Suggestion.select(*columns, Suggestion.topic).where(published).order_by(Suggestion.id)
    return [row for row in rows if row["id"] not in cased and row["body"] is not None]


async def _ids(topic_id: int, origins: Sequence[str]) -> list[int]:
    wanted = And(Suggestion.topic == topic_id, Suggestion.origin.is_in([*origins] or [""]))
    return [row["id"] for row in await Suggestion.select(Suggestion.id).where(wanted)]


async def _with_a_case(suggestion_ids: list[int]) -> set[int]:
    where = Case.suggestion.is_in(suggestion_ids or [0])
    return {row["suggestion"] for row in await Case.select(Case.suggestion).where(where)}


def _holding(suggestion_ids: list[int]) -> Steps[None]:
    if suggestion_ids:
        yield Look(Suggestion, (Suggestion.id,), Suggestion.id, sorted(suggestion_ids), locks=True)


async def _written(
    found: list[Row],
    batch: Mapping[str, TakenAnswer],
    departments: Mapping[str, int],
    root: int | None,
    *,
    by: Person | None,
    now: datetime,
) -> int:
    if not found:
        return 0
    taken = [Taken(row, batch[row["origin"]], departments, root, by=by) for row in found]
    await Case.insert(*(one.case() for one in taken))
    where = Case.suggestion.is_in([row["id"] for row in found])
    ids = {row["suggestion"]: row["id"] for row in await Case.select(Case.id, Case.suggestion).where(where)}
    for one in taken:
        one.case_id = ids[one.row["id"]]
    await CaseStep.insert(*(one.step() for one in taken))
    await Reply.insert(*(one.reply() for one in taken))
    await trail.record(*(one.entry() for one in taken), at=now)
    return len(taken)
