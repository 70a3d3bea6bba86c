"""What several people wrote of within a time, the hottest first.

Groups that speak of the same place or people in the same matter are one issue, though their words differ too
much for one group: their centres are alike at 0.5. A centre holds what many wrote, so it is alike in more.
"""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from jianyan.groups.gathering import Gathering
from jianyan.groups.grams import Amounts, amounts_of
from jianyan.groups.heat import heat_of, sender_count
from jianyan.groups.index import Index
from jianyan.groups.places import district_of, is_place, people_of
from jianyan.groups.schemas import Heat, Issue, Message
from jianyan.groups.telling import telling_words

CENTRES_LEAST = 0.5
_MEMBERS_READ = 30
_PLACES_MOST = 3
_WORDS_MOST = 6


def hottest(
    groups: Sequence[Sequence[Message]], *, since: datetime, until: datetime, most: int = 5
) -> list[Issue]:
    """List the hottest issues of a time, the hottest first.

    Args:
        groups: messages that say the same, see `Gathering`.
        since: earlier messages do not count.
        until: later ones do not either; half of the time back from here a message counts half.
        most: at most this many.
    """
    inside = [
        [message for message in sorted(group, key=_number) if since <= message.at <= until]
        for group in groups
    ]
    present = [at for at, messages in enumerate(inside) if messages]
    of_groups = Gathering(least=CENTRES_LEAST)
    for at in sorted(present, key=lambda at: (-len(inside[at]), at)):
        of_groups.take(at, _centre(inside[at]))
    found = []
    for joined in of_groups.members.values():
        messages = sorted((message for group in joined for message in inside[group]), key=_number)
        found.append((heat_of(messages, until=until, half_life=(until - since) / 2), joined, messages))
    found.sort(key=lambda one: (-one[0].total, one[1]))
    return [_issue(joined, messages, heat, of_groups.index) for heat, joined, messages in found[:most]]


def _issue(groups: list[int], messages: list[Message], heat: Heat, index: Index) -> Issue:
    texts = [f"{message.title}\n{message.body}" for message in messages]
    people = people_of(texts)
    headings = [message.title or message.body for message in messages]
    words = [word for word in telling_words(headings, share=index.share) if word not in people]
    places = [word for word in words if is_place(word, texts)]
    return Issue(
        groups=groups,
        messages=messages,
        representative=representative_of(messages),
        sender_count=sender_count(messages),
        first_at=min(message.at for message in messages),
        last_at=max(message.at for message in messages),
        places=[*district_of(texts), *places[:_PLACES_MOST]],
        people=people,
        words=[word for word in words if word not in places][:_WORDS_MOST],
        heat=heat,
    )


def representative_of(messages: Sequence[Message]) -> Message:
    """Give the message that says best what all say; there is at least one."""
    gathering = Gathering()
    by_number = {message.number: message for message in messages[:_MEMBERS_READ]}
    first = next(iter(by_number))
    for number, message in by_number.items():
        gathering.recall(number, amounts_of(message.title, message.body), group=first)
    return by_number[gathering.representative(first)]


def _centre(messages: Sequence[Message]) -> Amounts:
    centre: Counter[str] = Counter()
    for message in messages[:_MEMBERS_READ]:
        centre.update(amounts_of(message.title, message.body))
    return dict(centre)


def _number(message: Message) -> int:
    return message.number
