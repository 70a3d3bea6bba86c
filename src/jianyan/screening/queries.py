"""Reading the word list: what comes with the service, and over it the installation's own entries."""

import asyncio
from typing import Any

from jianyan.errors import NotFound
from jianyan.i18n import N_
from jianyan.screening.listing import default_entries, form_of
from jianyan.screening.schemas import Entry, ListedWord
from jianyan.screening.states import Level
from jianyan.screening.tables import ScreeningWord
from jianyan.screening.words import Words

_COLUMNS = (
    ScreeningWord.folded,
    ScreeningWord.text,
    ScreeningWord.level,
    ScreeningWord.allowed,
    ScreeningWord.note,
    ScreeningWord.is_active,
    ScreeningWord.changed_at,
    ScreeningWord.changed_by.name.as_alias("changed_by"),
)


class NoSuchWord(NotFound):
    """The word is not on the list."""

    sentence = N_("This word is not on the list.")


async def word_list() -> list[ListedWord]:
    """List every entry, also those that are switched off: what was changed last first, then our own order."""
    rows = await ScreeningWord.select(*_COLUMNS).order_by(ScreeningWord.changed_at, ascending=False)
    own = [_own(row) for row in rows]
    forms = {word.folded for word in own}
    given = (ListedWord(entry=entry, **_given(entry)) for entry in default_entries())
    return [*own, *(word for word in given if word.folded not in forms)]


async def listed_word(text: str) -> ListedWord:
    """Give the entry of a word, in whatever dress it is asked for.

    Raises:
        NoSuchWord: it is not on the list.
    """
    form = form_of(text)
    row = await ScreeningWord.select(*_COLUMNS).where(ScreeningWord.folded == form).first()
    if row is not None:
        return _own(row)
    for entry in default_entries():
        if form_of(entry.text) == form:
            return ListedWord(entry=entry, **_given(entry))
    raise NoSuchWord


async def words_in_force() -> Words:
    """Give the active entries, ready to search with."""
    active = [listed.entry.word for listed in await word_list() if listed.entry.is_active]
    return await asyncio.to_thread(
        Words, active
    )  # 5,000 take a tenth of a second; others are served meanwhile


def _own(row: dict[str, Any]) -> ListedWord:
    entry = Entry(
        text=row["text"],
        level=Level(row["level"]),
        allowed=tuple(row["allowed"].splitlines()),
        note=row["note"],
        is_active=row["is_active"],
    )
    return ListedWord(
        entry=entry,
        folded=row["folded"],
        is_own=True,
        changed_at=row["changed_at"],
        changed_by=row["changed_by"],
    )


def _given(entry: Entry) -> dict[str, Any]:
    return {"folded": form_of(entry.text), "is_own": False, "changed_at": None, "changed_by": None}
