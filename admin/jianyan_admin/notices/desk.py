"""Notices: whom an organisation has told, and what became of what was sent."""

import msgspec
from litestar import post, route
from litestar.params import FromPath
from litestar.types import ControllerRouterHandler

from jianyan import notices
from jianyan.accounts import Role
from jianyan.clock import now
from jianyan.errors import Invalid, Refusal
from jianyan.forms import Fields, one
from jianyan.i18n import N_
from jianyan.notices import (
    KINDS_OF_SUBSCRIPTIONS,
    SUBSCRIBED_CHANNELS,
    Channel,
    NewSubscription,
    NoSuchSubscription,
)
from jianyan.web.access import only
from jianyan.web.exchange import Request, Response, Running
from jianyan_admin.desk import desk_page, done
from jianyan_admin.guards import fields_of
from jianyan_admin.notices.words import channels_of, kinds_of, problem_of
from jianyan_admin.page import NEWEST, READ, person_of
from jianyan_admin.signin.proofs import require_fresh_proof

_ADMIN = only(Role.ADMIN)
_BODY = 16 * 1024


class Sent(msgspec.Struct, frozen=True, kw_only=True):
    """What a refused form had in it; a secret is typed again."""

    channel: str = Channel.WEBHOOK.value
    name: str = ""
    address: str = ""
    kinds: tuple[str, ...] = tuple(kind.value for kind in KINDS_OF_SUBSCRIPTIONS)
    with_text: bool = False


@route("/notices", http_method=READ, name="admin_notices", opt=_ADMIN)
async def listed(request: Request) -> Response:
    """Show who is told, and what was sent last."""
    return await _page(request, Sent())


@post("/notices", name="admin_notice_subscribe", opt=_ADMIN, request_max_body_size=_BODY)
async def subscribe(request: Request, runtime: Running) -> Response:
    """Add a receiver, and show the secret of a webhook this once."""
    await require_fresh_proof(request)
    fields = await fields_of(request)
    sent = _sent(fields)
    try:
        new = NewSubscription(
            channel=_channel(sent),
            name=sent.name,
            address=sent.address,
            secret=one(fields, "secret").strip(),
            kinds=notices.kinds_of(sent.kinds, KINDS_OF_SUBSCRIPTIONS),
            with_text=sent.with_text,
        )
        by, keys, settings = person_of(request), runtime.keys, runtime.settings
        secret = await notices.subscribe(new, by=by, keys=keys, settings=settings, now=now())
    except Invalid as refusal:
        return await _page(request, sent, refusal=refusal)
    if secret:
        return await _page(request, Sent(), secret=secret)
    return done(request, "admin_notices", "subscription-added")


@post(
    "/notices/{subscription_id:int}/test",
    name="admin_notice_test",
    opt=_ADMIN,
    request_max_body_size=_BODY,
)
async def test(request: Request, runtime: Running, subscription_id: FromPath[int]) -> Response:
    """Send a test notice."""
    link = f"{runtime.settings.base_url}{request.app.route_reverse('admin_notices')}"
    await notices.test(_comparable(subscription_id), link=link, now=now())
    return done(request, "admin_notices", "notice-tested")


@post(
    "/notices/{subscription_id:int}/switch",
    name="admin_notice_switch",
    opt=_ADMIN,
    request_max_body_size=_BODY,
)
async def switch(request: Request, subscription_id: FromPath[int]) -> Response:
    """Switch a receiver on or off."""
    on = one(await fields_of(request), "active") == "yes"
    await notices.switch(_comparable(subscription_id), on=on, by=person_of(request), now=now())
    return done(request, "admin_notices", "subscription-on" if on else "subscription-off")


@post("/notices/sent/{notice:str}/retry", name="admin_notice_retry", opt=_ADMIN, request_max_body_size=_BODY)
async def retry(request: Request, notice: FromPath[str]) -> Response:
    """Send what has not arrived once more, at once."""
    await notices.retry(notice[:32], now=now())
    return done(request, "admin_notices", "notice-retried")


def _sent(fields: Fields) -> Sent:
    return Sent(
        channel=one(fields, "channel"),
        name=one(fields, "name"),
        address=one(fields, "address").strip(),
        kinds=tuple(fields.get("kinds", [])),
        with_text=one(fields, "with_text") == "yes",
    )


def _channel(sent: Sent) -> Channel:
    if sent.channel not in SUBSCRIBED_CHANNELS:
        raise Invalid(N_("Please choose one of these."), field="channel")
    return Channel(sent.channel)


def _comparable(subscription_id: int) -> int:
    """Give the number, where every database can compare it."""
    if not 0 <= subscription_id <= NEWEST:
        raise NoSuchSubscription
    return subscription_id


async def _page(
    request: Request, sent: Sent, *, refusal: Refusal | None = None, secret: str = ""
) -> Response:
    outbox = await notices.recent()
    return desk_page(
        request,
        "notices/list.html",
        nav="notices",
        refusal=refusal,
        subscriptions=await notices.subscriptions(),
        outbox=outbox,
        is_standing=await notices.is_standing(now=now()),
        channels=channels_of(request),
        kinds=kinds_of(request),
        offered=[kind.value for kind in KINDS_OF_SUBSCRIPTIONS],
        offered_channels=[channel.value for channel in SUBSCRIBED_CHANNELS],
        problem=lambda problem: problem_of(request, problem),
        sent=sent,
        secret=secret,
    )


handlers: list[ControllerRouterHandler] = [listed, subscribe, test, switch, retry]
