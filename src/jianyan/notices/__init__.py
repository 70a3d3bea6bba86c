"""The outbox: what is told to people and machines outside, written with the act and delivered afterwards.

    tell ──▶ waiting ── a worker takes it ──▶ delivering ──▶ delivered
               ▲  ▲                               │
               │  └── not delivered: back-off ────┤
               │      (or the worker died: its lease is over)
               └── retry ── given-up ◀── after three days, or where no attempt can succeed

Every notice reaches its receiver at least once. It may arrive twice: its id is then the same, as Message-ID,
as `webhook-id`, as `id`. People are told by e-mail what they asked for and not in their quiet hours;
organisations subscribe with webhooks and robots. Nothing personal is told unless it was asked for.

Writes: Notice, Subscription, Preference.
"""

from jianyan.notices.delivering import CHANNELS, Deliver, deliver_once
from jianyan.notices.holding import LEASE
from jianyan.notices.pausing import GIVEN_UP_AFTER
from jianyan.notices.preferences import (
    NoTimeOfDay,
    Wishes,
    kinds_of,
    own_wishes,
    read_quiet_hours,
    save_wishes,
)
from jianyan.notices.queries import NoSuchNotice, forget, is_standing, recent, retry
from jianyan.notices.schemas import (
    Facts,
    NewSubscription,
    NotDelivered,
    NoticeSummary,
    Parcel,
    QuietHours,
    SubscriptionSummary,
)
from jianyan.notices.states import (
    KINDS_OF_MEMBERS,
    KINDS_OF_PEOPLE,
    KINDS_OF_SUBSCRIPTIONS,
    SUBSCRIBED_CHANNELS,
    TITLES,
    Channel,
    NoticeKind,
    NoticeState,
)
from jianyan.notices.subscriptions import (
    NoSuchSubscription,
    UnfitAddress,
    subscribe,
    subscriptions,
    switch,
    test,
)
from jianyan.notices.telling import erase_texts, forget_phones, tell, tell_person, tell_phone

__all__ = [
    "CHANNELS",
    "GIVEN_UP_AFTER",
    "KINDS_OF_MEMBERS",
    "KINDS_OF_PEOPLE",
    "KINDS_OF_SUBSCRIPTIONS",
    "LEASE",
    "SUBSCRIBED_CHANNELS",
    "TITLES",
    "Channel",
    "Deliver",
    "Facts",
    "NewSubscription",
    "NoSuchNotice",
    "NoSuchSubscription",
    "NoTimeOfDay",
    "NotDelivered",
    "NoticeKind",
    "NoticeState",
    "NoticeSummary",
    "Parcel",
    "QuietHours",
    "SubscriptionSummary",
    "UnfitAddress",
    "Wishes",
    "deliver_once",
    "erase_texts",
    "forget",
    "forget_phones",
    "is_standing",
    "kinds_of",
    "own_wishes",
    "read_quiet_hours",
    "recent",
    "retry",
    "save_wishes",
    "subscribe",
    "subscriptions",
    "switch",
    "tell",
    "tell_person",
    "tell_phone",
    "test",
]
