"""Tables of topics that members propose, and of who supports them."""

from piccolo.columns import ForeignKey, OnDelete, Serial, Text, Timestamptz, Varchar
from piccolo.table import Table

from jianyan.accounts.tables import Account
from jianyan.topics.tables import Topic


class Proposal(Table):
    """A topic that a member proposes. Its text stays as proposed; what is shown for support is beside it."""

    id: Serial
    author = ForeignKey(Account, on_delete=OnDelete.restrict)
    title = Varchar(120)
    text = Text(help_text="why, and what should be asked")
    state = Varchar(12, default="proposed", index=True)
    shown_title = Varchar(120, null=True, default=None, help_text="as the public reads it; null: it does not")
    shown_text = Text(null=True, default=None)
    note = Text(null=True, default=None, help_text="of who examined it, for the office")
    reason = Text(null=True, default=None, help_text="why it was accepted or declined, as told to the member")
    topic = ForeignKey(Topic, on_delete=OnDelete.restrict, null=True, help_text="what it became")
    proposed_at = Timestamptz(default=None)
    examined_by = ForeignKey(Account, on_delete=OnDelete.restrict, null=True)
    examined_at = Timestamptz(null=True, default=None)
    decided_by = ForeignKey(Account, on_delete=OnDelete.restrict, null=True)
    decided_at = Timestamptz(null=True, default=None)


class Support(Table):
    """Somebody's support of a proposal, known by a cookie only. Deleted when it is taken back."""

    visitor_hash = Varchar(80, primary_key=True, help_text="key id:keyed hash of the proposal and the cookie")
    proposal = ForeignKey(Proposal, on_delete=OnDelete.restrict, index=True)
    number = Varchar(16, unique=True, help_text="random; the trail knows it by this")
    supported_at = Timestamptz(default=None)
