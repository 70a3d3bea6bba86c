"""The table of an office's own days."""

from piccolo.columns import Boolean, Date, ForeignKey, OnDelete, Timestamptz, Varchar
from piccolo.table import Table

from jianyan.accounts.tables import Account, Organisation


class CalendarException(Table):
    """A day on which an office does otherwise than the published calendar says. May change and be deleted."""

    key = Varchar(24, primary_key=True, help_text="organisation (0: all) and day: 4:2026-10-08; one row each")
    organisation = ForeignKey(
        Organisation, on_delete=OnDelete.restrict, null=True, index=True, help_text="null: the installation"
    )
    day = Date(default=None)
    is_working = Boolean(default=False)
    reason = Varchar(120)
    set_by = ForeignKey(Account, on_delete=OnDelete.restrict, null=True, help_text="null: the command line")
    set_at = Timestamptz(default=None)
