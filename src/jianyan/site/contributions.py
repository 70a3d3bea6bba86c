"""What members write besides suggestions: a micro-suggestion on the spot, and a note for the office alone."""

from litestar import get, post
from litestar.response import Redirect
from litestar.types import ControllerRouterHandler

from jianyan import suggestions, topics
from jianyan.accounts import Person, Role, SignedIn
from jianyan.clock import now
from jianyan.errors import Refusal
from jianyan.forms import one
from jianyan.runtime import Runtime
from jianyan.site.answers import NO_STORE, page, sentences_by_field
from jianyan.site.member_photos import BODY_BYTES_MOST, form_of, member_photos
from jianyan.suggestions import MicroDraft, NoteDraft, tokens
from jianyan.suggestions.contributing import NOTE_MOST, PLACE_MOST, TITLE_MOST
from jianyan.suggestions.texts import BODY_MOST
from jianyan.suggestions.tokens import FormToken
from jianyan.topics import TopicDetail
from jianyan.web.access import only
from jianyan.web.bodies import Fields
from jianyan.web.exchange import Member, Request, Response, Running
from jianyan.web.problems import headers_of
from jianyan.web.sessions import check_form

_MEMBER = only(Role.MEMBER)
_ASKS_FOR_THE_PLACE = {"Permissions-Policy": "camera=(), microphone=(), geolocation=(self)"}
"""The one page whose script may ask the device where it is, and only when somebody taps."""


@get("/micro", name="my_micro", opt=_MEMBER)
async def micro_form(request: Request, runtime: Running, member: Member) -> Response:
    """Show the form for something seen on the spot."""
    return await _micro_page(request, runtime, member, {"topic": [request.query_params.get("topic", "")]})


@post("/micro", name="my_micro_send", opt=_MEMBER, request_max_body_size=BODY_BYTES_MOST)
async def micro_send(request: Request, runtime: Running, member: Member) -> Response:
    """Take a micro-suggestion with its photo."""
    fields, files = await form_of(request)
    check_form(member, one(fields, "csrf_token"))
    try:
        photos = await member_photos(runtime, member.person, fields, files)
        topic = await _open_topic(one(fields, "topic"))
        new = suggestions.compose_micro(
            MicroDraft(**{name: one(fields, name) for name in MicroDraft.__struct_fields__}),
            topic=topic,
            token=_token(runtime, member.person, one(fields, "form_token"), kind="M"),
            photos=photos,
            account_id=member.person.account_id,
            by=member.person.actor,
            zone=runtime.zone,
            now=now(),
        )
        await runtime.submit(new)
    except Refusal as refusal:
        return await _micro_page(request, runtime, member, fields, refusal)
    return Redirect("/me", status_code=303, headers=NO_STORE)


@get("/note", name="my_note", opt=_MEMBER)
async def note_form(request: Request, runtime: Running, member: Member) -> Response:
    """Show the form for a social-conditions note."""
    return await _note_page(request, runtime, member, {})


@post("/note", name="my_note_send", opt=_MEMBER, request_max_body_size=BODY_BYTES_MOST)
async def note_send(request: Request, runtime: Running, member: Member) -> Response:
    """Take a social-conditions note, perhaps with a photo."""
    fields, files = await form_of(request)
    check_form(member, one(fields, "csrf_token"))
    try:
        photos = await member_photos(runtime, member.person, fields, files)
        new = suggestions.compose_note(
            NoteDraft(**{name: one(fields, name) for name in NoteDraft.__struct_fields__}),
            topic=await _gathering(member.person),
            token=_token(runtime, member.person, one(fields, "form_token"), kind="N"),
            photos=photos,
            account_id=member.person.account_id,
            by=member.person.actor,
            zone=runtime.zone,
            now=now(),
        )
        await runtime.submit(new)
    except Refusal as refusal:
        return await _note_page(request, runtime, member, fields, refusal)
    return Redirect("/me", status_code=303, headers=NO_STORE)


handlers: list[ControllerRouterHandler] = [micro_form, micro_send, note_form, note_send]


async def _open_topic(slug: str) -> TopicDetail | None:
    """Give the chosen topic; None: none was chosen, or one that takes nothing now."""
    opened = {topic.slug for topic in await topics.open_topics(now=now())}
    return await topics.topic_by_slug(slug) if slug in opened else None


async def _gathering(person: Person) -> TopicDetail:
    assert person.scope.organisation is not None, "whoever signs in belongs somewhere"
    return await topics.inner_topic(person.scope.organisation, now=now())


def _code_of(person: Person, kind: str) -> str:
    """Give what stands for the placement in the token of such a form: the member."""
    return f"{kind}{person.account_id:07d}"


def _token(runtime: Runtime, person: Person, sent: str, *, kind: str) -> FormToken:
    return tokens.read(runtime.keys, sent, code=_code_of(person, kind), now=now())


async def _micro_page(
    request: Request, runtime: Runtime, member: SignedIn, fields: Fields, refusal: Refusal | None = None
) -> Response:
    return page(
        request,
        "micro.html",
        status_code=refusal.status if refusal else 200,
        script="form.js+spot.js",
        headers={**NO_STORE, **_ASKS_FOR_THE_PLACE, **(headers_of(refusal) if refusal else {})},
        member=member,
        open_topics=await topics.open_topics(now=now()),
        sent={name: one(fields, name) for name in ("topic", "body", "place", "lat", "lon", "photo")},
        form_token=tokens.issue(runtime.keys, _code_of(member.person, "M"), now=now()),
        errors=sentences_by_field(request, refusal),
        body_most=BODY_MOST,
        place_most=PLACE_MOST,
    )


async def _note_page(
    request: Request, runtime: Runtime, member: SignedIn, fields: Fields, refusal: Refusal | None = None
) -> Response:
    return page(
        request,
        "note.html",
        status_code=refusal.status if refusal else 200,
        script="form.js",
        headers={**NO_STORE, **(headers_of(refusal) if refusal else {})},
        member=member,
        categories=(await _gathering(member.person)).categories,
        sent={name: one(fields, name) for name in ("title", "body", "category", "photo")},
        form_token=tokens.issue(runtime.keys, _code_of(member.person, "N"), now=now()),
        errors=sentences_by_field(request, refusal),
        body_most=NOTE_MOST,
        title_most=TITLE_MOST,
    )
