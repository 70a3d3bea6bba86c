"""What is grouped, and what comes of it."""

from datetime import datetime

import msgspec


class Message(msgspec.Struct, frozen=True, kw_only=True):
    """A text with what makes it weigh."""

    number: int
    """Of 32 bits; rises with time where it can."""
    title: str
    body: str
    at: datetime
    sender: str | None = None
    """None where nobody can tell: then it counts as another person's."""
    likes: int = 0
    dislikes: int = 0


class Heat(msgspec.Struct, frozen=True, kw_only=True):
    """How hot an issue is, in parts that anybody can add up again; see `heat_of`."""

    people: float
    """For each person who wrote."""
    repeats: float
    """For what they wrote besides."""
    likes: float
    """For those who agreed."""

    @property
    def total(self) -> float:
        """Give the figure itself: 10 is one person who wrote just now."""
        return self.people + self.repeats + self.likes


class Issue(msgspec.Struct, frozen=True, kw_only=True):
    """What several people wrote of, within a time."""

    groups: list[int]
    """Places of its groups in what was given, the largest first."""
    messages: list[Message]
    """Within the time, by number."""
    representative: Message
    """What says best what all say."""
    sender_count: int
    first_at: datetime
    last_at: datetime
    places: list[str]
    people: list[str]
    words: list[str]
    """Frequent in it and rare elsewhere, and neither a place nor people."""
    heat: Heat


class Member(msgspec.Struct, frozen=True, kw_only=True):
    """A suggestion of a group."""

    tracking: str
    state: str
    likeness: float
    """To the group's centre when it came."""
    message: Message
    """Its number is the suggestion's id."""


class GroupDetail(msgspec.Struct, frozen=True, kw_only=True):
    """Suggestions that say the same."""

    first: int
    """Id of the suggestion that began it; not always one of the members that are read."""
    count: int
    """How many say the same, those included that are not read."""
    members: list[Member]
    """Those that are read, by id; one at least."""

    @property
    def not_read(self) -> int:
        """Count those that say the same and are not read."""
        return self.count - len(self.members)

    @property
    def messages(self) -> list[Message]:
        """Give what the members that are read say."""
        return [member.message for member in self.members]


class GroupSize(msgspec.Struct, frozen=True, kw_only=True):
    """How many say the same."""

    first: int
    """Id of the suggestion that began the group."""
    count: int
    """Two at least."""
    published: str | None
    """Number of the first of them that is published."""
