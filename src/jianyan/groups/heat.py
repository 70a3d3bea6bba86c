"""How hot an issue is: people count most, what is old counts less, and likes by their doublings.

    10 for each person      2 for what they wrote besides      5 for each doubling of likes over dislikes

each counted as half for every `half_life` that has passed since. Six people outweigh a thousand likes (50):
a click is less than a letter. Who writes thirty times (68) counts for less than seven people.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from itertools import chain
from math import log2

from jianyan.groups.schemas import Heat, Message

PERSON_POINTS = 10
REPEAT_POINTS = 2
DOUBLING_POINTS = 5


def heat_of(messages: Iterable[Message], *, until: datetime, half_life: timedelta) -> Heat:
    """Give the heat of what was written, all parts 0 where nothing was.

    Args:
        messages: of one issue.
        until: when it is looked at; what comes later counts as new.
        half_life: more than nothing.
    """
    by_sender: dict[str, list[float]] = {}
    by_nobody: list[list[float]] = []
    liked = 0.0
    for message in messages:
        freshness = _freshness(message.at, until=until, half_life=half_life)
        liked += freshness * (message.likes - message.dislikes)
        if message.sender is None:
            by_nobody.append([freshness])
        else:
            by_sender.setdefault(message.sender, []).append(freshness)
    senders = [sorted(each, reverse=True) for each in chain(by_sender.values(), by_nobody)]
    return Heat(
        people=PERSON_POINTS * sum(each[0] for each in senders),
        repeats=REPEAT_POINTS * sum(sum(each[1:]) for each in senders),
        likes=DOUBLING_POINTS * log2(1 + max(0.0, liked)),
    )


def sender_count(messages: Iterable[Message]) -> int:
    """Count the people who wrote; who cannot be told apart counts as another one each time."""
    senders = [message.sender for message in messages]
    return len({sender for sender in senders if sender is not None}) + senders.count(None)


def _freshness(at: datetime, *, until: datetime, half_life: timedelta) -> float:
    return float(0.5 ** max(0.0, (until - at) / half_life))
