"""What comes in, goes out, and is handed to a channel."""

from datetime import datetime

import msgspec

from jianyan.notices.states import Channel, NoticeKind, NoticeState


class Facts(msgspec.Struct, frozen=True, kw_only=True):
    """What a notice says: nothing personal."""

    kind: NoticeKind
    happened_at: datetime
    topic: str = ""
    """Slug."""
    title: str = ""
    """Of the topic or report, as everybody reads it."""
    tracking: str = ""
    """Of the suggestion."""
    state: str = ""
    """In which the suggestion stands now."""
    link: str = ""
    """Where to read on: an address of ours."""


class Parcel(msgspec.Struct, frozen=True, kw_only=True):
    """A notice in the hand of a worker, opened for its channel."""

    id: int
    holder: str
    public_id: str
    channel: Channel
    facts: Facts
    text: str
    """What was written; empty where nobody asked for it."""
    address: str
    """E-mail address, phone number or `https://…`; personal or secret."""
    secret: str
    """What signs it; empty: nothing does."""
    subscription_id: int | None
    attempt_count: int
    """This attempt included."""
    created_at: datetime


class NotDelivered(Exception):
    """It did not arrive, as far as is known.

    Args:
        problem: a word that names nobody, with a number where there is one: `http-503`.
        retry: False: no later attempt can succeed.
    """

    def __init__(self, problem: str, *, retry: bool = True) -> None:
        super().__init__(problem)
        self.problem = problem
        self.retry = retry


class NewSubscription(msgspec.Struct, frozen=True, kw_only=True):
    """A receiver that an organisation wants told."""

    channel: Channel
    name: str
    address: str
    secret: str = ""
    """DingTalk's, which its group shows; a webhook's is made here."""
    kinds: tuple[NoticeKind, ...]
    with_text: bool = False


class SubscriptionSummary(msgspec.Struct, frozen=True, kw_only=True):
    """A subscription in a list."""

    id: int
    organisation: str
    channel: Channel
    name: str
    host: str
    kinds: tuple[NoticeKind, ...]
    with_text: bool
    is_on: bool
    problem: str


class NoticeSummary(msgspec.Struct, frozen=True, kw_only=True):
    """A notice in a list."""

    public_id: str
    kind: NoticeKind
    channel: Channel
    receiver: str
    """Name of the subscription or of the person; empty where it went to a phone."""
    tracking: str
    state: NoticeState
    due_at: datetime | None
    attempt_count: int
    problem: str
    created_at: datetime
    delivered_at: datetime | None

    @property
    def is_open(self) -> bool:
        """Say whether it still waits or is on its way."""
        return self.state in {NoticeState.WAITING, NoticeState.DELIVERING}


class QuietHours(msgspec.Struct, frozen=True):
    """From when until when nobody is told anything: minutes of the day, also over midnight."""

    begin: int
    end: int
