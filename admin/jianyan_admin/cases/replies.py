"""The reply to a case at a desk: written, agreed with others, looked at by the office, published."""

from datetime import date

from litestar import post, route
from litestar.params import FromPath
from litestar.types import ControllerRouterHandler

from jianyan import cases
from jianyan.accounts import Person
from jianyan.cases import Deed, NoReply, NoSuchCase, NotNow, NotYourCase
from jianyan.clock import now
from jianyan.errors import Invalid, Refusal
from jianyan.forms import one
from jianyan.i18n import N_
from jianyan.runtime import Runtime
from jianyan.uploads import BYTES_MOST, DOCUMENT_BYTES_MOST
from jianyan.web.exchange import Request, Response, Running
from jianyan_admin.cases.acts import BODY, acted
from jianyan_admin.cases.desk import DESKS, OFFICE, number_of
from jianyan_admin.cases.page import Seen, seen_case
from jianyan_admin.cases.reply_forms import (
    DOCUMENT_FIELDS,
    PHOTO_FIELDS,
    ReplyForm,
    form_with_files,
    new_reply,
    reply_form_of,
    sent_reply_form,
)
from jianyan_admin.cases.words import case_words_of
from jianyan_admin.desk import desk_page, done
from jianyan_admin.guards import fields_of
from jianyan_admin.page import READ, person_of

_FILE_BYTES_MOST = len(PHOTO_FIELDS) * BYTES_MOST + len(DOCUMENT_FIELDS) * DOCUMENT_BYTES_MOST
_BODY_BYTES_MOST = _FILE_BYTES_MOST + 1024 * 1024


@route("/cases/{case_id:int}/reply", http_method=READ, name="admin_case_reply", opt=DESKS)
async def reply_page(request: Request, runtime: Running, case_id: FromPath[int]) -> Response:
    """Show the draft of the reply, or with `template=…` one that begins with a template text."""
    by = person_of(request)
    seen = await _writable(case_id, runtime, by=by)
    draft = cases.draft_of(seen.case)
    form = reply_form_of(draft) if draft else ReplyForm()
    if chosen := request.query_params.get("template"):
        form.text = (await cases.reply_template(number_of(chosen), by=by)).text
    return await _page(request, seen, form)


@post(
    "/cases/{case_id:int}/reply",
    name="admin_case_reply_save",
    opt=DESKS,
    request_max_body_size=_BODY_BYTES_MOST,
)
async def save(request: Request, runtime: Running, case_id: FromPath[int]) -> Response:
    """Keep the reply as a draft, and with `then=send` put it before the office.

    A draft that cannot be sent yet is kept all the same.
    """
    by, fields = person_of(request), await fields_of(request)
    await _writable(case_id, runtime, by=by)
    form, then = sent_reply_form(fields), Deed.WRITE
    try:
        form = await form_with_files(request, runtime, form)
        await cases.save_reply(case_id, new_reply(form), by=by, now=now())
        if one(fields, "then") == Deed.SEND:
            await cases.send_reply(case_id, by=by, now=now())
            then = Deed.SEND
    except NoSuchCase:
        raise
    except Refusal as refusal:
        return await _page(request, await seen_case(case_id, runtime, by=by), form, refusal=refusal)
    return done(request, "admin_case", f"case-{then.value}", case_id=case_id)


@post(
    "/cases/{case_id:int}/sign",
    name="admin_case_sign",
    opt=DESKS,
    request_max_body_size=BODY,
)
async def sign(request: Request, runtime: Running, case_id: FromPath[int]) -> Response:
    """Agree to the reply as a co-department, or object."""
    fields = await fields_of(request)
    act = cases.sign(
        case_id,
        one(fields, "note"),
        agree=one(fields, "answer") == "agree",
        by=person_of(request),
        now=now(),
        read=one(fields, "wording"),
    )
    return await acted(request, runtime, case_id, Deed.SIGN, act)


