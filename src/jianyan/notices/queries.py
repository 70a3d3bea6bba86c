"""Reading the outbox: what was told to whom, and where it stands."""

from datetime import datetime, timedelta
from typing import Any

from jianyan.accounts import belongs
from jianyan.db import transaction
from jianyan.errors import NotFound
from jianyan.i18n import N_
from jianyan.notices import holding
from jianyan.notices.schemas import NoticeSummary
from jianyan.notices.states import Channel, NoticeKind, NoticeState
from jianyan.notices.tables import Notice

_SHOWN_MOST = 50
_REMEMBERED = timedelta(days=30)


class NoSuchNotice(NotFound):
    """There is none of that id in the current scope."""

    sentence = N_("There is no such notice here.")


async def recent() -> list[NoticeSummary]:
    """List what went to receivers and people of the current scope, the newest first, at most fifty."""
    query = Notice.select(
        *Notice.all_columns(),
        Notice.subscription.name.as_alias("subscription_name"),
        Notice.account.name.as_alias("account_name"),
        Notice.account.email.as_alias("account_email"),
    )
    rows = await query.where(_own()).order_by(Notice.id, ascending=False).limit(_SHOWN_MOST)
    return [_summary(row) for row in rows]


async def retry(public_id: str, *, now: datetime) -> None:
    """Make a notice that has not arrived due at once.

    Raises:
        NoSuchNotice: there is none in the current scope.
    """
    if not await Notice.exists().where((Notice.public_id == public_id) & _own()):
        raise NoSuchNotice
    await holding.retry(public_id, now=now)


async def is_standing(*, now: datetime) -> bool:
    """Say whether something has been due for longer than a minute and no worker took it."""
    return bool(await Notice.exists().where(Notice.due_at < now - timedelta(minutes=1)))


async def forget(*, now: datetime) -> None:
    """Delete what ended and was about something a month ago."""
    async with transaction():
        await Notice.delete().where((Notice.created_at < now - _REMEMBERED) & Notice.due_at.is_null())


def _own() -> Any:
    return belongs(Notice.subscription.organisation) | belongs(Notice.account.organisation)


def _summary(row: dict[str, Any]) -> NoticeSummary:
    return NoticeSummary(
        public_id=row["public_id"],
        kind=NoticeKind(row["kind"]),
        channel=Channel(row["channel"]),
        receiver=row["subscription_name"] or row["account_name"] or row["account_email"] or "",
        tracking=row["tracking"],
        state=NoticeState(row["state"]),
        due_at=row["due_at"],
        attempt_count=row["attempt_count"],
        problem=row["problem"],
        created_at=row["created_at"],
        delivered_at=row["delivered_at"],
    )
