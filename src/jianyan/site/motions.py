"""Members' motions on their own pages: write, submit, sign, and see where each stands."""

from datetime import datetime

from litestar import get, post
from litestar.params import FromPath
from litestar.response import Redirect
from litestar.types import ControllerRouterHandler

from jianyan import motions, telling
from jianyan.accounts import Role, SignedIn
from jianyan.clock import day_of, now
from jianyan.db import transaction
from jianyan.errors import Refusal
from jianyan.forms import one
from jianyan.i18n import N_
from jianyan.motions import (
    LINE_MOST,
    TEXT_MOST,
    TITLE_MOST,
    MotionDetail,
    MotionState,
    NewMotion,
    NoSuchMotion,
    SignerState,
)
from jianyan.runtime import Runtime
from jianyan.site import ways
from jianyan.site.answers import NO_STORE, page, sentences_by_field
from jianyan.web.access import only
from jianyan.web.bodies import Fields, read_fields
from jianyan.web.exchange import Member, Request, Response, Running
from jianyan.web.problems import headers_of, language_of
from jianyan.web.sessions import check_form

_MEMBER = only(Role.MEMBER)
_BODY_BYTES_MOST = 256 * 1024
_ID_DIGITS_MOST = 9
MOTION_SENTENCES = {
    MotionState.DRAFT: N_("Draft: only you see it."),
    MotionState.SUBMITTED: N_("Submitted. Others may sign until the office examines it."),
    MotionState.FILED: N_("Filed."),
    MotionState.NOT_FILED: N_("Not filed."),
    MotionState.MERGED: N_("Merged into another motion."),
    MotionState.HANDED_OVER: N_("Handed over to those who act on it."),
    MotionState.WITHDRAWN: N_("Withdrawn."),
}


@get("/motions", name="my_motions", opt=_MEMBER)
async def motion_list(request: Request, member: Member) -> Response:
    """List a member's motions and those of others to sign."""
    return page(
        request,
        "motions.html",
        headers=NO_STORE,
        member=member,
        own=await motions.own_motions(member.person),
        others=await motions.others_motions(member.person),
        sentences=MOTION_SENTENCES,
    )


@get("/motions/new", name="my_motion_new", opt=_MEMBER)
async def new_motion(request: Request, runtime: Running, member: Member) -> Response:
    """Show an empty form."""
    return _form(request, member, NewMotion(year=str(day_of(now(), runtime.zone).year)))


@post("/motions/new", name="my_motion_draft", opt=_MEMBER, request_max_body_size=_BODY_BYTES_MOST)
async def draft(request: Request, member: Member) -> Response:
    """Keep a draft and lead to its page."""
    typed = _typed(await _fields(request, member))
    try:
        motion_id = await motions.draft_motion(typed, by=member.person, now=now())
    except Refusal as refusal:
        return _form(request, member, typed, refusal=refusal)
    return _to(motion_id)


@get("/motions/{motion_id:int}", name="my_motion", opt=_MEMBER)
async def motion_page(
    request: Request, runtime: Running, member: Member, motion_id: FromPath[int]
) -> Response:
    """Show a motion: an own one, one to sign, one signed."""
    return await _page(request, runtime, member, motion_id)


@get("/motions/{motion_id:int}/edit", name="my_motion_edit", opt=_MEMBER)
async def edit(request: Request, member: Member, motion_id: FromPath[int]) -> Response:
    """Show the form with what a draft says now."""
    found = await _own_draft(member, motion_id)
    typed = NewMotion(
        year=str(found.year),
        is_open=found.is_open,
        **{name: getattr(found, name) for name in ("title", "text", "sector", "category", "session")},
    )
    return _form(request, member, typed, motion_id=motion_id)


@post(
    "/motions/{motion_id:int}/edit",
    name="my_motion_save",
    opt=_MEMBER,
    request_max_body_size=_BODY_BYTES_MOST,
)
async def save(request: Request, member: Member, motion_id: FromPath[int]) -> Response:
    """Replace what a draft says."""
    typed = _typed(await _fields(request, member))
    await _own_draft(member, motion_id)
    try:
        await motions.save_motion(motion_id, typed, by=member.person)
    except Refusal as refusal:
        return _form(request, member, typed, motion_id=motion_id, refusal=refusal)
    return _to(motion_id)


