"""Cases that a member supervises: how each stands, and a reminder to its department."""

import msgspec
from litestar import get, post
from litestar.params import FromPath
from litestar.response import Redirect
from litestar.types import ControllerRouterHandler

from jianyan import cases
from jianyan.accounts import Role
from jianyan.calendars import Timeliness, provisional_told, standing, standing_told
from jianyan.cases import NOTE_MOST, CaseDetail, CaseState, ReplyDetail
from jianyan.clock import day_of, now
from jianyan.errors import Refusal
from jianyan.forms import one
from jianyan.site.answers import NO_STORE, page, sentences_by_field
from jianyan.site.ways import WORDS
from jianyan.web.access import only
from jianyan.web.bodies import read_fields
from jianyan.web.exchange import Member, Request, Response, Running
from jianyan.web.problems import headers_of, language_of
from jianyan.web.sessions import check_form

_MEMBER = only(Role.MEMBER)


@get("/cases", name="my_cases", opt=_MEMBER)
async def listed(request: Request, runtime: Running, member: Member) -> Response:
    """List the cases that a member supervises, the first due first."""
    return await _page(request, runtime, member)


@post("/cases/{case_id:int}/remind", name="my_case_remind", opt=_MEMBER, request_max_body_size=32 * 1024)
async def remind(request: Request, runtime: Running, member: Member, case_id: FromPath[int]) -> Response:
    """Remind the department that leads a case."""
    fields = read_fields(await request.body(), request.headers.get("content-type", ""))
    check_form(member, one(fields, "csrf_token"))
    note = one(fields, "note")
    try:
        await cases.remind(case_id, note, by=member.person, now=now())
    except cases.NoSuchCase:
        raise
    except Refusal as refusal:
        return await _page(request, runtime, member, refusal=refusal, at=case_id, note=note)
    return Redirect("/me/cases", status_code=303, headers=NO_STORE)


handlers: list[ControllerRouterHandler] = [listed, remind]


async def _page(
    request: Request,
    runtime: Running,
    member: Member,
    *,
    refusal: Refusal | None = None,
    at: int = 0,
    note: str = "",
) -> Response:
    found = await cases.supervised_cases(member.person, words=runtime.words)
    return page(
        request,
        "supervised.html",
        status_code=refusal.status if refusal else 200,
        headers={**NO_STORE, **(headers_of(refusal) if refusal else {})},
        member=member,
        found=[(each, _answers(each), *await _due(each, runtime, language_of(request))) for each in found],
        case_words=WORDS,
        errors=sentences_by_field(request, refusal),
        at=at,
        note=note,
        note_most=NOTE_MOST,
    )


def _answers(case: CaseDetail) -> list[ReplyDetail]:
    """Give the published answers, the newest first; files of a cancelled case are not given out any more."""
    published = [reply for reply in reversed(case.replies) if reply.published_at]
    if case.summary.state is not CaseState.CANCELLED:
        return published
    return [msgspec.structs.replace(reply, photos=[], documents=[]) for reply in published]


async def _due(case: CaseDetail, runtime: Running, language: str) -> tuple[str, bool, str]:
    """Say how a case stands that is not answered yet, whether it is late, and why its day is provisional."""
    summary = case.summary
    if summary.state not in cases.OPEN or summary.due_on is None:
        return "", False, ""
    calendar = await cases.calendar_for(summary.topic_id)
    stands = standing(summary.due_on, day_of(now(), runtime.zone), calendar)
    is_late = stands.timeliness is Timeliness.OVERDUE
    return standing_told(stands, language), is_late, provisional_told(stands, language)
