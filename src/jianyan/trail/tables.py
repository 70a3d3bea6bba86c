"""Tables of the trail; triggers refuse every UPDATE and DELETE on the first two."""

from piccolo.columns import BigInt, Integer, Text, Timestamptz, Varchar
from piccolo.table import Table


class Trail(Table):
    """One act. Rows are added, never changed; triggers see to it."""

    seq = BigInt(primary_key=True, help_text="position in the tree, from 0 without a gap")
    kind = Varchar(24)
    subject = Varchar(40, help_text="what was acted on: a tracking number, an account's or a topic's id")
    n = Integer(help_text="number of the act within its subject, from 0; unique with it")
    actor = Varchar(40, null=True, default=None, help_text="opaque id of who acted; null for citizens")
    role = Varchar(16, null=True, default=None)
    topic = Integer(null=True, default=None, help_text="id of the topic that it is about, if it is about one")
    minute = Timestamptz(default=None, help_text="UTC, rounded down, never before an earlier row's")
    leaf = Text(help_text="canonical JSON, ASCII keys, integers and strings only")
    leaf_hash = Varchar(64, help_text="hex of SHA-256(0x00 ‖ leaf)")


class TreeHead(Table):
    """The head of the tree after one batch. Rows are added, never changed."""

    size = BigInt(primary_key=True)
    root = Varchar(64)
    minute = Timestamptz(default=None)


class TrailHead(Table):
    """One row: where the tree stands now; its lock orders the writers."""

    id = Integer(primary_key=True, help_text="always 1")
    size = BigInt(default=0)
    root = Varchar(64)
    frontier = Text(help_text="hex of the roots of the full subtrees, largest first, joined by commas")
    minute = Timestamptz(default=None, null=True)
