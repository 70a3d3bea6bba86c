"""The phone numbers of a topic: a file of its own, for a reason that is kept, and in no other file."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from jianyan import trail
from jianyan.accounts import Person
from jianyan.db import transaction
from jianyan.errors import Invalid
from jianyan.i18n import N_, say
from jianyan.keys import KeyRing
from jianyan.moderation.tables import Merge
from jianyan.screening import public_text
from jianyan.sheets import Row, Written, csv_bytes, write_xlsx
from jianyan.suggestions import ContactDetail, by_tracking, contacts_of, contacts_to_text
from jianyan.topics import TopicSummary, owner_of

REASON_LEAST, REASON_MOST = 4, 200
_COLUMNS = (N_("Number"), N_("Phone number"), N_("To be deleted by"))


class NotOwnTopic(Invalid):
    """The topic belongs to another organisation, though the person may see it."""

    sentence = N_("Only the organisation that this topic belongs to may take its phone numbers.")


async def take_contacts(
    topic: TopicSummary, *, form: str, reason: str, by: Person, keys: KeyRing, now: datetime
) -> list[ContactDetail]:
    """Give the phone numbers of a topic; who took how many, when and why is recorded.

    Args:
        topic: whose.
        form: `csv` or `xlsx`.
        reason: what they are needed for, 4 to 200 characters; a telephone number in it is not kept.
        by: who takes them.
        keys: open them.
        now: when.

    Raises:
        NotOwnTopic: it belongs to another organisation; one of nobody belongs to who has none above them.
        Invalid: the reason is too short or too long.
        UnfitSecret: one was encrypted with a secret that is not in the secret file; nothing is recorded.
    """
    why = reason.strip()
    if not REASON_LEAST <= len(why) <= REASON_MOST:
        raise Invalid(
            N_("Please say what the numbers are needed for, in %(least)s to %(most)s characters."),
            field="why",
            least=REASON_LEAST,
            most=REASON_MOST,
        )
    async with transaction():
        if not await may_take_contacts(topic, by):
            raise NotOwnTopic(field="topic")
        contacts = await contacts_of(topic.id, keys=keys)
        data = {"what": "contacts", "format": form, "count": len(contacts), "why": public_text(why)}
        entry = trail.Entry(
            kind="export", subject=f"topic-{topic.id}", actor=by.actor, topic=topic.id, data=data
        )
        await trail.record(entry, at=now)
        return contacts


async def lend_phones(tracking: str, *, since: datetime, keys: KeyRing, now: datetime) -> list[ContactDetail]:
    """Give the numbers of who is told that a suggestion is answered: its author, and those merged into it.

    That each was lent is recorded; joins the caller's transaction.

    Args:
        tracking: of the suggestion that is answered.
        since: only who sent theirs from then on agreed to it.
        keys: open them.
        now: when.
    """
    async with transaction():
        found = await by_tracking(tracking)
        merged = await Merge.select(Merge.suggestion).where(Merge.into == found.id)
        ids = [found.id, *(row["suggestion"] for row in merged)]
        lent = await contacts_to_text(ids, since=since, keys=keys)
        for one in lent:
            entry = trail.Entry(kind="phone-lend", subject=one.tracking, actor=None, topic=found.topic_id)
            await trail.record(entry, at=now)
        return lent


async def may_take_contacts(topic: TopicSummary, person: Person) -> bool:
    """Say whether a topic is of a person's own organisation."""
    owner = await owner_of(topic.id)
    return person.scope.is_root if owner is None else bool(owner == person.scope.organisation)


def contacts_csv(contacts: Sequence[ContactDetail], *, language: str) -> Iterator[bytes]:
    """Give the numbers as a CSV file in pieces."""
    return csv_bytes(_headings(language), _rows(contacts))


def contacts_xlsx(
    target: Path | BinaryIO, contacts: Sequence[ContactDetail], *, language: str, made_at: datetime
) -> Written:
    """Write the numbers as a workbook."""
    name = say(language, N_("Phone numbers"))
    return write_xlsx(target, _headings(language), _rows(contacts), made_at=made_at, name=name)


def _headings(language: str) -> list[str]:
    return [say(language, column) for column in _COLUMNS]


def _rows(contacts: Sequence[ContactDetail]) -> Iterator[Row]:
    return ((one.tracking, one.phone, one.delete_on) for one in contacts)
