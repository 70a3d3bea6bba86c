"""Withholding one photo or voice note of a suggestion, and showing it again: each is on record."""

from datetime import datetime

from jianyan import suggestions, trail
from jianyan.accounts import Person
from jianyan.db import transaction
from jianyan.errors import Conflict, Invalid
from jianyan.i18n import N_
from jianyan.screening import public_text
from jianyan.suggestions import SentFile, texts
from jianyan.suggestions.tables import SuggestionPhoto

WITHHOLD_REASON_MOST = 120
_WITHHELD, _SHOWN = "file-withhold", "file-show"


class WithheldAlready(Conflict):
    """Somebody else did the same before."""

    sentence = N_("Somebody has done this already. This is how it stands now.")


async def withhold(name: str, reason: str, *, by: Person, now: datetime) -> SentFile:
    """Let the public see a photo, or hear a voice note, no more; text and other files stay as they are.

    Args:
        name: address of the file.
        reason: 1 to 120 characters; a telephone number in it is not kept.
        by: who withholds it.
        now: when.

    Raises:
        NoSuchUpload: there is none in the current scope.
        Invalid: no reason is given, or it cannot be kept.
        WithheldAlready: see there.
    """
    if not reason.strip():
        raise Invalid(N_("Please fill this in."), field="reason")
    kept = public_text(texts.checked(reason, field="reason", most=WITHHOLD_REASON_MOST))
    async with transaction():
        file = await suggestions.sent_file(name)
        if not await suggestions.set_withheld(file, at=now):
            raise WithheldAlready
        await _record(_WITHHELD, file, {"reason": kept}, by=by, now=now)
    return file


async def show_again(name: str, *, by: Person, now: datetime) -> SentFile:
    """Undo the withholding of a file.

    Raises:
        NoSuchUpload: there is none in the current scope.
        WithheldAlready: it is shown already.
    """
    async with transaction():
        file = await suggestions.sent_file(name)
        if not await suggestions.set_withheld(file, at=None):
            raise WithheldAlready
        await _record(_SHOWN, file, {}, by=by, now=now)
    return file


async def _record(kind: str, file: SentFile, more: dict[str, str], *, by: Person, now: datetime) -> None:
    data = {"what": file.kind.value, "number": file.number, **more}
    entry = trail.Entry(kind=kind, subject=file.tracking, actor=by.actor, topic=file.topic_id, data=data)
    await trail.record(entry, at=now)


async def fault_of_withheld() -> str | None:
    """Name the first file that is withheld without a record, or shown against it, or None."""
    recorded = set[tuple[str, int]]()
    async for page in trail.subjects_of(_WITHHELD, _SHOWN):
        for _, subject, leaf in page:
            change = recorded.add if leaf["type"] == _WITHHELD else recorded.discard
            change((subject, leaf["data"]["number"]))
    columns = (SuggestionPhoto.suggestion.tracking.as_alias("tracking"), SuggestionPhoto.number)
    rows = await SuggestionPhoto.select(*columns).where(SuggestionPhoto.withheld_at.is_not_null())
    wrong = sorted(recorded ^ {(row["tracking"], row["number"]) for row in rows})
    if not wrong:
        return None
    tracking, number = wrong[0]
    return f"suggestion {tracking}: whether its file {number} is withheld is not as recorded"
