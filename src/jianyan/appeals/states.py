"""How an appeal ends, and in which states a sender may do what."""

from datetime import date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from jianyan.clock import day_of
from jianyan.suggestions import SuggestionState


class Outcome(StrEnum):
    """What the second moderator says of the decline."""

    UPHOLD = "uphold"
    OVERTURN = "overturn"


APPEALABLE_FOR = timedelta(days=30)
TEXT_MOST = 1_000
ADDITIONS_MOST = 5
WITHDRAWABLE = frozenset({SuggestionState.WAITING, SuggestionState.HELD, SuggestionState.PUBLISHED})
OPEN_TO_FACTS = WITHDRAWABLE | {SuggestionState.DECLINED}
_ANSWERED_WITHIN = timedelta(days=7)


def due_on(raised_at: datetime, zone: ZoneInfo) -> date:
    """Give the day by which an appeal is answered: the seventh after it was raised, in the town's time."""
    return day_of(raised_at, zone) + _ANSWERED_WITHIN
