"""Members' motions at the office's desk: file them or say why not, merge, hand over, erase."""

from datetime import datetime

from litestar import post, route
from litestar.params import FromPath
from litestar.types import ControllerRouterHandler

from jianyan import cases, erasures, motions, telling
from jianyan.clock import now
from jianyan.db import transaction
from jianyan.errors import Conflict, Invalid, Refusal
from jianyan.forms import one
from jianyan.i18n import N_
from jianyan.motions import MotionMovedOn, MotionState, NoSuchMotion, SignerState
from jianyan.runtime import Runtime
from jianyan.web.exchange import Request, Response, Running
from jianyan_admin.cases.acts import WHOEVER, chosen_departments, chosen_lead
from jianyan_admin.cases.desk import departments_of
from jianyan_admin.cases.hand_over import Receivers
from jianyan_admin.desk import STAFF, desk_page, done
from jianyan_admin.guards import fields_of
from jianyan_admin.page import READ, person_of
from jianyan_admin.signin.proofs import require_fresh_proof

_ID_DIGITS_MOST = 9
_MERGEABLE = (MotionState.SUBMITTED, MotionState.FILED)


@route("/motions", http_method=READ, name="admin_motions", opt=STAFF)
async def motion_list(request: Request) -> Response:
    """List motions, the newest first."""
    listed = await motions.motions()
    asked = request.query_params.get("state", "")
    return desk_page(
        request,
        "motions/list.html",
        nav="motions",
        motions=[one for one in listed if asked in {"", one.state.value}],
        waiting=sum(one.state is MotionState.SUBMITTED for one in listed),
        state=asked,
    )


@route("/motions/{motion_id:int}", http_method=READ, name="admin_motion", opt=STAFF)
async def motion_page(request: Request, motion_id: FromPath[int]) -> Response:
    """Show a motion with the forms of its next step."""
    return await _page(request, motion_id)


@post("/motions/{motion_id:int}/file", name="admin_motion_file", opt=STAFF)
async def file(request: Request, runtime: Running, motion_id: FromPath[int]) -> Response:
    """File a motion under the next number."""
    at = now()
    async with transaction():
        await motions.file_motion(motion_id, by=person_of(request), now=at)
        await _tell(motion_id, runtime, at)
    return done(request, "admin_motion", "motion-filed", motion_id=motion_id)


@post("/motions/{motion_id:int}/decline", name="admin_motion_decline", opt=STAFF)
async def decline(request: Request, runtime: Running, motion_id: FromPath[int]) -> Response:
    """Do not file a motion; its signers read the reason."""
    fields = await fields_of(request)
    reason, as_note, at, by = one(fields, "reason"), bool(one(fields, "as_note")), now(), person_of(request)
    try:
        async with transaction():
            await motions.decline_motion(motion_id, reason, as_note=as_note, by=by, zone=runtime.zone, now=at)
            await _tell(motion_id, runtime, at)
    except Invalid as refusal:
        return await _page(request, motion_id, refusal=refusal, reason=reason, as_note=as_note)
    return done(request, "admin_motion", "motion-declined", motion_id=motion_id)


@post("/motions/{motion_id:int}/merge", name="admin_motion_merge", opt=STAFF)
async def merge(request: Request, motion_id: FromPath[int]) -> Response:
    """Let a motion go on together with another one."""
    await motions.motion_by_id(motion_id)
    into = one(await fields_of(request), "into").strip()
    try:
        await motions.merge_motion(motion_id, _named(into), by=person_of(request), now=now())
    except MotionMovedOn:
        raise
    except (Invalid, Conflict) as refusal:
        return await _page(request, motion_id, refusal=refusal)
    except NoSuchMotion:
        unknown = Invalid(N_("There is no such motion."), field="into")
        return await _page(request, motion_id, refusal=unknown)
    return done(request, "admin_motion", "motion-merged", motion_id=motion_id)


@post("/motions/{motion_id:int}/hand-over", name="admin_motion_hand_over", opt=STAFF)
async def hand_over(request: Request, runtime: Running, motion_id: FromPath[int]) -> Response:
    """Make a case of a filed motion."""
    fields, by = await fields_of(request), person_of(request)
    await motions.motion_by_id(motion_id)
    typed = Receivers(lead=one(fields, "lead"), co=fields.get("co", []), note=one(fields, "note"))
    try:
        lead_id = await chosen_lead(by, typed.lead)
        co_ids = await chosen_departments(by, typed.co, field="co") if typed.co else []
        case_id = await cases.hand_over_motion(
            motion_id, lead_id, co_ids=co_ids, note=typed.note, by=by, now=now(), zone=runtime.zone
        )
    except Invalid as refusal:
        return await _page(request, motion_id, refusal=refusal, typed=typed)
    return done(request, "admin_case", "case-handed-over", case_id=case_id)


@post("/motions/{motion_id:int}/erase", name="admin_motion_erase", opt=STAFF, request_max_body_size=16 * 1024)
async def erase(request: Request, runtime: Running, motion_id: FromPath[int]) -> Response:
    """Delete what a motion says, and what was made of it; the record of both stays."""
    await require_fresh_proof(request)
    await motions.motion_by_id(motion_id)
    secret_file, by = runtime.settings.secret_file, person_of(request).actor
    await erasures.erase_motion(motion_id, by=by, now=now(), secret_file=secret_file, store=runtime.store)
    return done(request, "admin_motion", "motion-erased", motion_id=motion_id)


handlers: list[ControllerRouterHandler] = [motion_list, motion_page, file, decline, merge, hand_over, erase]


def _named(into: str) -> int:
    """Give the id of the motion that a form names.

    Raises:
        Invalid: none is named.
    """
    if not (into.isascii() and into.isdecimal() and len(into) <= _ID_DIGITS_MOST):
        raise Invalid(N_("Please choose one of these."), field="into")
    return int(into)


async def _tell(motion_id: int, runtime: Runtime, at: datetime) -> None:
    """Tell its signers that a motion was examined, in the transaction in which it was."""
    await telling.motion_examined(await motions.motion_by_id(motion_id), settings=runtime.settings, now=at)


async def _page(
    request: Request,
    motion_id: int,
    *,
    refusal: Refusal | None = None,
    reason: str = "",
    as_note: bool = False,
    typed: Receivers | None = None,
) -> Response:
    found = await motions.motion_by_id(motion_id)
    others = await motions.motions(states=_MERGEABLE) if found.state is MotionState.SUBMITTED else []
    return desk_page(
        request,
        "motions/motion.html",
        nav="motions",
        refusal=refusal,
        motion=found,
        signed=[one.name for one in found.signers if one.state is SignerState.SIGNED],
        invited=[one.name for one in found.signers if one.state is SignerState.INVITED],
        others=[one for one in others if one.id != motion_id],
        reason=reason,
        as_note=as_note,
        typed=typed or Receivers(),
        departments=await departments_of(person_of(request)),
        whoever=WHOEVER,
        note_most=cases.NOTE_MOST,
    )
