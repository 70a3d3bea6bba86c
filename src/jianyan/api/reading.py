"""Requests as anybody may read them: a list of what is published, and each by its number."""

from litestar import route
from litestar.params import FromPath, FromQuery

from jianyan import cases, suggestions
from jianyan.api.answers import READ, ROOT, answer, check_jurisdiction, named, paths
from jianyan.api.asking import Asked, asked_for, service_ids
from jianyan.api.braking import brake
from jianyan.api.formats import Content, moment
from jianyan.api.services import code_of
from jianyan.api.standings import Standing, Status, standings
from jianyan.clock import now
from jianyan.limits import Limit, network_of
from jianyan.runtime import Runtime
from jianyan.suggestions import NoSuchSuggestion, PublicSuggestion, PublishedFilter
from jianyan.web.access import PUBLIC
from jianyan.web.exchange import Request, Response, Running
from jianyan.web.problems import language_of

LISTS = Limit(60, 1.0)
"""For one network: a list of a thousand costs a tenth of a second of the processor."""
DESCRIPTION_MOST = 4_000
"""Characters. Source: GeoReport v2, GET Service Requests, description."""


@route(paths("requests"), http_method=READ, name="open311_requests", opt=PUBLIC)
async def listed(request: Request, runtime: Running) -> Response:
    """List requests by their numbers, or those that were published in a time, the newest first."""
    network = network_of(request.client.host if request.client else "")
    await brake(runtime, "requests", network, LISTS)
    asked = asked_for(request.query_params, at=now())
    check_jurisdiction(runtime, asked.jurisdiction_id)
    found = await _found(asked, runtime)
    return answer(request, await _requests(found, language_of(request), runtime), "service_requests")


@route(f"{ROOT}/requests/{{number:str}}", http_method=READ, name="open311_request", opt=PUBLIC)
async def one_request(
    request: Request, runtime: Running, number: FromPath[str], jurisdiction_id: FromQuery[str] = ""
) -> Response:
    """Give one request; its text only where it is published."""
    tracking = named(number)
    check_jurisdiction(runtime, jurisdiction_id)
    found = await _by_trackings([tracking], runtime)
    if not found:
        raise NoSuchSuggestion
    return answer(request, await _requests(found, language_of(request), runtime), "service_requests")


@route(f"{ROOT}/tokens/{{token:str}}", http_method=READ, name="open311_token", opt=PUBLIC)
async def one_token(
    request: Request, runtime: Running, token: FromPath[str], jurisdiction_id: FromQuery[str] = ""
) -> Response:
    """Give the number of a token; every service is realtime, so that a number is its own token."""
    number = named(token)
    check_jurisdiction(runtime, jurisdiction_id)
    if not await _by_trackings([number], runtime):
        raise NoSuchSuggestion
    return answer(request, [{"service_request_id": number, "token": number}], "service_requests")


async def _found(asked: Asked, runtime: Runtime) -> list[PublicSuggestion]:
    if asked.numbers:
        return await _by_trackings(asked.numbers, runtime)
    statuses = set(asked.statuses)
    which = None if statuses == set(Status) else cases.whether_answered(answered=statuses == {Status.CLOSED})
    services = await service_ids(asked.services)
    return await suggestions.published(
        PublishedFilter(since=asked.since, until=asked.until, services=services, which=which),
        words=runtime.words,
        most=asked.page_size,
        leaving_out=(asked.page - 1) * asked.page_size,
        letters_most=DESCRIPTION_MOST,
    )


async def _by_trackings(numbers: list[str], runtime: Runtime) -> list[PublicSuggestion]:
    return await suggestions.by_trackings(numbers, words=runtime.words, letters_most=DESCRIPTION_MOST)


async def _requests(found: list[PublicSuggestion], language: str, runtime: Runtime) -> Content:
    standing = await standings(found, language, zone=runtime.zone)
    return [_request(one, standing[one.id]) for one in found]


def _request(one: PublicSuggestion, standing: Standing) -> Content:
    """Give the fields of the specification, in its order."""
    text = "\n".join(part for part in (one.title, one.body) if part)
    return {
        "service_request_id": one.tracking,
        "status": standing.status,
        "status_notes": standing.status_notes,
        "service_name": one.category or one.topic,
        "service_code": code_of(one.slug, one.category_id),
        "description": text[:DESCRIPTION_MOST] or None,
        "agency_responsible": standing.agency_responsible,
        "service_notice": None,
        "requested_datetime": moment(one.received_at),
        "updated_datetime": moment(standing.updated_at),
        "expected_datetime": moment(standing.expected_at) if standing.expected_at else None,
        "address": "，".join(part for part in (one.placement, one.line) if part) or None,
        "address_id": one.code,
        "zipcode": None,
        "lat": one.lat,
        "long": one.lon,
        "media_url": None,
    }
