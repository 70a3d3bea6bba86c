"""Seeing what is masked: whoever does is on record."""

from datetime import datetime

from jianyan import suggestions, trail
from jianyan.accounts import Person
from jianyan.db import transaction
from jianyan.errors import Invalid
from jianyan.i18n import N_
from jianyan.screening import public_text
from jianyan.suggestions import SuggestionDetail

REVEAL_REASON_MOST = 60


async def reveal(tracking: str, *, reason: str, by: Person, now: datetime) -> SuggestionDetail:
    """Give a suggestion as it was written; who saw it, when and why is recorded.

    Args:
        tracking: its number.
        reason: at most 60 characters, or empty; a telephone number in it is not kept.
        by: who sees it.
        now: when.

    Raises:
        NoSuchSuggestion: there is none of that number.
        Invalid: the reason is too long.
    """
    reason = reason.strip()
    if len(reason) > REVEAL_REASON_MOST:
        raise Invalid(N_("A reason has at most %(most)s characters."), field="why", most=REVEAL_REASON_MOST)
    async with transaction():
        found = await suggestions.by_tracking(tracking)
        data = {"why": public_text(reason)} if reason else {}
        entry = trail.Entry(kind="reveal", subject=tracking, actor=by.actor, topic=found.topic_id, data=data)
        await trail.record(entry, at=now)
        return found
