"""Table of what moderators decided."""

from piccolo.columns import ForeignKey, OnDelete, Serial, Timestamptz, Varchar
from piccolo.table import Table

from jianyan.accounts.tables import Account
from jianyan.categories.tables import Category
from jianyan.suggestions.tables import Suggestion


class Decision(Table):
    """One decision on one suggestion. Rows are added, never changed; triggers see to it."""

    id: Serial
    suggestion = ForeignKey(Suggestion, on_delete=OnDelete.restrict)
    by = ForeignKey(Account, on_delete=OnDelete.restrict)
    at = Timestamptz(default=None)
    kind = Varchar(12, help_text="approve, decline, hold, merge, refile or undo")
    from_state = Varchar(12)
    to_state = Varchar(12)
    from_category = ForeignKey(Category, on_delete=OnDelete.restrict, null=True)
    to_category = ForeignKey(Category, on_delete=OnDelete.restrict, null=True)
    reason = Varchar(24, null=True, default=None)


class Merge(Table):
    """A suggestion that is counted with another one. A row goes when it is split off again."""

    id: Serial
    suggestion = ForeignKey(Suggestion, on_delete=OnDelete.restrict, unique=True)
    into = ForeignKey(
        Suggestion, on_delete=OnDelete.restrict, index=True, help_text="never one that is merged itself"
    )
    by = ForeignKey(Account, on_delete=OnDelete.restrict)
    at = Timestamptz(default=None)
