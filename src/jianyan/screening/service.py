"""Keeping the word list: add, change, switch off, take a whole sheet."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import msgspec

from jianyan import trail
from jianyan.accounts import Person
from jianyan.db import transaction
from jianyan.errors import Conflict, Invalid
from jianyan.i18n import N_
from jianyan.screening.listing import ALLOWED_MOST, NOTE_MOST, WORD_MOST, form_of, is_searchable
from jianyan.screening.queries import NoSuchWord, listed_word, word_list
from jianyan.screening.schemas import Entry
from jianyan.screening.tables import ScreeningWord

_LIST = "words"
_CHANGING = (
    ScreeningWord.text,
    ScreeningWord.level,
    ScreeningWord.allowed,
    ScreeningWord.note,
    ScreeningWord.is_active,
    ScreeningWord.changed_by,
    ScreeningWord.changed_at,
)


class AlreadyListed(Conflict):
    """The word is on the list, perhaps in another dress; `text` is how it stands there."""

    sentence = N_("“%(text)s” is on the list already. Change that entry.")


class UploadCount(msgspec.Struct, frozen=True, kw_only=True):
    """What a sheet did to the list."""

    added: int
    changed: int
    same: int
    """Entries that stood on the list just so."""


async def add_word(entry: Entry, *, by: Person | None, now: datetime) -> None:
    """Put a word on the list; every process searches for it within about a second.

    Raises:
        Invalid: nothing of it can be searched for, or a field is too long.
        AlreadyListed: it is there.
    """
    _check(entry)
    async with transaction():
        try:
            there = await listed_word(entry.text)
        except NoSuchWord:
            subject = await _keep(entry, by=by, now=now)
            await _record("words-add", subject, _facts(entry), by=by, now=now)
            return
        raise AlreadyListed(field="text", text=there.entry.text)


async def change_word(entry: Entry, *, by: Person | None, now: datetime) -> None:
    """Change an entry, or switch it off or on; one that came with the service becomes the installation's.

    Args:
        entry: as it is from now on; its text says which one.
        by: who changes it; None at the command line.
        now: when.

    Raises:
        Invalid: a field is too long.
        NoSuchWord: it is not on the list.
    """
    _check(entry)
    async with transaction():
        before = (await listed_word(entry.text)).entry
        changed = msgspec.structs.replace(entry, text=before.text)
        if changed == before:
            return
        subject = await _keep(changed, by=by, now=now)
        was = {f"{name}_before": value for name, value in _facts(before).items() if name != "word"}
        await _record("words-change", subject, {**_facts(changed), **was}, by=by, now=now)


async def upload_words(entries: Sequence[Entry], *, by: Person | None, now: datetime) -> UploadCount:
    """Add the entries of a sheet to the list and change those that differ; the others stay as they are.

    Of two with one form in the sheet the later one counts. Nothing is kept where one cannot be taken.

    Raises:
        Invalid: nothing of a word can be searched for, or a field is too long.
    """
    for entry in entries:
        _check(entry)
    async with transaction():
        known = {listed.folded: listed.entry for listed in await word_list()}
        sent = {form_of(entry.text): entry for entry in entries}
        different = {form: entry for form, entry in sent.items() if known.get(form) != entry}
        for entry in different.values():
            await _keep(entry, by=by, now=now)
        changed = len(known.keys() & different.keys())
        count = UploadCount(added=len(different) - changed, changed=changed, same=len(sent) - len(different))
        if different:
            await _record("words-upload", _LIST, msgspec.structs.asdict(count), by=by, now=now)
        return count


def _check(entry: Entry) -> None:
    if not is_searchable(entry.text):
        sentence = N_("A word has 1 to %(most)s letters or digits.")
        raise Invalid(sentence, field="text", most=WORD_MOST)
    if len(entry.note) > NOTE_MOST:
        raise Invalid(N_("A note has at most 200 characters."), field="note")
    if sum(map(len, entry.allowed)) > ALLOWED_MOST:
        raise Invalid(N_("Allow-phrases have at most 2,000 characters together."), field="allowed")


async def _keep(entry: Entry, *, by: Person | None, now: datetime) -> str:
    """Write an entry of the installation over the one of the same form; give how the trail calls it."""
    row = ScreeningWord(
        folded=form_of(entry.text),
        text=entry.text,
        level=entry.level.value,
        allowed="\n".join(entry.allowed),
        note=entry.note,
        is_active=entry.is_active,
        changed_by=by.account_id if by else None,
        added_at=now,
        changed_at=now,
    )
    kept = (
        await ScreeningWord.insert(row)
        .on_conflict(target=ScreeningWord.folded, action="DO UPDATE", values=_CHANGING)
        .returning(ScreeningWord.id)
    )
    return f"word-{kept[0]['id']}"


async def _record(kind: str, subject: str, data: dict[str, Any], *, by: Person | None, now: datetime) -> None:
    entry = trail.Entry(kind=kind, subject=subject, actor=by.actor if by else None, data=data)
    await trail.record(entry, at=now)


def _facts(entry: Entry) -> dict[str, Any]:
    """Give what the trail keeps of an entry."""
    return {
        "word": entry.text,
        "level": entry.level.value,
        "allowed": list(entry.allowed),
        "active": entry.is_active,
    }
