"""Tables of members' formal motions and of who signs them."""

from typing import Any

from piccolo.columns import (
    Boolean,
    Bytea,
    ForeignKey,
    Integer,
    OnDelete,
    Serial,
    SmallInt,
    Text,
    Timestamptz,
    Varchar,
)
from piccolo.table import Table

from jianyan.accounts.tables import Account, Organisation


class Motion(Table):
    """A motion. A draft may be edited and thrown away; from its submission on title and text stay."""

    id: Serial
    author = ForeignKey(Account, on_delete=OnDelete.restrict, help_text="the first signer")
    owner = ForeignKey(
        Organisation,
        on_delete=OnDelete.restrict,
        index=True,
        help_text="the first signer's, which examines it",
    )
    title = Varchar(120)
    text = Text(help_text="the matter, the reasons, what is asked for")
    sector = Varchar(60, default="", help_text="of the first signer: party, body or circle")
    category = Varchar(60, default="")
    session = Varchar(60, default="", help_text="as the office calls it")
    year = SmallInt(help_text="in which motions are numbered together")
    is_open = Boolean(default=False, help_text="any member of the organisation may sign")
    state = Varchar(12, default="draft", index=True)
    salt = Bytea(null=True, default=None, help_text="of the commitments in the trail; null: a draft")
    created_at = Timestamptz(default=None)
    submitted_at = Timestamptz(null=True, default=None)
    number = Integer(
        null=True, default=None, help_text="given on filing, from 1; unique in organisation and year"
    )
    reason = Text(null=True, default=None, help_text="why it was not filed, as its signers read it")
    note = Varchar(14, null=True, default=None, help_text="number of the note that was made of it")
    merged_into: ForeignKey[Any] = ForeignKey("self", on_delete=OnDelete.restrict, null=True)
    examined_by = ForeignKey(Account, on_delete=OnDelete.restrict, null=True)
    examined_at = Timestamptz(null=True, default=None)
    handover = Varchar(40, null=True, default=None, help_text="number under which it was handed over")
    handed_over_at = Timestamptz(null=True, default=None)


class MotionSigner(Table):
    """Somebody who is asked to sign beside the first signer, or does; one row a person and motion."""

    id: Serial
    motion = ForeignKey(Motion, on_delete=OnDelete.restrict)
    account = ForeignKey(Account, on_delete=OnDelete.restrict, index=True)
    state = Varchar(12)
    changed_at = Timestamptz(default=None)
