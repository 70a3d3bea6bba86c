"""Tables of what senders say after they have sent."""

from piccolo.columns import Bytea, Date, ForeignKey, OnDelete, Serial, Text, Timestamptz, Varchar
from piccolo.table import Table

from jianyan.accounts.tables import Account
from jianyan.moderation.tables import Decision
from jianyan.suggestions.tables import Suggestion


class Appeal(Table):
    """An objection to a decline, one a suggestion. Hearing it fills the rest; erasing empties its texts."""

    id: Serial
    suggestion = ForeignKey(Suggestion, on_delete=OnDelete.restrict, unique=True)
    against = ForeignKey(Decision, on_delete=OnDelete.restrict, help_text="the decline it objects to")
    text = Text(null=True, default=None, help_text="the sender's reason; null once erased")
    text_salt = Bytea(null=True, default=None)
    raised_at = Timestamptz(default=None)
    due_on = Date(default=None, help_text="the day by which it is answered")
    outcome = Varchar(
        12, null=True, default=None, index=True, help_text="uphold or overturn; null until it is heard"
    )
    heard_by = ForeignKey(Account, on_delete=OnDelete.restrict, null=True)
    heard_at = Timestamptz(null=True, default=None)
    note = Text(null=True, default=None, help_text="what the sender is told; null once erased")
    note_salt = Bytea(null=True, default=None)


class Addition(Table):
    """Facts that a sender added later. Rows are added; erasing empties text and salt."""

    id: Serial
    suggestion = ForeignKey(Suggestion, on_delete=OnDelete.restrict, index=True)
    text = Text(null=True, default=None)
    text_salt = Bytea(null=True, default=None)
    added_at = Timestamptz(default=None)
