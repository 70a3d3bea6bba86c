"""The reply of a round while it is not published."""

from typing import Any

from piccolo.columns.combination import And

from jianyan.cases.queries import replies_of
from jianyan.cases.refusals import NoReply
from jianyan.cases.stepping import Held
from jianyan.cases.tables import Reply
from jianyan.cases.wording import wording_of

Row = dict[str, Any]


async def draft(found: Held) -> Row | None:
    """Give the reply of this round, while it is not published."""
    this = And(Reply.case == found.id, Reply.round == found.round)
    row: Row | None = await Reply.select().where(this & Reply.published_at.is_null()).first()
    return row


async def written_by_lead(found: Held) -> Row:
    """Give the draft that the present lead wrote; that of an earlier one is nobody's any more.

    Raises:
        NoReply: there is none yet, or it was erased with its suggestion.
    """
    row = await draft(found)
    if row is None or row["organisation"] != found.lead or row["text"] is None:
        raise NoReply
    return row


async def drafted_wording(found: Held) -> str | None:
    """Give the wording of the draft of this round; None where there is none."""
    for reply in (await replies_of([found.id]))[found.id]:
        if reply.round == found.round and reply.published_at is None:
            return wording_of(reply)
    return None
