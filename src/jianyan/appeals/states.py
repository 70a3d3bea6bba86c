"""How an appeal ends, and in which states a sender may do what."""

from datetime import timedelta
from enum import StrEnum

from jianyan.suggestions import SuggestionState


class Outcome(StrEnum):
    """What the second moderator says of the decline."""

    UPHOLD = "uphold"
    OVERTURN = "overturn"


APPEALABLE_FOR = timedelta(days=30)
ANSWERED_WITHIN = timedelta(days=7)
TEXT_MOST = 1_000
ADDITIONS_MOST = 5
WITHDRAWABLE = frozenset({SuggestionState.WAITING, SuggestionState.HELD, SuggestionState.PUBLISHED})
OPEN_TO_FACTS = WITHDRAWABLE | {SuggestionState.DECLINED}
