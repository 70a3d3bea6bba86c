"""Reading an office's own days, inherited down the tree of organisations."""

from collections.abc import Iterable
from typing import Any

from jianyan.accounts import organisation_by_id
from jianyan.calendars.days import Calendar
from jianyan.calendars.schemas import ExceptionDetail
from jianyan.calendars.tables import CalendarException
from jianyan.db import snapshot

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
        where: Any = CalendarException.organisation.is_null()
        if line:
            where = where | CalendarException.organisation.is_in(line)
        rows: list[dict[str, Any]] = await CalendarException.select(*_COLUMNS).where(where)
    farthest_first = [None, *line]
    rows.sort(key=lambda row: farthest_first.index(row["organisation"]))
    nearest = {row["day"]: row for row in rows}
    return [
        ExceptionDetail(set_by=row.pop("set_by") or email or "", **row)
        for row in sorted(nearest.values(), key=lambda row: row["day"])
        for email in [row.pop("email")]
    ]


async def _line(organisation_id: int | None) -> list[int]:
    """Give the ids of all above an organisation, the root first, and its own."""
    if organisation_id is None:
        return []
    own = await organisation_by_id(organisation_id)
    return [int(part) for part in own.scope.below.split("/") if part]
