"""The members' pages: sign in, suggest, propose a topic, see what became of it."""

import msgspec
from litestar import HttpMethod, Router, get, post, route
from litestar.di import Provide
from litestar.params import FromPath
from litestar.response import Redirect
from litestar.types import ControllerRouterHandler

from jianyan import accounts, motions, proposals, suggestions, topics
from jianyan.accounts import Front, Person, Role, SignedIn, WrongSignIn
from jianyan.clock import now
from jianyan.errors import Refusal, SignInNeeded
from jianyan.forms import one
from jianyan.i18n import N_
from jianyan.limits import TooOften
from jianyan.runtime import Runtime
from jianyan.site import contributions, own_suggestions, supervised, wishes
from jianyan.site import motions as motion_pages
from jianyan.site.answers import NO_STORE, page, sentences_by_field
from jianyan.site.browse import public_topic
from jianyan.site.member_photos import BODY_BYTES_MOST, form_of, member_photos
from jianyan.site.motions import MOTION_SENTENCES
from jianyan.site.refused_forms import CampaignOver, draft_of
from jianyan.site.standing import state_sentence
from jianyan.suggestions import BODY_MOST, CONTRIBUTION_WORDS, Draft, NewSuggestion
from jianyan.suggestions.tokens import FormToken
from jianyan.topics import RATING_MOST, QuestionKind, TopicDetail
from jianyan.web import sessions
from jianyan.web.access import PUBLIC, only
from jianyan.web.bodies import Fields, read_fields
from jianyan.web.exchange import Member, Request, Response, Running
from jianyan.web.problems import headers_of
from jianyan.web.sessions import check_form, cookie, ended_cookie, token_of, whose

_MEMBER = only(Role.MEMBER)
_READ = [HttpMethod.GET, HttpMethod.HEAD]


@route("/sign-in", http_method=_READ, name="sign_in", opt=PUBLIC)
async def sign_in_page(request: Request) -> Response:
    """Show the members' sign-in."""
    return _sign_in_page(request)


@post("/sign-in", name="sign_in_send", opt=PUBLIC, request_max_body_size=16 * 1024)
async def sign_in(request: Request, runtime: Running) -> Response:
    """Sign a member in; the cookie goes to /me only."""
    fields = await _fields(request)
    email = one(fields, "email")
    try:
        token = await sessions.sign_in(request, email, one(fields, "password"), front=Front.MEMBERS)
    except (WrongSignIn, TooOften) as refusal:
        return _sign_in_page(request, email, refusal)
    home = Redirect("/me", status_code=303, headers=NO_STORE)
    home.cookies.append(cookie(token, front=Front.MEMBERS, settings=runtime.settings))
    return home


@post("/sign-out", name="sign_out", opt=_MEMBER, request_max_body_size=16 * 1024)
async def sign_out(request: Request, runtime: Running, member: Member) -> Response:
    """End the member's session."""
    check_form(member, one(await _fields(request), "csrf_token"))
    await accounts.sign_out(token_of(request, front=Front.MEMBERS))
    answer: Response = Redirect("/sign-in", status_code=303, headers=NO_STORE)
    answer.cookies.append(ended_cookie(front=Front.MEMBERS, settings=runtime.settings))
    return answer


@get("/", name="me", opt=_MEMBER)
async def my_page(request: Request, member: Member) -> Response:
    """Show what a member sent and proposed, and what is open now."""
    person = member.person
    return page(
        request,
        "me.html",
        headers=NO_STORE,
        member=member,
        open_topics=await topics.open_topics(now=now()),
        sent=await suggestions.of_author(person.account_id),
        proposals=await proposals.proposals(author_id=person.account_id),
        state_sentence=state_sentence,
        contribution_words=CONTRIBUTION_WORDS,
        motions=await motions.own_motions(person),
        motion_sentences=MOTION_SENTENCES,
        to_sign=await motions.count_to_sign(person),
    )


@get("/suggest/{slug:str}", name="my_form", opt=_MEMBER)
async def my_form(
    request: Request,
    runtime: Running,
    member: Member,
    slug: FromPath[str],
) -> Response:
    """Show a member the form of a topic."""
    topic = await public_topic(slug)
    if not topic.is_open(now()):
        raise CampaignOver(slug)
    return _form(request, runtime, member, topic, Draft())


