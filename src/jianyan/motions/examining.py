"""What the office does with a motion: file it, not file it, merge it, hand it over."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from piccolo.columns import Column
from piccolo.query.functions import Max

from jianyan.accounts import Person
from jianyan.accounts.tables import Organisation
from jianyan.db import Look, Steps, perform, transaction
from jianyan.errors import Invalid
from jianyan.i18n import N_
from jianyan.motions.queries import motion_by_id
from jianyan.motions.recording import locked, record
from jianyan.motions.refusals import NotMergeable
from jianyan.motions.states import MotionState
from jianyan.motions.tables import Motion
from jianyan.motions.writing import write_inside
from jianyan.suggestions import Contribution, SuggestionState
from jianyan.suggestions.texts import checked, tidy

REASON_MOST = 500
HANDOVER_MOST = 40
_OPEN_TO_MERGING = (MotionState.SUBMITTED, MotionState.FILED)


async def file_motion(motion_id: int, *, by: Person, now: datetime) -> int:
    """File a motion and give its number: the next one of its organisation in its year.

    Raises:
        NoSuchMotion: there is none of that id.
        MotionMovedOn: it was examined already, or taken back.
    """
    async with transaction():
        await motion_by_id(motion_id)
        found = await locked(motion_id, MotionState.SUBMITTED)
        number = await _next_number(found["owner"], found["year"])
        await _examined(motion_id, MotionState.FILED, {"number": number}, by=by, now=now)
        data = {"number": number, "year": found["year"]}
        await record("motion-file", motion_id, by=by.actor, now=now, data=data)
        return number


async def decline_motion(
    motion_id: int, reason: str, *, as_note: bool, by: Person, zone: ZoneInfo, now: datetime
) -> str | None:
    """Do not file a motion; give the number of the social-conditions note that was made of it, if one was.

    Args:
        motion_id: of a motion that was not examined.
        reason: as its signers read it.
        as_note: whether what it says goes on as a note, in the first signer's name.
        by: who examines it.
        zone: in which the note's day is counted.
        now: when.

    Raises:
        NoSuchMotion: there is none of that id.
        MotionMovedOn: it was examined already, or taken back.
        Invalid: no reason is given, or one too long.
    """
    kept = _required(reason, "reason", REASON_MOST, N_("Please give the reason: the signers read it."))
    async with transaction():
        await motion_by_id(motion_id)
        locked_row = await locked(motion_id, MotionState.SUBMITTED)
        found = await motion_by_id(motion_id)
        note = None
        if as_note:
            note = await write_inside(
                found, kind=Contribution.NOTE, state=SuggestionState.WAITING, by=by, now=now, zone=zone
            )
        change = {"reason": kept, "note": note}
        await _examined(motion_id, MotionState.NOT_FILED, change, by=by, now=now)
        said, salt = {"reason": kept}, bytes(locked_row["salt"])
        await record(
            "motion-decline", motion_id, by=by.actor, now=now, data={"note": note}, said=said, salt=salt
        )
        return note


async def merge_motion(motion_id: int, into: int, *, by: Person, now: datetime) -> None:
    """Let a motion go on together with another one, which keeps its own first signer.

    Raises:
        NoSuchMotion: there is none of that id, or none to merge it into.
        MotionMovedOn: it was examined already, or taken back.
        NotMergeable: into itself, into another organisation's, or into one that is not open to it.
    """
    async with transaction():
        found, target = await motion_by_id(motion_id), await motion_by_id(into)
        for each in sorted({motion_id, into}):  # in one order: two merges at once never wait for each other
            await locked(each, *MotionState)
        await locked(motion_id, MotionState.SUBMITTED)
        target = await motion_by_id(into)
        is_other = into != motion_id and target.owner_id == found.owner_id
        if not is_other or target.state not in _OPEN_TO_MERGING:
            raise NotMergeable(field="into")
        await _examined(motion_id, MotionState.MERGED, {"merged_into": into}, by=by, now=now)
        await record("motion-merge", motion_id, by=by.actor, now=now, data={"into": into})


async def hand_over(motion_id: int, number: str, *, by: Person, now: datetime) -> None:
    """Mark a filed motion as handed over.

    Args:
        motion_id: of a filed motion.
        number: under which it goes on, 1 to 40 characters.
        by: who hands it over.
        now: when.

    Raises:
        NoSuchMotion: there is none of that id.
        MotionMovedOn: it is not filed, or handed over already.
        Invalid: no number is given, or one too long.
    """
    kept = _required(number, "handover", HANDOVER_MOST, N_("Please give the number under which it goes on."))
    async with transaction():
        await motion_by_id(motion_id)
        await locked(motion_id, MotionState.FILED)
        change: dict[Column | str, Any] = {
            "state": MotionState.HANDED_OVER.value,
            "handover": kept,
            "handed_over_at": now,
        }
        await Motion.update(change).where(Motion.id == motion_id)
        await record("motion-hand-over", motion_id, by=by.actor, now=now, data={"number": kept})


async def _next_number(owner: int, year: int) -> int:
    await perform(_numbering(owner))
    same = (Motion.owner == owner) & (Motion.year == year)
    rows = await Motion.select(Max(Motion.number, alias="last")).where(same)
    return int(rows[0]["last"] or 0) + 1


def _numbering(owner: int) -> Steps[None]:
    """Of two who file at once in an organisation the second waits: each motion has a number of its own."""
    yield Look(Organisation, (Organisation.id,), Organisation.id, [owner], locks=True)


async def _examined(
    motion_id: int, state: MotionState, more: dict[str, Any], *, by: Person, now: datetime
) -> None:
    change: dict[Column | str, Any] = {
        **more,  # type: ignore[dict-item]
        "state": state.value,
        "examined_by": by.account_id,
        "examined_at": now,
    }
    await Motion.update(change).where(Motion.id == motion_id)


def _required(text: str, field: str, most: int, missing: str) -> str:
    if not tidy(text):
        raise Invalid(missing, field=field)
    return checked(text, field=field, most=most)
