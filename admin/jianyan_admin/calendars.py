"""The working calendar at the staff's desk: a year at a glance, and the days that an office set itself."""

from datetime import date
from typing import Annotated

import msgspec
from babel import Locale
from babel.dates import get_day_names, get_month_names
from litestar import post, route
from litestar.params import QueryParameter
from litestar.types import ControllerRouterHandler

from jianyan import accounts, calendars
from jianyan.accounts import OrganisationSummary, Role
from jianyan.calendars import FIRST_YEAR, LAST_YEAR, REASON_MOST, DayKind, NewException
from jianyan.clock import day_of, now
from jianyan.errors import Invalid, Refusal
from jianyan.forms import Fields, one
from jianyan.i18n import N_
from jianyan.runtime import Runtime
from jianyan.web.access import only
from jianyan.web.exchange import Request, Response, Running
from jianyan.web.problems import language_of
from jianyan_admin.desk import STAFF, desk_page, done
from jianyan_admin.guards import fields_of
from jianyan_admin.page import READ, person_of, told

Year = Annotated[int | None, QueryParameter(ge=FIRST_YEAR, le=LAST_YEAR)]
ALL = "all"
"""What a form sends for the whole installation."""
_ADMIN = only(Role.ADMIN)
_BODY = 16 * 1024
_ID_LONGEST = 9

KIND_WORDS = {
    DayKind.HOLIDAY: N_("Holiday"),
    DayKind.MAKE_UP: N_("Work is made up"),
    DayKind.CLOSED: N_("Set to rest"),
    DayKind.OPENED: N_("Set to work"),
}
"""Why a day is marked; the others are not."""


class TypedForm(msgspec.Struct, frozen=True, kw_only=True):
    """A day as it comes back when it cannot be set."""

    on: str = ""
    works: str = "rest"
    reason: str = ""


class Names(msgspec.Struct, frozen=True):
    """What months and weekdays are called."""

    months: list[str]
    """January first."""
    weekdays: list[tuple[str, str]]
    """Monday first, short and in full."""


@route("/calendar", http_method=READ, name="admin_calendar", opt=STAFF)
async def year_page(request: Request, runtime: Running, year: Year = None) -> Response:
    """Show a year of an organisation, and the days that were set."""
    whose = await _chosen(request, request.query_params.get("organisation", ""))
    return await _page(request, runtime, whose, year or day_of(now(), runtime.zone).year)


@post("/calendar", name="admin_calendar_set", opt=_ADMIN, request_max_body_size=_BODY)
async def set_day(request: Request, runtime: Running) -> Response:
    """Set a day for an organisation and all below it."""
    fields = await fields_of(request)
    whose = await _chosen(request, one(fields, "organisation"))
    typed = TypedForm(on=one(fields, "on"), works=one(fields, "works"), reason=one(fields, "reason"))
    try:
        new = _new(typed, whose)
        await calendars.set_exception(new, by=person_of(request), now=now())
    except Invalid as refusal:
        year = _year(fields) or day_of(now(), runtime.zone).year
        return await _page(request, runtime, whose, year, typed=typed, refusal=refusal)
    return _shown(request, whose, new.day.year, "calendar-set")


@post("/calendar/remove", name="admin_calendar_remove", opt=_ADMIN, request_max_body_size=_BODY)
async def remove(request: Request) -> Response:
    """Take a day back; where nothing was set, nothing is done."""
    fields = await fields_of(request)
    whose = await _chosen(request, one(fields, "organisation"))
    day = _day(one(fields, "on"))
    await calendars.remove_exception(_id(whose), day, by=person_of(request), now=now())
    return _shown(request, whose, day.year, "calendar-removed")


async def _chosen(request: Request, asked: str) -> OrganisationSummary | None:
    """Give the organisation that is asked for, else the own one; None: the whole installation.

    Raises:
        NoSuchOrganisation: it is none of the person's scope.
    """
    if asked == ALL:
        return None
    own = str(person_of(request).scope.organisation)
    wanted = asked or own
    if not wanted.isascii() or not wanted.isdecimal() or len(wanted) > _ID_LONGEST:
        raise accounts.NoSuchOrganisation
    return await accounts.organisation_by_id(int(wanted))


def _new(typed: TypedForm, whose: OrganisationSummary | None) -> NewException:
    if typed.works not in {"work", "rest"}:
        raise Invalid(N_("Please choose one of these."), field="works")
    works = typed.works == "work"
    return NewException(organisation=_id(whose), day=_day(typed.on), is_working=works, reason=typed.reason)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as wrong:
        raise Invalid(N_("Please choose a day."), field="on") from wrong


def _year(fields: Fields) -> int | None:
    """Give the year that was shown beside the form."""
    sent = one(fields, "year")
    year = int(sent) if sent.isascii() and sent.isdecimal() and len(sent) == len(str(LAST_YEAR)) else 0
    return year if FIRST_YEAR <= year <= LAST_YEAR else None


def _id(whose: OrganisationSummary | None) -> int | None:
    return whose.id if whose else None


def _shown(request: Request, whose: OrganisationSummary | None, year: int, notice: str) -> Response:
    query = {"organisation": str(whose.id) if whose else ALL, "year": str(year)}
    return done(request, "admin_calendar", notice, query=query)


async def _page(
    request: Request,
    runtime: Runtime,
    whose: OrganisationSummary | None,
    year: int,
    *,
    typed: TypedForm | None = None,
    refusal: Refusal | None = None,
) -> Response:
    listed = await calendars.exceptions_for(_id(whose))
    months = calendars.months_of(calendars.calendar_with(listed), year)
    organisations = await accounts.organisations()
    return desk_page(
        request,
        "calendar/year.html",
        nav="calendar",
        refusal=refusal,
        year=year,
        years=[each for each in range(year - 1, year + 2) if FIRST_YEAR <= each <= LAST_YEAR],
        months=months,
        working_days=sum(month.working_days for month in months),
        is_published=calendars.is_published(year),
        today=day_of(now(), runtime.zone),
        exceptions={each.day: each for each in listed if each.day.year == year},
        organisations=organisations,
        named={each.id: each.name for each in organisations},
        whose=whose,
        whole=ALL,
        may_edit=person_of(request).role is Role.ADMIN and (whose or calendars.may_set_for_all()),
        typed=typed or TypedForm(),
        reason_most=REASON_MOST,
        kind_words={kind: told(request, word) for kind, word in KIND_WORDS.items()},
        names=_names(request),
    )


def _names(request: Request) -> Names:
    locale = Locale.parse(language_of(request), sep="-")
    short, wide = (get_day_names(width, "stand-alone", locale) for width in ("narrow", "wide"))
    return Names(
        months=list(get_month_names("abbreviated", "stand-alone", locale).values()),
        weekdays=[(short[day], wide[day]) for day in range(7)],
    )


handlers: list[ControllerRouterHandler] = [year_page, set_day, remove]
