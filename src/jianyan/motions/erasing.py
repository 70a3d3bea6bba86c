"""What is erased of a motion, by its name or with what was made of it; that it was submitted stays."""

import re
from datetime import datetime
from typing import Any

from piccolo.columns import Column

from jianyan import trail
from jianyan.db import perform, transaction
from jianyan.motions.recording import locking, record
from jianyan.motions.refusals import NoSuchMotion
from jianyan.motions.states import MotionState
from jianyan.motions.tables import Motion
from jianyan.suggestions import Contribution
from jianyan.suggestions.tables import Suggestion

ERASED = "motion-erase"
_NAME = re.compile(r"motion-([1-9][0-9]{0,8})")
_LASTING_NAME = re.compile(rf"{_NAME.pattern}-([0-9a-f]{{8,16}})")


def motion_named(name: str) -> int | None:
    """Give the id of a motion that is called as in the trail, `motion-12`; None: this is no such name."""
    found = _NAME.fullmatch(name.strip().lower())
    return int(found[1]) if found else None


def is_lasting_name(name: str) -> bool:
    """Say whether this is a name as `lasting_name` gives it."""
    return _LASTING_NAME.fullmatch(name) is not None


async def lasting_name(motion_id: int) -> str:
    """Give a name that stays this motion's alone: once an older backup is restored, ids are given anew.

    Raises:
        NoSuchMotion: there is none of that id.
    """
    row = await Motion.select(Motion.id, Motion.created_at).where(Motion.id == motion_id).first()
    if row is None:
        raise NoSuchMotion
    return _lasting_name(row)


async def motion_of_lasting_name(name: str) -> int | None:
    """Give the id of the motion of such a name; None where it is not in the data."""
    found = _LASTING_NAME.fullmatch(name)
    rows = await Motion.select(Motion.id, Motion.created_at).where(Motion.id == int(found[1] if found else 0))
    return next((int(row["id"]) for row in rows if _lasting_name(row) == name), None)


async def made_of(motion_id: int) -> list[str]:
    """List the tracking numbers of what was made of a motion and still has its text."""
    row = await Motion.select().where((Motion.id == motion_id) & Motion.salt.is_not_null()).first()
    if row is None:
        return []
    same = (Suggestion.author == row["author"]) & (Suggestion.body == row["text"])
    made = (Suggestion.kind == Contribution.MOTION.value) | (Suggestion.tracking == (row["note"] or ""))
    rows = await Suggestion.select(Suggestion.tracking).where(same & made).order_by(Suggestion.id)
    return [found["tracking"] for found in rows]


async def erase_motion(motion_id: int, *, by: trail.Actor | None, now: datetime) -> bool:
    """Empty a motion of which nothing was made, and say whether there was anything to empty.

    A draft is thrown away; what waits to be examined is taken back: nobody can examine it any more.

    Raises:
        NoSuchMotion: there is none of that id.
    """
    async with transaction():
        rows = await perform(locking(motion_id))
        if not rows:
            raise NoSuchMotion
        if rows[0]["state"] == MotionState.DRAFT.value:
            await Motion.delete().where(Motion.id == motion_id)
        elif rows[0]["salt"] is None:
            return False
        else:
            if rows[0]["state"] == MotionState.SUBMITTED.value:
                await Motion.update({"state": MotionState.WITHDRAWN.value}).where(Motion.id == motion_id)
                await record("motion-withdraw", motion_id, by=by, now=now)
            await _empty(motion_id, by=by, now=now)
    return True


async def erase(tracking: str, text: str, *, by: trail.Actor | None, now: datetime) -> int:
    """Empty title, text and reason of the motions that a suggestion was made of, and give how many.

    Numbers, signatures and commitments stay: nobody can read or guess the text from them.

    Args:
        tracking: of the note, or of what was handed over; its author is their first signer.
        text: that it had.
        by: who erases; None: a restore that erases once more.
        now: when.
    """
    author = Suggestion.select(Suggestion.author).where(
        (Suggestion.tracking == tracking) & Suggestion.author.is_not_null()
    )
    same = Motion.author.is_in(author) & (Motion.text == text) & Motion.salt.is_not_null()
    async with transaction():
        rows = await Motion.select(Motion.id).where(same).order_by(Motion.id)
        for row in rows:
            await _empty(row["id"], by=by, now=now)
    return len(rows)


async def _empty(motion_id: int, *, by: trail.Actor | None, now: datetime) -> None:
    emptied: dict[Column | str, Any] = {"title": "", "text": "", "reason": None, "salt": None}
    await Motion.update(emptied).where(Motion.id == motion_id)
    await record(ERASED, motion_id, by=by, now=now)


def _lasting_name(row: dict[str, Any]) -> str:
    return f"motion-{row['id']}-{int(row['created_at'].timestamp() * 1_000_000):x}"
