"""The table of long work."""

from piccolo.columns import (
    BigInt,
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

from jianyan.accounts.tables import Account


class Job(Table):
    """Long work that somebody asked for. Its state changes as drawn in this slice; deleted after a month."""

    id: Serial
    kind = Varchar(24, help_text="a value of JobKind")
    parameters = Text(help_text="JSON object: what its kind has to know")
    topic = Integer(null=True, default=None, index=True, help_text="id of a topic, which is declared later")
    account = ForeignKey(Account, on_delete=OnDelete.restrict, help_text="who asked")
    session = Varchar(64, help_text="hash of the session that asked; no other one takes the file away")
    language = Varchar(8, help_text="of the file, and of what is said of a failure")
    file_name = Varchar(200, help_text="under which a browser saves the file")
    media_type = Varchar(100)
    state = Varchar(12, index=True, help_text="a value of JobState")
    done_count = Integer(default=0)
    total_count = Integer(default=0, help_text="as it was known last; 0: not known")
    attempt_count = SmallInt(default=0, help_text="how often a worker began it and was not let go")
    holder = Varchar(32, default="", help_text="of the last attempt, another one each time; no person")
    held_until = Timestamptz(null=True, default=None)
    asked_at = Timestamptz(default=None)
    started_at = Timestamptz(null=True, default=None)
    ended_at = Timestamptz(null=True, default=None)
    collected_at = Timestamptz(null=True, default=None, help_text="when the file was handed out")
    file_bytes = BigInt(default=0)
    sha256 = Varchar(64, default="", help_text="of the file, in hex")
    failure = Text(default="", help_text="why it failed, in the asker's language")
