"""Table of the words that an installation lists itself."""

from piccolo.columns import Boolean, ForeignKey, OnDelete, Serial, Text, Timestamptz, Varchar
from piccolo.table import Table

from jianyan.accounts.tables import Account


class ScreeningWord(Table):
    """An entry of the installation's own list; it stands before the one of the same form that came with it.

    Rows change, and are switched off rather than deleted; triggers raise the number by which processes know.
    """

    id: Serial
    folded = Varchar(120, unique=True, help_text="the form in which it is searched for")
    text = Varchar(120)
    level = Varchar(8)
    allowed = Text(help_text="allow-phrases, one a line")
    note = Varchar(200)
    is_active = Boolean(default=True)
    changed_by = ForeignKey(Account, on_delete=OnDelete.restrict, null=True)
    added_at = Timestamptz(default=None)
    changed_at = Timestamptz(default=None)
