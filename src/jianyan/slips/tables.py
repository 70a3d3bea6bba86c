"""Tables of paper slips that staff typed in."""

from piccolo.columns import Date, ForeignKey, OnDelete, Serial, Timestamptz
from piccolo.table import Table

from jianyan.accounts.tables import Account
from jianyan.campaigns.tables import Placement
from jianyan.suggestions.tables import Suggestion
from jianyan.topics.tables import Topic


class SlipBatch(Table):
    """A pile of slips of one place and one day. Rows are added, never changed."""

    id: Serial
    topic = ForeignKey(Topic, on_delete=OnDelete.restrict, help_text="that of the place when it was begun")
    placement = ForeignKey(Placement, on_delete=OnDelete.restrict)
    slips_on = Date(default=None, help_text="the day that stands on the slips")
    begun_by = ForeignKey(Account, on_delete=OnDelete.restrict)
    begun_at = Timestamptz(default=None)


class Slip(Table):
    """A suggestion that was typed from a slip. Rows are added, never changed."""

    id: Serial
    slip_batch = ForeignKey(SlipBatch, on_delete=OnDelete.restrict, index=True)
    suggestion = ForeignKey(Suggestion, on_delete=OnDelete.restrict, unique=True)
    typed_by = ForeignKey(Account, on_delete=OnDelete.restrict)
    typed_at = Timestamptz(default=None)
