"""Tables of what moderators decided, by which rules, and which card is whose meanwhile."""

from piccolo.columns import ForeignKey, Integer, OnDelete, Serial, SmallInt, Text, Timestamptz, Varchar
from piccolo.table import Table

from jianyan.accounts.tables import Account
from jianyan.categories.tables import Category
from jianyan.suggestions.tables import Suggestion
from jianyan.topics.tables import Topic


class Rules(Table):
    """One version of a topic's rules. Rows are added, never changed; the newest version counts."""

    id: Serial
    topic = ForeignKey(Topic, on_delete=OnDelete.restrict)
    version = Integer(help_text="from 1; unique in the topic")
    guidance = Text(help_text="what moderators go by; stands beside the card")
    by = ForeignKey(Account, on_delete=OnDelete.restrict, null=True)
    at = Timestamptz(default=None)


class ReasonCode(Table):
    """One reason to decline of one version of the rules. Rows are added, never changed."""

    id: Serial
    rules = ForeignKey(Rules, on_delete=OnDelete.restrict)
    position = Integer(help_text="from 0; the digit of its key is one more")
    code = Varchar(24, help_text="unique in the version")
    sentence = Text(help_text="what the sender is told")


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
    reason = Varchar(24, null=True, default=None, help_text="code of the rules that were in force")
    rules = ForeignKey(Rules, on_delete=OnDelete.restrict, null=True, help_text="null: the built-in ones")
    proposed = ForeignKey(
        Category, on_delete=OnDelete.restrict, null=True, help_text="what was proposed on the card"
    )
    proposed_percent = SmallInt(null=True, default=None, help_text="its confidence, 0 to 100")
    batch = Varchar(16, null=True, default=None, help_text="one id for what was decided at once")


class Lease(Table):
    """A card in somebody's hands for some minutes. Taken over when it is over; forgotten later."""

    suggestion = ForeignKey(Suggestion, on_delete=OnDelete.restrict, primary_key=True)
    account = ForeignKey(Account, on_delete=OnDelete.restrict)
    until = Timestamptz(default=None)


class Merge(Table):
    """A suggestion that is counted with another one. A row goes when it is split off again."""

    id: Serial
    suggestion = ForeignKey(Suggestion, on_delete=OnDelete.restrict, unique=True)
    into = ForeignKey(
        Suggestion, on_delete=OnDelete.restrict, index=True, help_text="never one that is merged itself"
    )
    by = ForeignKey(Account, on_delete=OnDelete.restrict)
    at = Timestamptz(default=None)
