"""Texts that a department begins its replies with."""

from datetime import datetime
from typing import Any

import msgspec

from jianyan import trail
from jianyan.accounts import Person, organisation_ids, within
from jianyan.cases.schemas import REPLY_MOST
from jianyan.cases.stepping import Changes
from jianyan.cases.tables import ReplyTemplate
from jianyan.cases.texts import checked
from jianyan.db import transaction
from jianyan.errors import NotFound
from jianyan.i18n import N_

TEMPLATE_TITLE_MOST = 60
_COLUMNS = (ReplyTemplate.id, ReplyTemplate.title, ReplyTemplate.text)


class ReplyTemplateDetail(msgspec.Struct, frozen=True, kw_only=True):
    """A text to begin a reply with."""

    id: int
    title: str
    text: str


class NoSuchReplyTemplate(NotFound):
    """There is none of that number in one's own organisation or below it."""

    sentence = N_("There is no such template text.")


async def reply_templates(by: Person) -> list[ReplyTemplateDetail]:
    """List the template texts of somebody's own organisation and of all below it, by title."""
    rows = (
        await ReplyTemplate.select(*_COLUMNS).where(_own(by)).order_by(ReplyTemplate.title, ReplyTemplate.id)
    )
    return [ReplyTemplateDetail(**row) for row in rows]


async def reply_template(template_id: int, *, by: Person) -> ReplyTemplateDetail:
    """Give a template text of somebody's own organisation or of one below it.

    Raises:
        NoSuchReplyTemplate: see there.
    """
    row = await ReplyTemplate.select(*_COLUMNS).where(_own(by) & (ReplyTemplate.id == template_id)).first()
    if row is None:
        raise NoSuchReplyTemplate
    return ReplyTemplateDetail(**row)


async def add_reply_template(title: str, text: str, *, by: Person, now: datetime) -> int:
    """Keep a text for the replies of one's own organisation, and give its number.

    Raises:
        Invalid: title or text is empty, too long or cannot be shown.
    """
    title, text = _checked(title, text)
    row = ReplyTemplate(organisation=by.scope.organisation, title=title, text=text)
    async with transaction():
        template_id = int((await ReplyTemplate.insert(row))[0]["id"])
        await _record("reply-template-add", template_id, by=by, now=now)
    return template_id


async def save_reply_template(template_id: int, title: str, text: str, *, by: Person, now: datetime) -> None:
    """Give a template text other words.

    Raises:
        NoSuchReplyTemplate: see there.
        Invalid: title or text is empty, too long or cannot be shown.
    """
    title, text = _checked(title, text)
    new: Changes = {"title": title, "text": text}
    async with transaction():
        await reply_template(template_id, by=by)
        await ReplyTemplate.update(new).where(ReplyTemplate.id == template_id)
        await _record("reply-template-edit", template_id, by=by, now=now)


async def delete_reply_template(template_id: int, *, by: Person, now: datetime) -> None:
    """Delete a template text; replies that were begun with it stay.

    Raises:
        NoSuchReplyTemplate: see there.
    """
    async with transaction():
        await reply_template(template_id, by=by)
        await ReplyTemplate.delete().where(ReplyTemplate.id == template_id)
        await _record("reply-template-delete", template_id, by=by, now=now)


def _own(by: Person) -> Any:
    with within(by.scope):
        return ReplyTemplate.organisation.is_in(organisation_ids())


def _checked(title: str, text: str) -> tuple[str, str]:
    """Give title and text as they are kept."""
    return (
        checked(title, field="title", most=TEMPLATE_TITLE_MOST),
        checked(text, field="text", most=REPLY_MOST),
    )


async def _record(kind: str, template_id: int, *, by: Person, now: datetime) -> None:
    subject = f"organisation-{by.scope.organisation}"
    data = {"number": template_id}
    await trail.record(trail.Entry(kind=kind, subject=subject, actor=by.actor, data=data), at=now)
