"""One case: its text, its way, its reply, and what can be done with it now."""

from datetime import date
from typing import Any

import msgspec
from litestar import route
from litestar.params import FromPath
from litestar.types import ControllerRouterHandler

from jianyan import cases
from jianyan.accounts import OFFICE_ROLES, Person
from jianyan.calendars import provisional_told, standing, standing_told
from jianyan.cases import CaseDetail, Deed, Part
from jianyan.clock import day_of, now
from jianyan.db import snapshot
from jianyan.errors import Refusal
from jianyan.runtime import Runtime
from jianyan.uploads import key_of
from jianyan.web.access import AS_IT_IS
from jianyan.web.bodies import Fields
from jianyan.web.exchange import Request, Response, Running
from jianyan.web.problems import language_of
from jianyan_admin.cases.desk import DESKS, departments_of
from jianyan_admin.cases.words import case_words_of
from jianyan_admin.desk import PHOTO_HEADERS, attachment, desk_page
from jianyan_admin.page import READ, person_of


class Seen(msgspec.Struct, frozen=True, kw_only=True):
    """A case as somebody sees it, and what they can do with it today."""

    case: CaseDetail
    part: Part
    deeds: frozenset[Deed]
    today: date


class Refused(msgspec.Struct, frozen=True, kw_only=True):
    """A form of the page that comes back."""

    deed: Deed
    fields: Fields
    refusal: Refusal


@route("/cases/{case_id:int}", http_method=READ, name="admin_case", opt=DESKS)
async def detail(request: Request, runtime: Running, case_id: FromPath[int]) -> Response:
    """Show a case with what can be done about it."""
    return await case_page(request, runtime, case_id)


@route(
    "/cases/photos/{reply_photo:str}",
    http_method=READ,
    name="admin_case_photo",
    opt={**DESKS, AS_IT_IS: True},
)
async def photo(request: Request, runtime: Running, reply_photo: FromPath[str]) -> Response:
    """Give a photo of a reply to a case that the person sees; `size=small` its thumbnail."""
    found = await cases.reply_photo(reply_photo, by=person_of(request))
    is_small = request.query_params.get("size") == "small"
    content = await runtime.store.content(key_of(found.name, is_small=is_small))
    return Response(content, media_type="image/jpeg", headers=PHOTO_HEADERS)


@route(
    "/cases/documents/{reply_document:str}",
    http_method=READ,
    name="admin_case_document",
    opt={**DESKS, AS_IT_IS: True},
)
async def document(request: Request, runtime: Running, reply_document: FromPath[str]) -> Response:
    """Give a document of a reply to a case that the person sees, to be saved."""
    found = await cases.reply_document(reply_document, by=person_of(request))
    content = await runtime.store.content(key_of(found.name, kind=found.kind))
    headers = {**PHOTO_HEADERS, **attachment(found.title, plain=f"document.{found.kind.ending}")}
    return Response(content, media_type=found.kind.media_type, headers=headers)


async def seen_case(case_id: int, runtime: Runtime, *, by: Person) -> Seen:
    """Give a case as somebody sees it.

    Raises:
        NoSuchCase: there is none of that number for them.
    """
    today = day_of(now(), runtime.zone)
    async with snapshot():
        found = await cases.case_by_id(case_id, by=by, words=runtime.words)
        part = await cases.part_of(found, by=by)
    return Seen(
        case=cases.shown_to(found, part),
        part=part,
        deeds=cases.deeds(found, part, today=today),
        today=today,
    )


async def case_page(
    request: Request, runtime: Runtime, case_id: int, *, refused: Refused | None = None
) -> Response:
    """Answer with the page of a case.

    Args:
        request: of whoever looks at it.
        runtime: has the word list.
        case_id: of the case.
        refused: a form of it that comes back.

    Raises:
        NoSuchCase: there is none of that number for them.
    """
    by = person_of(request)
    seen = await seen_case(case_id, runtime, by=by)
    draft, asked_anew = cases.draft_of(seen.case), cases.asked_anew(seen.case.steps)
    return desk_page(
        request,
        "cases/case.html",
        nav="cases",
        refusal=refused.refusal if refused else None,
        refused=refused,
        case=seen.case,
        one=seen.case.summary,
        part=seen.part,
        deeds=seen.deeds,
        draft=draft,
        parties=_parties(seen.case),
        first_day=day_of(seen.case.summary.opened_at, runtime.zone),
        note_most=cases.NOTE_MOST,
        wording=cases.wording_of(draft) if draft else "",
        asked_anew=asked_anew,
        is_asked_anew=bool(asked_anew & seen.part.own_co),
        departments=await departments_of(by) if seen.part.is_office else [],
        is_office_role=by.role in OFFICE_ROLES,
        words=case_words_of(request),
        **await _due(request, seen),
    )


def _parties(case: CaseDetail) -> list[tuple[int, str]]:
    """List id and name of who can have met the author: the lead, and those that answer with it."""
    lead = [(case.summary.lead_id, case.summary.lead or "")] if case.summary.lead_id else []
    return [*lead, *((one.organisation_id, one.name) for one in case.co_departments)]


async def _due(request: Request, seen: Seen) -> dict[str, Any]:
    """Give how it stands in words, by the names that the template has for it."""
    one = seen.case.summary
    stands = None
    if one.due_on and one.is_owed:
        stands = standing(one.due_on, seen.today, await cases.calendar_for(one.topic_id))
    return {
        "today": seen.today,
        "stands": stands,
        "stands_told": standing_told(stands, language_of(request)) if stands else "",
        "provisional": provisional_told(stands, language_of(request)),
    }


handlers: list[ControllerRouterHandler] = [detail, photo, document]
