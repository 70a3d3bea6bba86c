"""What is frozen as bytes: canonical JSON, so that the same figures are the same bytes everywhere."""

import hashlib
from itertools import islice
from typing import TypeVar

import msgspec

from jianyan.reports.replaying import Replay
from jianyan.reports.schemas import Content, Standing
from jianyan.trail.leaves import canonical

_AT_ONCE = 10_000
Kind = TypeVar("Kind")


class Frozen(msgspec.Struct, frozen=True, kw_only=True):
    """The figures of a topic and where each suggestion stood, as they are kept."""

    content: bytes
    listing: bytes

    @property
    def figures(self) -> Content:
        """Give the figures."""
        return decoded(self.content, Content)


def frozen(replay: Replay, *, trail_size: int, root: str) -> Frozen:
    """Give what a fold comes to, as bytes; it computes for seconds where suggestions are many.

    Args:
        replay: after all leaves of that position.
        trail_size: of the position.
        root: hex of the tree's root there.
    """
    listing = _listed(replay)
    content = replay.content(trail_size=trail_size, root=root, listing_sha256=sha256(listing))
    return Frozen(content=encoded(content), listing=listing)


def encoded(value: msgspec.Struct) -> bytes:
    """Write a Struct of names, whole numbers, texts and lists as canonical JSON."""
    return canonical(msgspec.json.decode(msgspec.json.encode(value)))


def decoded(data: bytes, kind: type[Kind]) -> Kind:
    """Read what was frozen.

    Raises:
        msgspec.MsgspecError: it is something else.
    """
    return msgspec.json.decode(data, type=kind)


def standings(listing: bytes) -> list[Standing]:
    """Read a listing.

    Raises:
        msgspec.MsgspecError: it is something else.
    """
    return msgspec.json.decode(listing, type=list[Standing])


def _listed(replay: Replay) -> bytes:
    """Write the listing piece by piece: as objects a million standings would take much memory."""
    standings, pieces = replay.standings(), []
    while chunk := list(islice(standings, _AT_ONCE)):
        pieces.append(msgspec.json.encode(chunk)[1:-1])
    return b"[" + b",".join(pieces) + b"]"


def sha256(data: bytes) -> str:
    """Give the hex SHA-256."""
    return hashlib.sha256(data).hexdigest()
