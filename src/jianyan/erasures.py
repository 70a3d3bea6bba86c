"""Erasing a suggestion or a motion so that a restored backup does not bring it back.

Backups are older than erasures made after them. So the name of each is first appended to a list beside the
secret file, which no backup holds, and `jianyan restore` erases what is listed once more. A suggestion's name
is its tracking number, a motion's its number in the trail and when it was begun: neither tells of a person.
"""

import asyncio
import os
from datetime import datetime
from pathlib import Path

from jianyan import appeals, cases, clients, codes, motions, notices, reports, suggestions, trail, uploads
from jianyan.db import transaction
from jianyan.errors import Busy, Invalid
from jianyan.i18n import N_
from jianyan.suggestions import NoSuchSuggestion
from jianyan.suggestions.schemas import TRACKING_LENGTH
from jianyan.uploads import Store


class ListUnwritable(Busy):
    """The list of erasures cannot be written; `reason` says why. Nothing was erased."""

    sentence = N_("Nothing was erased: the list %(path)s cannot be written: %(reason)s")


class ListDamaged(Invalid):
    """A line of the list names neither a suggestion nor a motion; `line` is its number from 1."""

    sentence = N_("Line %(line)s of %(path)s is not a tracking number. Correct it; nothing was written.")


def list_beside(secret_file: str) -> Path:
    """Give the path of the list of erasures."""
    return Path(f"{secret_file}.erased")


async def erase(
    tracking: str, *, by: trail.Actor | None, now: datetime, secret_file: str, store: Store
) -> None:
    """Delete texts, contact and photos of one suggestion, here and in every backup restored here later.

    Raises:
        NoSuchSuggestion: there is none of that number.
        ListUnwritable: nothing was erased.
    """
    await suggestions.by_tracking(tracking)
    await asyncio.to_thread(_append, list_beside(secret_file), tracking)
    await _erase(tracking, by=by, now=now)
    await uploads.remove_erased(store, now=now)


async def erase_motion(
    motion_id: int, *, by: trail.Actor | None, now: datetime, secret_file: str, store: Store
) -> None:
    """Delete title, text and reason of one motion and all that was made of it, here and in every such backup.

    Raises:
        NoSuchMotion: there is none of that id.
        ListUnwritable: nothing was erased.
    """
    name = await motions.lasting_name(motion_id)
    await asyncio.to_thread(_append, list_beside(secret_file), name)
    await _erase_motion(motion_id, by=by, now=now)
    await uploads.remove_erased(store, now=now)


def listed(secret_file: str) -> list[str]:
    """Give the names of what was erased here, the first one first; empty where there is no list.

    Raises:
        ListDamaged: a line is something else.
        OSError: it cannot be read.
    """
    path = list_beside(secret_file)
    if not path.exists():
        return []
    lines = path.read_text(encoding="ascii", errors="replace").split()
    for number, line in enumerate(lines, start=1):
        if not codes.is_code(line, length=TRACKING_LENGTH) and not motions.is_lasting_name(line):
            raise ListDamaged(line=number, path=path)
    return list(dict.fromkeys(lines))


async def erase_again(names: list[str], *, now: datetime, store: Store) -> int:
    """Erase what restored data brought back, and give how many suggestions and motions that were.

    Names that are not in the data are left out: they came after the backup.
    """
    count = 0
    for name in names:
        is_motion = motions.is_lasting_name(name)
        count += await (_motion_again if is_motion else _suggestion_again)(name, now=now)
    while await uploads.remove_erased(store, now=now):
        pass
    return count


async def _suggestion_again(tracking: str, *, now: datetime) -> bool:
    try:
        found = await suggestions.by_tracking(tracking)
    except NoSuchSuggestion:
        return False
    if found.body is not None:
        await _erase(tracking, by=None, now=now)
    return found.body is not None


async def _motion_again(name: str, *, now: datetime) -> bool:
    motion_id = await motions.motion_of_lasting_name(name)
    return motion_id is not None and await _erase_motion(motion_id, by=None, now=now)


async def _erase_motion(motion_id: int, *, by: trail.Actor | None, now: datetime) -> bool:
    async with transaction():
        made = await motions.made_of(motion_id)
        for tracking in made:
            await _erase(tracking, by=by, now=now)
        return await motions.erase_motion(motion_id, by=by, now=now) or bool(made)


async def _erase(tracking: str, *, by: trail.Actor | None, now: datetime) -> None:
    async with transaction():
        found = await suggestions.by_tracking(tracking)
        await suggestions.erase(tracking, by=by, now=now)
        if found.body is not None:
            await motions.erase(tracking, found.body, by=by, now=now)
        await appeals.erase(tracking)
        await clients.erase(tracking)
        if found.body is not None:  # what was written about it since the first time is on record
            await cases.erase(found.id, now=now)
        await reports.erase(tracking)
        await notices.erase_texts(tracking)


def _append(path: Path, tracking: str) -> None:
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        try:
            os.write(descriptor, f"{tracking}\n".encode())  # one write: two processes do not mix
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)  # a list that was just made must survive a power cut as well
        finally:
            os.close(folder)
    except OSError as failed:
        raise ListUnwritable(path=path, reason=failed.strerror or failed, retry_after_s=60) from failed
