"""What every act on a motion shares: the motion stands still, and the act is kept on record."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from jianyan import trail
from jianyan.db import Look, Rows, Steps, perform
from jianyan.motions.refusals import MotionErased, MotionMovedOn, NoSuchMotion
from jianyan.motions.states import MotionState
from jianyan.motions.tables import Motion

_COLUMNS = (Motion.id, Motion.state, Motion.owner, Motion.year, Motion.salt)


async def locked(motion_id: int, *states: MotionState) -> dict[str, Any]:
    """Give id, state, owner, year and salt of a motion that nobody else moves before this transaction ends.

    Raises:
        NoSuchMotion: there is none of that id.
        MotionMovedOn: it stands in none of these states.
        MotionErased: nobody can read any more what it asked for.
    """
    rows = await perform(locking(motion_id))
    if not rows:
        raise NoSuchMotion
    state = MotionState(rows[0]["state"])
    if state not in states:
        raise MotionMovedOn(state)
    if rows[0]["salt"] is None and state is not MotionState.DRAFT:
        raise MotionErased
    return rows[0]


def locking(motion_id: int) -> Steps[Rows]:
    """Give the same as `locked` in steps, whatever state it stands in; no row: there is none of that id."""
    rows: Rows = yield Look(Motion, _COLUMNS, Motion.id, [motion_id], locks=True)
    return rows


async def record(
    kind: str,
    motion_id: int,
    *,
    by: trail.Actor | None,
    now: datetime,
    data: dict[str, Any] | None = None,
    said: Mapping[str, str] | None = None,
    salt: bytes | None = None,
) -> None:
    """Append an act on a motion to the trail, in the transaction of the act.

    Args:
        kind: `motion-…`.
        motion_id: whose.
        by: who acts; None: somebody at the command line.
        now: when.
        data: plain facts.
        said: field → the text that is committed to.
        salt: of the motion; given where something is said.
    """
    commitments = {field: trail.commitment(salt or b"", field, text) for field, text in (said or {}).items()}
    entry = trail.Entry(
        kind=kind, subject=f"motion-{motion_id}", actor=by, data=data or {}, commitments=commitments
    )
    await trail.record(entry, at=now)
