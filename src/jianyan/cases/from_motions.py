"""A filed motion goes on as a case: its text becomes a writing that only the office and departments read."""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from piccolo.columns.combination import And

from jianyan import motions
from jianyan.accounts import Person
from jianyan.cases.handing_over import hand_over
from jianyan.cases.queries import case_by_id
from jianyan.cases.schemas import CaseDetail, NewCase
from jianyan.cases.states import CaseKind, CaseState
from jianyan.cases.tables import Case
from jianyan.db import transaction
from jianyan.motions import MotionDetail
from jianyan.suggestions import Contribution, SuggestionState

_DIGITS_MOST = 9


async def hand_over_motion(
    motion_id: int,
    lead_id: int | None,
    *,
    co_ids: Sequence[int] = (),
    note: str = "",
    by: Person,
    now: datetime,
    zone: ZoneInfo,
) -> int:
    """Make a case of a filed motion, and give the case's id, under which the motion goes on.

    Args:
        motion_id: of a filed motion of the current scope.
        lead_id: the department that answers; None: the departments claim it.
        co_ids: departments that answer with it.
        note: what the office says to the department; not public.
        by: somebody of the office.
        now: when.
        zone: in which days are counted.

    Raises:
        NoSuchMotion, MotionMovedOn, NoSuchOrganisation: see there.
        Invalid: the note is too long or cannot be shown.
    """
    async with transaction():
        motion = await motions.motion_by_id(motion_id)
        state = SuggestionState.PUBLISHED  # examining the motion was its review
        tracking = await motions.write_inside(
            motion, kind=Contribution.MOTION, state=state, by=by, now=now, zone=zone
        )
        new = NewCase(
            title=motion.title, kind=CaseKind.MOTION, lead_id=lead_id, co_ids=tuple(co_ids), note=note
        )
        case_id = await hand_over(tracking, new, by=by, now=now, zone=zone)
        await motions.hand_over(motion_id, str(case_id), by=by, now=now)
        return case_id


async def case_of_motion(motion: MotionDetail) -> CaseDetail | None:
    """Give the case as which a motion goes on; None where it does not, or was cancelled.

    The number under which it was handed over may have been typed by hand, and then proves nothing: the case
    has to be a motion's, and about what its first signer wrote.
    """
    number = motion.handover or ""
    if not (number.isascii() and number.isdecimal() and len(number) <= _DIGITS_MOST):
        return None
    here = And(Case.id == int(number), Case.kind == CaseKind.MOTION.value)
    own = And(here, Case.suggestion.author == motion.author_id)
    row = await Case.select(Case.id).where(And(own, Case.state != CaseState.CANCELLED.value)).first()
    return await case_by_id(row["id"], by=None) if row else None
