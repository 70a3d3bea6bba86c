"""Reading an office's own days, inherited down the tree of organisations."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from jianyan.accounts import Scope, organisation_by_id
from jianyan.accounts.tables import Organisation
from jianyan.calendars.days import Calendar
from jianyan.calendars.schemas import ExceptionDetail
from jianyan.calendars.tables import CalendarException
from jianyan.db import snapshot

Row = dict[str, Any]
_COLUMNS = (
    CalendarException.organisation,
    CalendarException.day,
    CalendarException.is_working,
    CalendarException.reason,
    CalendarException.set_by.name.as_alias("set_by"),
    CalendarException.set_by.email.as_alias("email"),
    CalendarException.set_at,
)


async def calendar_of(organisation_id: int | None) -> Calendar:
    """Give the calendar by which an organisation of the current scope works.

    Args:
        organisation_id: None: by which the whole installation works.

    Raises:
        NoSuchOrganisation: there is none of that id.
    """
    return calendar_with(await exceptions_for(organisation_id))


async def calendar_within(scope: Scope) -> Calendar:
    """Give the calendar by which the organisation of a scope works, in one query."""
    line = _ids(scope.below)
    nearest = _nearest(await _rows(line), line)
    return Calendar({day: bool(row["is_working"]) for day, row in nearest.items()})


async def calendars_of(organisation_ids: Iterable[int | None]) -> dict[int | None, Calendar]:
    """Give organisation id → the calendar by which it works, whoever asks, in two queries.

    Args:
        organisation_ids: None: the whole installation.
    """
    asked = set(organisation_ids)
    ids = [each for each in asked if each is not None]
    found = Organisation.id.is_in(ids or [0])
    above = await Organisation.select(Organisation.id, Organisation.above).where(found)
    lines: dict[int | None, list[int]] = {row["id"]: [*_ids(row["above"]), row["id"]] for row in above}
    rows = await _rows(sorted({each for line in lines.values() for each in line}))
    nearest = {each: _nearest(rows, lines.get(each, [])) for each in asked}
    return {
        each: Calendar({day: bool(row["is_working"]) for day, row in days.items()})
        for each, days in nearest.items()
    }


def calendar_with(exceptions: Iterable[ExceptionDetail]) -> Calendar:
    """Give the published calendar with exceptions over it, one a day."""
    return Calendar({one.day: one.is_working for one in exceptions})


async def exceptions_for(organisation_id: int | None) -> list[ExceptionDetail]:
    """List the exceptions that count for an organisation of the current scope, one a day, by day.

    Those of the whole installation and of all above it count, too; of several for one day the nearest does.

    Args:
        organisation_id: None: only those of the whole installation.

    Raises:
        NoSuchOrganisation: there is none of that id.
    """
    async with snapshot():
        line = await _line(organisation_id)
        rows = await _rows(line)
    nearest = _nearest(rows, line)
    return [
        ExceptionDetail(set_by=row.pop("set_by") or email or "", **row)
        for row in sorted(nearest.values(), key=lambda row: row["day"])
        for email in [row.pop("email")]
    ]


async def _rows(line: list[int]) -> list[Row]:
    """Give the exceptions of the whole installation and of some organisations."""
    where: Any = CalendarException.organisation.is_null()
    if line:
        where = where | CalendarException.organisation.is_in(line)
    rows: list[Row] = await CalendarException.select(*_COLUMNS).where(where)
    return rows


def _nearest(rows: list[Row], line: list[int]) -> dict[date, Row]:
    """Give day → the one of its exceptions that counts for the last organisation of a line."""
    place: dict[int | None, int] = {each: number for number, each in enumerate([None, *line])}
    counting = sorted(
        (row for row in rows if row["organisation"] in place), key=lambda row: place[row["organisation"]]
    )
    return {row["day"]: row for row in counting}


def _ids(above: str) -> list[int]:
    return [int(part) for part in above.split("/") if part]


async def _line(organisation_id: int | None) -> list[int]:
    """Give the ids of all above an organisation, the root first, and its own."""
    if organisation_id is None:
        return []
    own = await organisation_by_id(organisation_id)
    return _ids(own.scope.below)