@post("/cases/{case_id:int}/send", name="admin_case_send", opt=DESKS, request_max_body_size=BODY)
async def send(request: Request, runtime: Running, case_id: FromPath[int]) -> Response:
    """Put the reply before the office."""
    act = cases.send_reply(case_id, by=person_of(request), now=now())
    return await acted(request, runtime, case_id, Deed.SEND, act)


@post("/cases/{case_id:int}/send-back", name="admin_case_send_back", opt=OFFICE, request_max_body_size=BODY)
async def send_back(request: Request, runtime: Running, case_id: FromPath[int]) -> Response:
    """Ask for a better reply."""
    note = one(await fields_of(request), "note")
    act = cases.send_back(case_id, note, by=person_of(request), now=now())
    return await acted(request, runtime, case_id, Deed.SEND_BACK, act)


@post("/cases/{case_id:int}/publish", name="admin_case_publish", opt=OFFICE, request_max_body_size=BODY)
async def publish(request: Request, runtime: Running, case_id: FromPath[int]) -> Response:
    """Publish the reply."""
    act = cases.publish_reply(case_id, by=person_of(request), now=now())
    return await acted(request, runtime, case_id, Deed.PUBLISH, act)


@post("/cases/{case_id:int}/measures", name="admin_case_measure", opt=DESKS, request_max_body_size=BODY)
async def carry_out(request: Request, runtime: Running, case_id: FromPath[int]) -> Response:
    """Say that a measure of a published reply is carried out."""
    fields, by = await fields_of(request), person_of(request)
    seen = await seen_case(case_id, runtime, by=by)

    async def act() -> None:
        measure_id = _measure(seen, one(fields, "measure"))
        await cases.carry_out(measure_id, _day(one(fields, "on")), by=by, now=now())

    return await acted(request, runtime, case_id, Deed.CARRY_OUT, act())


async def _writable(case_id: int, runtime: Runtime, *, by: Person) -> Seen:
    """Give a case whose reply somebody may write now.

    Raises:
        NoSuchCase: there is none of that number for them.
        NotYourCase, NotNow: see there.
    """
    seen = await seen_case(case_id, runtime, by=by)
    if Deed.WRITE not in seen.deeds:
        raise NotNow if seen.part.acts else NotYourCase
    return seen


def _measure(seen: Seen, sent: str) -> int:
    """Give a measure of a published reply of the case.

    Raises:
        NoReply: there is none.
        Invalid: it is another one's.
    """
    known = {each.id for reply in seen.case.replies if reply.published_at for each in reply.measures}
    if not known:
        raise NoReply
    if number_of(sent) not in known:
        raise Invalid(N_("Please choose one of these."), field="measure")
    return number_of(sent)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as wrong:
        raise Invalid(N_("Please choose a day."), field="on") from wrong


async def _page(request: Request, seen: Seen, form: ReplyForm, *, refusal: Refusal | None = None) -> Response:
    return desk_page(
        request,
        "cases/reply.html",
        nav="cases",
        refusal=refusal,
        case=seen.case,
        one=seen.case.summary,
        form=form,
        rows=form.rows(),
        more=form.more([refusal.field] if refusal and refusal.field else []),
        templates=await cases.reply_templates(person_of(request)),
        chosen=request.query_params.get("template", ""),
        kept=_kept(seen),
        words=case_words_of(request),
        text_most=cases.REPLY_MOST,
        reason_most=cases.NOTE_MOST,
    )


def _kept(seen: Seen) -> set[str]:
    """Give the names of the files that belong to the draft already, and so can be shown."""
    draft = cases.draft_of(seen.case)
    names = [one.name for one in draft.photos] + [one.name for one in draft.documents] if draft else []
    return set(names)


handlers: list[ControllerRouterHandler] = [
    reply_page,
    save,
    sign,
    send,
    send_back,
    publish,
    carry_out,
]
