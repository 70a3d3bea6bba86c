"""A request is sent: by whom, about what, and the number under which it is found again."""

from datetime import datetime

from litestar import post

from jianyan import clients
from jianyan.accounts import within
from jianyan.api.answers import NO_STORE, answer, check_jurisdiction, paths
from jianyan.api.braking import brake
from jianyan.api.posted import new_request
from jianyan.api.services import ServiceOver, begun_service
from jianyan.api.standings import NOTES
from jianyan.clients import Client, NewRequest
from jianyan.clock import now
from jianyan.errors import Invalid
from jianyan.forms import one
from jianyan.i18n import N_, say
from jianyan.limits import Limit
from jianyan.runtime import Runtime
from jianyan.suggestions import Received
from jianyan.web.access import PUBLIC
from jianyan.web.bodies import Fields, UnreadableForm, read_fields
from jianyan.web.exchange import Request, Response, Running
from jianyan.web.problems import language_of

_BODY_MOST = 64 * 1024


@post(paths("requests"), name="open311_send", opt=PUBLIC, request_max_body_size=_BODY_MOST)
async def send(request: Request, runtime: Running) -> Response:
    """Take a request and give its number."""
    fields = read_fields(await request.body(), request.headers.get("content-type", ""))
    if any("\0" in value for values in fields.values() for value in values):
        raise UnreadableForm
    client = await _client_of(fields, runtime)
    check_jurisdiction(runtime, one(fields, "jurisdiction_id").strip())
    with within(client.scope):
        received = await _taken(request, fields, client, runtime)
    content = {
        "service_request_id": received.tracking,
        "service_notice": say(language_of(request), NOTES[received.state]),
        "account_id": None,
    }
    return answer(request, [content], "service_requests", status_code=201, headers=NO_STORE)


async def _client_of(fields: Fields, runtime: Runtime) -> Client:
    """Give who sends.

    Raises:
        WrongKey: nobody knows.
        TooOften: that system sends more than it may.
    """
    client = await clients.client_by_key(one(fields, "api_key").strip())
    await brake(runtime, "client", str(client.id), Limit(client.per_minute, 60 / client.per_minute))
    return client


async def _taken(request: Request, fields: Fields, client: Client, runtime: Runtime) -> Received:
    at, code = now(), one(fields, "service_code").strip()
    if not code:
        raise Invalid(N_("Please give a service_code."), field="service_code")
    topic, category = await begun_service(code, at=at)
    new = new_request(fields, topic, category, named=request.headers.get("idempotency-key", ""))
    if not topic.is_open(at):
        return await _answered_before(new, client, runtime, at=at)
    return await clients.take_request(
        new,
        client=client,
        words=runtime.words,
        keys=runtime.keys,
        zone=runtime.zone,
        contact_days=runtime.settings.contact_days,
        now=at,
    )


async def _answered_before(new: NewRequest, client: Client, runtime: Runtime, *, at: datetime) -> Received:
    """Give the first answer to a request that was taken while its topic was open.

    Raises:
        ServiceOver: it was not taken.
    """
    received = await clients.taken_before(new, client=client, zone=runtime.zone, now=at)
    if received is None:
        raise ServiceOver
    return received
