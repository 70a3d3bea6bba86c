"""What the first signer does: draft, edit, submit, take back; and what the others do: sign or not."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from piccolo.columns import Column

from jianyan import trail
from jianyan.accounts import Person
from jianyan.db import Insert, Steps, perform, transaction
from jianyan.errors import Invalid, InvalidFields, Refusal
from jianyan.i18n import N_
from jianyan.motions.queries import colleagues, motion_for
from jianyan.motions.recording import locked, record
from jianyan.motions.refusals import NoSuchMotion
from jianyan.motions.schemas import LINE_MOST, TEXT_MOST, TITLE_MOST, MotionDetail, NewMotion
from jianyan.motions.states import MotionState, SignerState
from jianyan.motions.tables import Motion, MotionSigner
from jianyan.suggestions.texts import checked, tidy

_YEARS = range(2000, 2100)
_SIGNER = (MotionSigner.motion, MotionSigner.account, MotionSigner.state, MotionSigner.changed_at)


async def draft_motion(new: NewMotion, *, by: Person, now: datetime) -> int:
    """Keep a draft that its first signer alone sees, and give its id.

    Raises:
        InvalidFields: one refusal for each field that cannot be taken.
    """
    kept = _checked(new)
    async with transaction():
        row = Motion(author=by.account_id, owner=by.scope.organisation, created_at=now, **kept)
        return int((await Motion.insert(row))[0]["id"])


async def save_motion(motion_id: int, new: NewMotion, *, by: Person) -> None:
    """Replace what a draft says.

    Raises:
        NoSuchMotion: there is none of that id, or it is another's.
        MotionMovedOn: it was submitted.
        InvalidFields: one refusal for each field that cannot be taken.
    """
    kept = _checked(new)
    async with transaction():
        await _own(motion_id, by, MotionState.DRAFT)
        await Motion.update(kept).where(Motion.id == motion_id)


async def submit_motion(motion_id: int, *, by: Person, now: datetime) -> None:
    """Hand a draft in: its text stays as it is from now on, and others may sign it.

    Raises:
        NoSuchMotion: there is none of that id, or it is another's.
        MotionMovedOn: it was submitted already.
    """
    async with transaction():
        found, salt = await _own(motion_id, by, MotionState.DRAFT), trail.fresh_salt()
        change: dict[Column | str, Any] = {
            "state": MotionState.SUBMITTED.value,
            "salt": salt,
            "submitted_at": now,
        }
        await Motion.update(change).where(Motion.id == motion_id)
        said = {"title": found.title, "text": found.text}
        data = {"year": found.year}
        await record("motion-submit", motion_id, by=by.actor, now=now, data=data, said=said, salt=salt)


async def withdraw_motion(motion_id: int, *, by: Person, now: datetime) -> None:
    """Throw a draft away, or take back what was submitted and is not examined yet.

    Raises:
        NoSuchMotion: there is none of that id, or it is another's.
        MotionMovedOn: it was examined.
    """
    async with transaction():
        found = await _own(motion_id, by, MotionState.DRAFT, MotionState.SUBMITTED)
        if found.state is MotionState.DRAFT:
            await Motion.delete().where(Motion.id == motion_id)
            return
        await Motion.update({"state": MotionState.WITHDRAWN.value}).where(Motion.id == motion_id)
        await record("motion-withdraw", motion_id, by=by.actor, now=now)


async def invite(motion_id: int, account_ids: Sequence[int], *, by: Person, now: datetime) -> int:
    """Ask colleagues to sign, and give how many were not asked before.

    Raises:
        NoSuchMotion: there is none of that id, or it is another's.
        MotionMovedOn: it is a draft, or was examined.
        Invalid: nobody is named, or somebody who is no colleague.
    """
    known = {one.account_id for one in await colleagues(by)}
    if not account_ids or not set(account_ids) <= known:
        raise Invalid(N_("Please choose members of your organisation."), field="signer")
    async with transaction():
        await _own(motion_id, by, MotionState.SUBMITTED)
        rows = [(motion_id, one, SignerState.INVITED.value, now) for one in dict.fromkeys(account_ids)]
        added = await perform(_adding(rows))
        if added:
            await record("motion-invite", motion_id, by=by.actor, now=now, data={"count": added})
        return added


async def sign(motion_id: int, *, by: Person, now: datetime) -> None:
    """Sign a motion beside its first signer; again changes nothing.

    Raises:
        NoSuchMotion: there is none of that id, or it is not theirs to sign.
        MotionMovedOn: signing is over: it was examined or taken back.
    """
    await _answer(motion_id, SignerState.SIGNED, by=by, now=now)


async def unsign(motion_id: int, *, by: Person, now: datetime) -> None:
    """Take a signature back, or turn down an invitation; again changes nothing.

    Raises:
        NoSuchMotion: there is none of that id, or it is not theirs to sign.
        MotionMovedOn: signing is over: it was examined or taken back.
    """
    await _answer(motion_id, SignerState.WITHDRAWN, by=by, now=now)


async def _answer(motion_id: int, answer: SignerState, *, by: Person, now: datetime) -> None:
    async with transaction():
        await locked(motion_id, *MotionState)
        found = await motion_for(motion_id, by)
        if found.author_id == by.account_id:
            raise NoSuchMotion
        await locked(motion_id, MotionState.SUBMITTED)
        before = found.signer(by.account_id)
        if before is answer or (before is None and answer is SignerState.WITHDRAWN):
            return
        if before is None:
            await perform(_adding([(motion_id, by.account_id, answer.value, now)]))
        else:
            own = (MotionSigner.motion == motion_id) & (MotionSigner.account == by.account_id)
            change: dict[Column | str, Any] = {"state": answer.value, "changed_at": now}
            await MotionSigner.update(change).where(own)
        kind = "motion-sign" if answer is SignerState.SIGNED else "motion-unsign"
        await record(kind, motion_id, by=by.actor, now=now)


def _adding(rows: list[tuple[int, int, str, datetime]]) -> Steps[int]:
    added: int = yield Insert(MotionSigner, _SIGNER, rows, skips=True)
    return added


async def _own(motion_id: int, by: Person, *states: MotionState) -> MotionDetail:
    """Give a motion of this first signer, locked, in one of these states."""
    found = await motion_for(motion_id, by)
    if found.author_id != by.account_id:
        raise NoSuchMotion
    await locked(motion_id, *states)
    return await motion_for(motion_id, by)


def _checked(new: NewMotion) -> dict[Any, Any]:
    problems: list[Refusal] = []
    kept: dict[Any, Any] = {"is_open": new.is_open}
    for field, most in (("title", TITLE_MOST), ("text", TEXT_MOST)):
        try:
            kept[field] = _required(getattr(new, field), field, most)
        except Invalid as problem:
            problems.append(problem)
    for field in ("sector", "category", "session"):
        typed = " ".join(getattr(new, field).split())
        try:
            kept[field] = checked(typed, field=field, most=LINE_MOST) if tidy(typed) else ""
        except Invalid as problem:
            problems.append(problem)
    typed = new.year.strip()
    if typed.isascii() and typed.isdecimal() and len(typed) == 4 and int(typed) in _YEARS:
        kept["year"] = int(typed)
    else:
        problems.append(Invalid(N_("Please give the year with four digits."), field="year"))
    if problems:
        raise InvalidFields(problems)
    return kept


def _required(text: str, field: str, most: int) -> str:
    if not tidy(text):
        missing = N_("Please write a title.") if field == "title" else N_("Please write what you ask for.")
        raise Invalid(missing, field=field)
    return checked(text, field=field, most=most)
