"""What a list of requests is asked for: read from the query, each part with its default and its bounds."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Protocol

import msgspec

from jianyan import topics
from jianyan.api.services import NoSuchService
from jianyan.api.standings import Status
from jianyan.errors import Invalid
from jianyan.i18n import N_
from jianyan.topics import NoSuchTopic, TopicState

SPAN_MOST = timedelta(days=90)
REQUESTS_MOST = 1_000
"""In one answer. Source of both: GeoReport v2, GET Service Requests, Response Volume."""
_PAGE_MOST = 1_000
_NUMBER_MOST = 2**31 - 1
_SERVICES_MOST = 50


class Query(Protocol):
    """The query of a request: a name may stand in it several times."""

    def getall(self, key: str, default: list[str]) -> list[str]:
        """Give all values of a name."""
        ...


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """What a list is asked for."""

    jurisdiction_id: str
    numbers: list[str]
    """Of requests; where any are given all that follows counts for nothing."""
    services: list[str]
    """Their codes; empty: all."""
    statuses: frozenset[Status]
    since: datetime
    until: datetime
    page: int
    """From 1."""
    page_size: int


def asked_for(query: Query, *, at: datetime) -> Asked:
    """Give what a query asks for; an empty value counts as none.

    Args:
        query: of the request. An api_key in it is not looked at.
        at: now; the list ends here by default.

    Raises:
        Invalid: a value cannot be read or is out of its bounds.
    """
    since, until = _range(_one(query, "start_date"), _one(query, "end_date"), at)
    return Asked(
        jurisdiction_id=_one(query, "jurisdiction_id"),
        numbers=_bounded(_many(query, "service_request_id"), REQUESTS_MOST, "service_request_id"),
        services=_bounded(_many(query, "service_code"), _SERVICES_MOST, "service_code"),
        statuses=_statuses(_many(query, "status")),
        since=since,
        until=until,
        page=_whole(_one(query, "page"), default=1, most=_PAGE_MOST, field="page"),
        page_size=_whole(
            _one(query, "page_size"), default=REQUESTS_MOST, most=REQUESTS_MOST, field="page_size"
        ),
    )


async def service_ids(codes: Sequence[str]) -> list[tuple[int, int | None]]:
    """Give topic and category id of services, also of closed topics and categories out of use.

    Raises:
        NoSuchService: one is none of a public topic's.
    """
    return [await _ids(code) for code in codes]


async def _ids(code: str) -> tuple[int, int | None]:
    slug, dot, number = code.partition(".")
    try:
        topic = await topics.topic_by_slug(slug)
    except NoSuchTopic as unknown:
        raise NoSuchService from unknown
    known = {str(one.id) for one in await topics.categories_of(topic.id, offered_only=False)}
    if topic.state is TopicState.DRAFT or (dot and number not in known):
        raise NoSuchService
    return topic.id, int(number) if dot else None


def _range(start: str, end: str, at: datetime) -> tuple[datetime, datetime]:
    """Give the first and the last moment; only one given, 90 days from there."""
    since = _moment(start, "start_date") if start else None
    until = _moment(end, "end_date") if end else None
    if since is None:
        until = until or at
        since = until - SPAN_MOST
    until = until or since + SPAN_MOST
    if not timedelta(0) <= until - since <= SPAN_MOST:
        raise Invalid(N_("From start_date to end_date must be 0 to 90 days."), field="end_date")
    return since, until


def _moment(text: str, field: str) -> datetime:
    try:
        # In a query a plus that was not escaped arrives as a blank.
        moment = datetime.fromisoformat(text.replace(" ", "+"))
        if moment.tzinfo is not None and 1900 < moment.year < 9000:
            return moment
    except ValueError:
        pass
    raise Invalid(N_("Please write a moment with its zone, such as 2010-01-01T00:00:00Z."), field=field)


def _statuses(names: list[str]) -> frozenset[Status]:
    if not set(names) <= set(Status):
        raise Invalid(N_("A status is open or closed."), field="status")
    return frozenset(Status(name) for name in names) or frozenset(Status)


def _whole(text: str, *, default: int, most: int, field: str) -> int:
    if not text:
        return default
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0
    if not 1 <= number <= most:
        raise Invalid(N_("Please give a whole number from 1 to %(most)s."), field=field, most=most)
    return number


def _bounded(names: list[str], most: int, field: str) -> list[str]:
    if len(names) > most:
        raise Invalid(N_("At most %(most)s at once, please."), field=field, most=most)
    return names


def _one(query: Query, name: str) -> str:
    return next(iter(query.getall(name, [])), "").strip()


def _many(query: Query, name: str) -> list[str]:
    """Give the values of a name that may stand several times or hold several, separated by commas."""
    values = ",".join(query.getall(name, [])).split(",")
    return list(dict.fromkeys(value.strip() for value in values if value.strip()))
