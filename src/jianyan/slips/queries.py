"""Reading batches of slips; what belongs to another scope is not there."""

from datetime import datetime
from typing import Any

from piccolo.columns.combination import And
from piccolo.querystring import QueryString

from jianyan.errors import NotFound
from jianyan.i18n import N_
from jianyan.slips.schemas import BatchDetail, TypedSlip
from jianyan.slips.tables import Slip, SlipBatch
from jianyan.suggestions import SuggestionState, photos_of
from jianyan.topics import topic_ids

_COUNT = (
    "(SELECT COUNT(*) FROM slip typed JOIN suggestion ON suggestion.id = typed.suggestion "
    "WHERE typed.slip_batch = slip_batch.id AND suggestion.state <> 'withdrawn')"
)
_BATCH = (
    SlipBatch.id,
    SlipBatch.topic.as_alias("topic_id"),
    SlipBatch.topic.title.as_alias("topic"),
    SlipBatch.placement.code.as_alias("code"),
    SlipBatch.placement.name.as_alias("place"),
    SlipBatch.placement.line.as_alias("line"),
    SlipBatch.slips_on,
    SlipBatch.begun_at,
    QueryString(_COUNT, alias="count"),
)
_SLIP = (
    Slip.suggestion.as_alias("suggestion_id"),
    Slip.suggestion.tracking.as_alias("tracking"),
    Slip.suggestion.state.as_alias("state"),
    Slip.suggestion.body.as_alias("body"),
    Slip.suggestion.category.name.as_alias("category"),  # type: ignore[union-attr]
    Slip.typed_by,
    Slip.typed_at,
)


class NoSuchBatch(NotFound):
    """There is no batch of slips of that number."""

    sentence = N_("There is no such batch of slips.")


async def batch_by_id(batch_id: int) -> BatchDetail:
    """Give a batch.

    Raises:
        NoSuchBatch: the current scope has none of that number.
    """
    found = And(SlipBatch.id == batch_id, SlipBatch.topic.is_in(topic_ids()))
    row = await SlipBatch.select(*_BATCH).where(found).first()
    if row is None:
        raise NoSuchBatch
    return BatchDetail(**row)


async def batches_of(account_id: int, *, most: int) -> list[BatchDetail]:
    """List the batches that somebody began, the newest first."""
    mine = And(SlipBatch.begun_by == account_id, SlipBatch.topic.is_in(topic_ids()))
    rows = await SlipBatch.select(*_BATCH).where(mine).order_by(SlipBatch.id, ascending=False).limit(most)
    return [BatchDetail(**row) for row in rows]


async def slips_of(batch_id: int, *, most: int) -> list[TypedSlip]:
    """List the slips of a batch, the newest first."""
    query = Slip.select(*_SLIP).where(Slip.slip_batch == batch_id)
    rows = await query.order_by(Slip.id, ascending=False).limit(most)
    photos = await photos_of([row["suggestion_id"] for row in rows])
    return [_slip(row, photos) for row in rows]


async def slip_of(tracking: str, batch_id: int) -> TypedSlip | None:
    """Give a slip of a batch by its public number, or None."""
    where = And(Slip.slip_batch == batch_id, Slip.suggestion.tracking == tracking)
    row = await Slip.select(*_SLIP).where(where).first()
    return _slip(row, {}) if row else None


async def typed_already(batch_id: int, body: str) -> str | None:
    """Give the number of the first slip of a batch with this very text, or None."""
    same = And(Slip.suggestion.body == body, Slip.suggestion.state != SuggestionState.WITHDRAWN.value)
    query = Slip.select(Slip.suggestion.tracking.as_alias("tracking")).where(
        And(Slip.slip_batch == batch_id, same)
    )
    row = await query.order_by(Slip.id).first()
    return str(row["tracking"]) if row else None


def _slip(row: dict[str, Any], photos: dict[int, list[str]]) -> TypedSlip:
    names = photos.get(row["suggestion_id"], [])
    known: dict[str, Any] = {name: value for name, value in row.items() if name != "suggestion_id"}
    typed_at: datetime = row["typed_at"]
    return TypedSlip(
        **{
            **known,
            "state": SuggestionState(row["state"]),
            "typed_at": typed_at,
            "photo": next(iter(names), None),
        }
    )