@post("/suggest/{slug:str}", name="my_send", opt=_MEMBER, request_max_body_size=BODY_BYTES_MOST)
async def my_send(
    request: Request,
    runtime: Running,
    member: Member,
    slug: FromPath[str],
) -> Response:
    """Take a member's suggestion, with a photo where the topic asks for files."""
    fields, files = await form_of(request)
    check_form(member, one(fields, "csrf_token"))
    topic, draft = await public_topic(slug), draft_of(fields)
    try:
        if not topic.is_open(now()):
            raise CampaignOver(slug)
        code = _code_of(topic)
        token = suggestions.tokens.read(runtime.keys, one(fields, "form_token"), code=code, now=now())
        photos = await member_photos(runtime, member.person, fields, files) if topic.takes_files else []
        new = _composed(runtime, member.person, topic, draft, token)
        await runtime.submit(msgspec.structs.replace(new, photos=photos))
    except Refusal as refusal:
        kept = one(fields, "photo")
        return _form(request, runtime, member, topic, draft, refusal=refusal, kept_photo=kept)
    return Redirect("/me", status_code=303, headers=NO_STORE)


@get("/propose", name="my_proposal", opt=_MEMBER)
async def my_proposal(request: Request, member: Member) -> Response:
    """Show the form for proposing a topic."""
    return _proposing(request, member)


@post("/propose", name="propose", opt=_MEMBER, request_max_body_size=64 * 1024)
async def propose(request: Request, member: Member) -> Response:
    """Take a proposal for a topic."""
    fields = await _fields(request)
    check_form(member, one(fields, "csrf_token"))
    title, text = one(fields, "title"), one(fields, "text")
    try:
        await proposals.propose(title, text, by=member.person, now=now())
    except Refusal as refusal:
        return _proposing(request, member, title, text, refusal)
    return Redirect("/me", status_code=303, headers=NO_STORE)


async def member_of(request: Request) -> SignedIn:
    """Give the member whose session this is.

    Raises:
        SignInNeeded: nobody is signed in here.
    """
    member = await whose(request, front=Front.MEMBERS)
    if member is None:
        raise SignInNeeded(N_("Please sign in first."))
    return member


_me = Router(
    path="/me",
    route_handlers=[
        sign_out,
        my_page,
        my_form,
        my_send,
        my_proposal,
        propose,
        *contributions.handlers,
        *motion_pages.handlers,
        *own_suggestions.handlers,
        *wishes.handlers,
        *supervised.handlers,
    ],
    dependencies={"member": Provide(member_of)},
)
handlers: list[ControllerRouterHandler] = [sign_in_page, sign_in, _me]


async def _fields(request: Request) -> Fields:
    return read_fields(await request.body(), request.headers.get("content-type", ""))


def _sign_in_page(request: Request, email: str = "", refusal: Refusal | None = None) -> Response:
    return page(
        request,
        "sign_in.html",
        status_code=refusal.status if refusal else 200,
        headers={**NO_STORE, **(headers_of(refusal) if refusal else {})},
        email=email,
        errors=sentences_by_field(request, refusal),
    )


def _code_of(topic: TopicDetail) -> str:
    """Give what stands for the placement in the token of a member's form: the topic itself."""
    return f"T{topic.id:07d}"


def _composed(
    runtime: Runtime, person: Person, topic: TopicDetail, draft: Draft, token: FormToken
) -> NewSuggestion:
    return suggestions.compose_for_member(
        draft,
        topic=topic,
        token=token,
        account_id=person.account_id,
        trail_id=person.trail_id,
        zone=runtime.settings.zone,
        now=now(),
    )


def _form(
    request: Request,
    runtime: Runtime,
    member: SignedIn,
    topic: TopicDetail,
    draft: Draft,
    *,
    refusal: Refusal | None = None,
    kept_photo: str = "",
) -> Response:
    return page(
        request,
        "my_form.html",
        status_code=refusal.status if refusal else 200,
        script="form.js",
        headers={**NO_STORE, **(headers_of(refusal) if refusal else {})},
        member=member,
        topic=topic,
        draft=draft,
        kept_photo=kept_photo,
        form_token=suggestions.tokens.issue(runtime.keys, _code_of(topic), now=now()),
        errors=sentences_by_field(request, refusal),
        is_second=isinstance(refusal, suggestions.SentAlready),
        body_most=BODY_MOST,
        ratings=range(1, RATING_MOST + 1),
        kinds=QuestionKind,
    )


def _proposing(
    request: Request, member: SignedIn, title: str = "", text: str = "", refusal: Refusal | None = None
) -> Response:
    return page(
        request,
        "propose.html",
        status_code=refusal.status if refusal else 200,
        headers=NO_STORE,
        member=member,
        title=title,
        text=text,
        errors=sentences_by_field(request, refusal),
    )