@post(
    "/motions/{motion_id:int}/{act:str}",
    name="my_motion_act",
    opt=_MEMBER,
    status_code=200,
    request_max_body_size=16 * 1024,
)
async def act(
    request: Request, runtime: Running, member: Member, motion_id: FromPath[int], act: FromPath[str]
) -> Response:
    """Submit a motion, take it back, ask others to sign; sign one, or take the signature back."""
    fields = await _fields(request, member)
    found = await motions.motion_for(motion_id, member.person)
    try:
        if act == "invite":
            await _invite(found, fields, member, runtime, now=now())
        else:
            await _do(act, motion_id, member, now=now())
    except NoSuchMotion:
        raise
    except Refusal as refusal:
        return await _page(request, runtime, member, motion_id, refusal=refusal)
    if act == "withdraw" and found.state is MotionState.DRAFT:
        return Redirect("/me/motions", status_code=303, headers=NO_STORE)
    return _to(motion_id)


handlers: list[ControllerRouterHandler] = [motion_list, new_motion, draft, motion_page, edit, save, act]


async def _invite(
    found: MotionDetail, fields: Fields, member: SignedIn, runtime: Runtime, *, now: datetime
) -> None:
    """Ask members to sign, and tell those who were not asked before."""
    chosen = [int(each) for each in fields.get("signer", []) if _is_id(each)]
    new = [one for one in dict.fromkeys(chosen) if found.signer(one) is None]
    async with transaction():
        await motions.invite(found.id, chosen, by=member.person, now=now)
        await telling.motion_to_sign(found.id, new, settings=runtime.settings, now=now)


async def _do(act: str, motion_id: int, member: SignedIn, *, now: datetime) -> None:
    by = member.person
    match act:
        case "submit":
            await motions.submit_motion(motion_id, by=by, now=now)
        case "withdraw":
            await motions.withdraw_motion(motion_id, by=by, now=now)
        case "sign":
            await motions.sign(motion_id, by=by, now=now)
        case "unsign":
            await motions.unsign(motion_id, by=by, now=now)
        case _:
            raise NoSuchMotion


def _is_id(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) <= _ID_DIGITS_MOST


async def _own_draft(member: SignedIn, motion_id: int) -> MotionDetail:
    """Give a draft of this member.

    Raises:
        NoSuchMotion: there is none of that id, it is another's, or no draft any more.
    """
    found = await motions.motion_for(motion_id, member.person)
    if found.state is not MotionState.DRAFT:
        raise NoSuchMotion
    return found


async def _fields(request: Request, member: SignedIn) -> Fields:
    fields = read_fields(await request.body(), request.headers.get("content-type", ""))
    check_form(member, one(fields, "csrf_token"))
    return fields


def _typed(fields: Fields) -> NewMotion:
    names = ("title", "text", "sector", "category", "session", "year")
    return NewMotion(is_open=bool(one(fields, "is_open")), **{name: one(fields, name) for name in names})


def _to(motion_id: int) -> Response:
    return Redirect(f"/me/motions/{motion_id}", status_code=303, headers=NO_STORE)


def _form(
    request: Request,
    member: SignedIn,
    typed: NewMotion,
    *,
    motion_id: int | None = None,
    refusal: Refusal | None = None,
) -> Response:
    return page(
        request,
        "motion_form.html",
        status_code=refusal.status if refusal else 200,
        headers={**NO_STORE, **(headers_of(refusal) if refusal else {})},
        member=member,
        typed=typed,
        motion_id=motion_id,
        errors=sentences_by_field(request, refusal),
        title_most=TITLE_MOST,
        text_most=TEXT_MOST,
        line_most=LINE_MOST,
    )


async def _page(
    request: Request,
    runtime: Runtime,
    member: SignedIn,
    motion_id: int,
    *,
    refusal: Refusal | None = None,
) -> Response:
    found = await motions.motion_for(motion_id, member.person)
    is_own = found.author_id == member.person.account_id
    asked = {one.account_id for one in found.signers}
    others = await motions.colleagues(member.person) if is_own else []
    return page(
        request,
        "motion.html",
        status_code=refusal.status if refusal else 200,
        headers={**NO_STORE, **(headers_of(refusal) if refusal else {})},
        member=member,
        motion=found,
        is_own=is_own,
        own_answer=found.signer(member.person.account_id),
        ways=await _ways(request, runtime, member, found),
        case_words=ways.WORDS,
        signed=[one for one in found.signers if one.state is SignerState.SIGNED],
        invited=[one for one in found.signers if one.state is SignerState.INVITED],
        colleagues=[one for one in others if one.account_id not in asked],
        sentence=MOTION_SENTENCES[found.state],
        errors=sentences_by_field(request, refusal),
    )


async def _ways(request: Request, runtime: Runtime, member: SignedIn, found: MotionDetail) -> ways.Ways:
    """Give what became of a motion, for those who signed it."""
    if member.person.account_id not in found.signatories:
        return ways.Ways([], [])
    return await ways.ways_of_motion(found, language=language_of(request), now=now(), zone=runtime.zone)
