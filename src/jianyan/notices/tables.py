"""Tables of what is told to people and machines outside."""

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


class Subscription(Table):
    """A machine or a chat group that an organisation has told. Never deleted, only switched off."""

    id: Serial
    public_id = Varchar(32, unique=True, help_text="what its secrets are bound to")
    organisation = ForeignKey(Organisation, on_delete=OnDelete.restrict, help_text="whose news it hears")
    channel = Varchar(12, help_text="a value of Channel")
    name = Varchar(60, help_text="as its owner calls it")
    host = Varchar(253, help_text="of its address, for the eye")
    address = Bytea(secret=True, help_text="encrypted: a robot's address holds its key")
    secret = Bytea(null=True, default=None, secret=True, help_text="encrypted; it signs what is sent")
    kinds = Text(help_text="JSON list of values of NoticeKind")
    with_text = Boolean(default=False, help_text="whether it is told what was written, too")
    is_on = Boolean(default=True)
    problem = Varchar(40, default="", help_text="why the last attempt failed; empty: it did not")
    rests_until = Timestamptz(null=True, default=None, help_text="until when nothing is sent to it then")
    created_at = Timestamptz(default=None)


class Notice(Table):
    """One message to one receiver. Its state changes as drawn in this slice; deleted after a month."""

    id: Serial
    public_id = Varchar(32, unique=True, help_text="the same at every attempt: receivers know it again")
    kind = Varchar(24, help_text="a value of NoticeKind")
    channel = Varchar(12, help_text="a value of Channel")
    subscription = ForeignKey(Subscription, on_delete=OnDelete.restrict, null=True, default=None, index=True)
    account = ForeignKey(Account, on_delete=OnDelete.restrict, null=True, default=None, index=True)
    address = Bytea(
        null=True, default=None, secret=True, help_text="a phone number, encrypted, until it ends"
    )
    facts = Text(help_text="JSON object of Facts: nothing personal")
    text = Bytea(null=True, default=None, secret=True, help_text="what was written, encrypted, until it ends")
    tracking = Varchar(14, default="", index=True, help_text="of the suggestion it is about")
    state = Varchar(12, help_text="a value of NoticeState")
    due_at = Timestamptz(
        null=True,
        default=None,
        index=True,
        help_text="from when on a worker may take it; as long as one has it, its lease; null: it has ended",
    )
    attempt_count = Integer(default=0)
    holder = Varchar(32, default="", help_text="of the last attempt, another one each time; no person")
    problem = Varchar(40, default="", help_text="why the last attempt failed; nothing personal")
    created_at = Timestamptz(default=None, index=True)
    delivered_at = Timestamptz(null=True, default=None)


class Preference(Table):
    """What somebody wants to be told by e-mail, and when not. Who has no row is told nothing."""

    id: Serial
    account = ForeignKey(Account, on_delete=OnDelete.restrict, unique=True)
    kinds = Text(help_text="JSON list of values of NoticeKind")
    quiet_from = SmallInt(null=True, default=None, help_text="minute of the day; null: no quiet hours")
    quiet_until = SmallInt(null=True, default=None, help_text="minute of the day")
