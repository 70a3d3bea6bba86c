"""Table of topics that members propose."""

from piccolo.columns import ForeignKey, OnDelete, Serial, Text, Timestamptz, Varchar
from piccolo.table import Table

from jianyan.accounts.tables import Account
from jianyan.topics.tables import Topic


class Proposal(Table):
    """A topic that a member proposes. Its text stays as proposed; amendments go into the topic."""

    id: Serial
    author = ForeignKey(Account, on_delete=OnDelete.restrict)
    title = Varchar(120)
    text = Text(help_text="why, and what should be asked")
    state = Varchar(12, default="proposed", index=True)
    reason = Text(null=True, default=None, help_text="why it was declined, as told to the member")
    topic = ForeignKey(Topic, on_delete=OnDelete.restrict, null=True, help_text="what it became")
    proposed_at = Timestamptz(default=None)
    examined_by = ForeignKey(Account, on_delete=OnDelete.restrict, null=True)
    examined_at = Timestamptz(null=True, default=None)
