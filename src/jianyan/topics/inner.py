"""The topic that gathers what the members of an organisation write for the office alone.

It is a draft for ever: whatever shows topics to the public shows no drafts, and publishing refuses it.
"""

import secrets
from datetime import datetime

from jianyan.accounts.tables import Organisation
from jianyan.db import Look, Steps, perform, transaction
from jianyan.i18n import FIRST, N_, say
from jianyan.topics.queries import topic_by_id
from jianyan.topics.schemas import NewTopic, TopicDetail
from jianyan.topics.service import add_row
from jianyan.topics.tables import Topic

_TITLE = N_("Social-conditions notes")
_CATEGORIES = (
    N_("Economy and industry"),
    N_("Town and transport"),
    N_("Education and science"),
    N_("Health"),
    N_("Work and social security"),
    N_("Environment"),
    N_("Order and safety"),
    N_("Other"),
)


async def inner_topic(organisation: int, *, now: datetime) -> TopicDetail:
    """Give the topic of an organisation's notes, adding it when there is none; staff may edit it."""
    found = await _id_of(organisation)
    if found is None:
        async with transaction():
            await perform(_locking(organisation))
            found = await _id_of(organisation)
            if found is None:
                new = _new(organisation, now=now)
                found = await add_row(new, owner=organisation, by=None, now=now, inner=True)
    return await topic_by_id(found)


async def _id_of(organisation: int) -> int | None:
    where = (Topic.owner == organisation) & (Topic.inner == True)  # noqa: E712 - Piccolo's operator
    row = await Topic.select(Topic.id).where(where).order_by(Topic.id).first()
    return row["id"] if row else None


def _locking(organisation: int) -> Steps[None]:
    """Of two first notes at once the second waits for the first one's topic."""
    yield Look(Organisation, (Organisation.id,), Organisation.id, [organisation], locks=True)


def _new(organisation: int, *, now: datetime) -> NewTopic:
    return NewTopic(
        slug=f"notes-{organisation}-{secrets.token_hex(3)}",
        title=say(FIRST, _TITLE),
        categories=[say(FIRST, name) for name in _CATEGORIES],
        opens_at=now,
    )
