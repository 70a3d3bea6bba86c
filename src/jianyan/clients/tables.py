"""Tables of the systems that send, and of what only they say."""

from piccolo.columns import (
    Boolean,
    DoublePrecision,
    ForeignKey,
    Integer,
    OnDelete,
    Serial,
    Timestamptz,
    Varchar,
)
from piccolo.table import Table

from jianyan.accounts.tables import Account, Organisation
from jianyan.suggestions.tables import Suggestion


class ApiClient(Table):
    """A system of others with its key. Never deleted, only switched off."""

    id: Serial
    name = Varchar(60, help_text="as the administrators call it")
    organisation = ForeignKey(Organisation, on_delete=OnDelete.restrict, help_text="whose topics it reaches")
    key_hash = Varchar(64, unique=True, secret=True, help_text="SHA-256 of its key")
    trail_id = Varchar(16, unique=True, help_text="the opaque id that the trail knows")
    per_minute = Integer(help_text="requests that it may send")
    is_on = Boolean(default=True)
    added_by = ForeignKey(Account, on_delete=OnDelete.restrict)
    added_at = Timestamptz(default=None)
    used_at = Timestamptz(null=True, default=None, help_text="when its last request was taken")


class ServiceRequest(Table):
    """What a system said of a suggestion beside its text. Rows are added; erasing empties them."""

    id: Serial
    suggestion = ForeignKey(Suggestion, on_delete=OnDelete.restrict, unique=True)
    api_client = ForeignKey(ApiClient, on_delete=OnDelete.restrict, index=True)
    lat = DoublePrecision(default=None, null=True, help_text="degrees, WGS 84")
    lon = DoublePrecision(default=None, null=True, help_text="degrees, WGS 84")
    address = Varchar(300, default="", help_text="in the words of whoever called")
    address_id = Varchar(80, default="", help_text="in the address register of the system")
    media_url = Varchar(1000, default="", help_text="never opened by us")
