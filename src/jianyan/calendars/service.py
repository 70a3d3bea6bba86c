"""Setting a day and taking it back."""

from datetime import date, datetime
from typing import Any

from jianyan import trail
from jianyan.accounts import EVERYWHERE, Person, current_scope, organisation_by_id
from jianyan.calendars.schemas import FIRST_YEAR, LAST_YEAR, REASON_MOST, NewException
from jianyan.calendars.tables import CalendarException
from jianyan.db import transaction
from jianyan.errors import Invalid, NotAllowed
from jianyan.i18n import N_

_CHANGING = (
    CalendarException.is_working,
    CalendarException.reason,
    CalendarException.set_by,
    CalendarException.set_at,
)
_SAID = {True: "working", False: "rest"}


class ForAll(NotAllowed):
    """The days of the whole installation are set by those above whom nobody stands."""

    sentence = N_("Days of the whole installation are set by an organisation at the top of the tree.")


async def set_exception(new: NewException, *, by: Person | None, now: datetime) -> None:
    """Set a day for an organisation of the current scope and all below it; one that is set already changes.

    Raises:
        Invalid: the reason is empty or too long, or the day is out of FIRST_YEAR to LAST_YEAR.
        NoSuchOrganisation: there is no such organisation.
        ForAll: it is for the whole installation, and the current scope is not at the top.
    """
    reason = _checked(new)
    async with transaction():
        await _check_place(new.organisation)
        before = await _set_already(new.organisation, new.day)
        row = CalendarException(
            key=_key(new.organisation, new.day),
            organisation=new.organisation,
            day=new.day,
            is_working=new.is_working,
            reason=reason,
            set_by=by and by.account_id,
            set_at=now,
        )
        await CalendarException.insert(row).on_conflict(
            target=CalendarException.key, action="DO UPDATE", values=_CHANGING
        )
        data = {"from": before, "to": _SAID[new.is_working], "reason": reason}
        await _record("calendar-set", new.organisation, new.day, data, by=by, now=now)


async def remove_exception(
    organisation_id: int | None, day: date, *, by: Person | None, now: datetime
) -> bool:
    """Take a day back that was set for an organisation itself, and say whether there was one.

    Raises:
        NoSuchOrganisation, ForAll: as `set_exception`.
    """
    async with transaction():
        await _check_place(organisation_id)
        before = await _set_already(organisation_id, day)
        if before is None:
            return False
        await CalendarException.delete().where(CalendarException.key == _key(organisation_id, day))
        data = {"from": before, "to": None}
        await _record("calendar-remove", organisation_id, day, data, by=by, now=now)
        return True


def may_set_for_all() -> bool:
    """Say whether the current scope may set days of the whole installation: nobody stands above it."""
    scope = current_scope()
    return scope == EVERYWHERE or scope.is_root


async def _check_place(organisation_id: int | None) -> None:
    if organisation_id is not None:
        await organisation_by_id(organisation_id)
    elif not may_set_for_all():
        raise ForAll


def _checked(new: NewException) -> str:
    """Give the reason as it is kept."""
    if not FIRST_YEAR <= new.day.year <= LAST_YEAR:
        raise Invalid(N_("Please choose a day from 2004 to 2100."), field="on")
    reason = " ".join(new.reason.split())
    if not 1 <= len(reason) <= REASON_MOST:
        raise Invalid(N_("Please say why, in 1 to 120 characters."), field="reason")
    return reason


async def _set_already(organisation_id: int | None, day: date) -> str | None:
    """Give how a day is set for an organisation itself, as the trail says it; None: it is not."""
    found = CalendarException.select(CalendarException.is_working).where(
        CalendarException.key == _key(organisation_id, day)
    )
    row = await found.first()
    return _SAID[bool(row["is_working"])] if row else None


def _key(organisation_id: int | None, day: date) -> str:
    return f"{organisation_id or 0}:{day.isoformat()}"


async def _record(
    kind: str,
    organisation_id: int | None,
    day: date,
    data: dict[str, Any],
    *,
    by: Person | None,
    now: datetime,
) -> None:
    subject = "calendar" if organisation_id is None else f"organisation-{organisation_id}"
    actor = by.actor if by else None
    entry = trail.Entry(kind=kind, subject=subject, actor=actor, data={"on": day.isoformat(), **data})
    await trail.record(entry, at=now)
