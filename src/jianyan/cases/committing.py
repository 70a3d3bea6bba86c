"""What a reply says, as the trail keeps it once it is sent and once more when it is published."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

import msgspec

from jianyan import trail
from jianyan.cases.tables import Measure, ReplyDocument, ReplyPhoto

Row = dict[str, Any]


class Said(msgspec.Struct, frozen=True):
    """What a leaf holds of a reply."""

    data: dict[str, Any]
    """Class, adoption, and for each measure the day it is due and the one on which it was done."""
    commitments: dict[str, str]
    """To its text, reason, measures, photos and documents."""


async def said_by(reply: Row) -> Said:
    """Give what a reply says as it stands; its text is not erased."""
    one = [reply["id"]]
    parts = (await measures_of(one), await photo_hashes(one), await document_hashes(one))
    return told(reply, *(part.get(reply["id"], []) for part in parts))


def told(reply: Row, measures: list[Row], photos: list[Row], documents: list[Row]) -> Said:
    """Give what a reply says.

    Args:
        reply: its row.
        measures: the rows that belong to it, by number.
        photos: rows with `salt` and `sha256`, in the order in which they were put there.
        documents: the same, with `said`: hash and title in one text.
    """
    texts = [("reply", reply["text_salt"], reply["text"]), ("reason", reply["reason_salt"], reply["reason"])]
    texts += [(f"measure_{one['number']}", one["text_salt"], one["text"]) for one in measures]
    texts += [(f"photo_{place}", one["salt"], one["sha256"]) for place, one in enumerate(photos, start=1)]
    texts += document_texts(documents)
    days = [[_plain(one["due_on"]), _plain(one["done_on"])] for one in measures]
    return Said(
        data={
            "result": reply["result"] or None,
            "adoption": reply["adoption"] or None,
            **({"measures": days} if days else {}),
            **({"photos": ["after" if one["is_after"] else "before" for one in photos]} if photos else {}),
            **({"documents": len(documents)} if documents else {}),
        },
        commitments={
            field: trail.commitment(bytes(salt), field, text)
            for field, salt, text in texts
            if text is not None and salt is not None
        },
    )


async def measures_of(reply_ids: Iterable[int]) -> dict[int, list[Row]]:
    """Give reply id → the rows of its measures, by number."""
    wanted = Measure.reply.is_in([*reply_ids] or [0])
    return _by_reply(await Measure.select().where(wanted).order_by(Measure.number))


async def photo_hashes(reply_ids: Iterable[int]) -> dict[int, list[Row]]:
    """Give reply id → what its photos show, as hashes, in the order in which they were put there."""
    columns = (ReplyPhoto.reply, ReplyPhoto.is_after, ReplyPhoto.salt)
    sha256 = ReplyPhoto.photo.sha256.as_alias("sha256")
    wanted = ReplyPhoto.reply.is_in([*reply_ids] or [0])
    return _by_reply(await ReplyPhoto.select(*columns, sha256).where(wanted).order_by(ReplyPhoto.id))


async def document_hashes(reply_ids: Iterable[int]) -> dict[int, list[Row]]:
    """Give reply id → its documents, each as its hash and its title in one text, in their order."""
    columns = (ReplyDocument.reply, ReplyDocument.title, ReplyDocument.salt)
    sha256 = ReplyDocument.file.sha256.as_alias("sha256")
    wanted = ReplyDocument.reply.is_in([*reply_ids] or [0])
    rows = await ReplyDocument.select(*columns, sha256).where(wanted).order_by(ReplyDocument.id)
    said = [None if row["title"] is None else f"{row['sha256']} {row['title']}" for row in rows]
    return _by_reply([{**row, "said": each} for row, each in zip(rows, said, strict=True)])


def document_texts(documents: list[Row]) -> list[tuple[str, Any, str | None]]:
    """Give what the commitment to each document is called, its salt and its text."""
    return [(f"document_{place}", one["salt"], one["said"]) for place, one in enumerate(documents, start=1)]


def _by_reply(rows: list[Row]) -> dict[int, list[Row]]:
    found: dict[int, list[Row]] = defaultdict(list)
    for row in rows:
        found[row["reply"]].append(row)
    return found


def _plain(day: Any) -> str | None:
    return str(day.isoformat()) if day else None
