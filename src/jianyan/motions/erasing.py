"""What is erased of a motion with the suggestion that was made of it; that it was submitted stays."""

from datetime import datetime
from typing import Any

from piccolo.columns import Column

from jianyan import trail
from jianyan.db import transaction
from jianyan.motions.tables import Motion
from jianyan.suggestions.tables import Suggestion

ERASED = "motion-erase"


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
    emptied: dict[Column | str, Any] = {"title": "", "text": "", "reason": None, "salt": None}
    async with transaction():
        rows = await Motion.select(Motion.id).where(same).order_by(Motion.id)
        for row in rows:
            await Motion.update(emptied).where(Motion.id == row["id"])
            entry = trail.Entry(kind=ERASED, subject=f"motion-{row['id']}", actor=by)
            await trail.record(entry, at=now)
    return len(rows)
