"""Tables of what says the same."""

from piccolo.columns import DoublePrecision, ForeignKey, Integer, OnDelete, Serial, Timestamptz, Varchar
from piccolo.table import Table

from jianyan.suggestions.tables import Suggestion
from jianyan.topics.tables import Topic


class GroupMember(Table):
    """A suggestion and its group, which is called by its first one. Rows are added, never changed."""

    id: Serial
    suggestion = ForeignKey(Suggestion, on_delete=OnDelete.restrict, unique=True)
    topic = ForeignKey(Topic, on_delete=OnDelete.restrict, index=True)
    first = ForeignKey(
        Suggestion, on_delete=OnDelete.restrict, index=True, help_text="first suggestion of the group"
    )
    likeness = DoublePrecision(help_text="to the group's centre when it came, 0 to 1; 1 for the first one")


class GatherTurn(Table):
    """Whose turn it is to gather in a topic: one process has it until it lets go or its time is up."""

    id: Serial
    topic = ForeignKey(Topic, on_delete=OnDelete.restrict, unique=True)
    holder = Varchar(32, default="", help_text="of which process; no person")
    turn = Integer(
        default=0, help_text="raised each time, so that two who saw the same one cannot both have it"
    )
    held_until = Timestamptz(null=True, default=None)
