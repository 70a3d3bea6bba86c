"""Tables of what people sent."""

from piccolo.columns import (
    Bytea,
    Date,
    DoublePrecision,
    ForeignKey,
    Integer,
    OnDelete,
    Serial,
    SmallInt,
    Text,
    Timestamptz,
    Varchar,
)
from piccolo.table import Table

from jianyan.accounts.tables import Account
from jianyan.campaigns.tables import Placement
from jianyan.categories.tables import Category
from jianyan.topics.tables import Option, Question, Topic
from jianyan.uploads.tables import Photo

PUBLISHED = "suggestion.state = 'published'"
"""Written out, so that both databases use the indexes that hold what is published only."""


class Suggestion(Table):
    """What one person sent. State and category move by decisions; erasing empties texts and salts."""

    id: Serial
    tracking = Varchar(14, unique=True, help_text="its public number")
    topic = ForeignKey(Topic, on_delete=OnDelete.restrict)
    placement = ForeignKey(Placement, on_delete=OnDelete.restrict, null=True)
    category = ForeignKey(Category, on_delete=OnDelete.restrict, null=True, help_text="filed, else chosen")
    chosen = ForeignKey(Category, on_delete=OnDelete.restrict, null=True, help_text="what the sender chose")
    state = Varchar(12)
    source = Varchar(12)
    kind = Varchar(12, default="suggestion", help_text="one of Contribution")
    title = Text(null=True, default=None)
    title_salt = Bytea(null=True, default=None)
    body = Text(null=True, default=None, help_text="null once erased")
    body_salt = Bytea(null=True, default=None)
    author = ForeignKey(Account, on_delete=OnDelete.restrict, null=True, help_text="members only")
    receipt_hash = Varchar(80, null=True, default=None, unique=True, help_text="key id:keyed hash")
    origin = Varchar(
        80, null=True, default=None, help_text="its identity in the imported file; unique in a topic"
    )
    like_count = Integer(null=True, default=None)
    received_at = Timestamptz(default=None)
    received_on = Date(default=None, help_text="the day in the installation's time zone")
    settled_at = Timestamptz(null=True, default=None)
    erased_at = Timestamptz(null=True, default=None)


class SubmissionKey(Table):
    """A form that was sent: the same form again finds its suggestion here. Rows are added only."""

    key_hash = Varchar(64, primary_key=True, help_text="when the form was opened, then SHA-256 of its key")
    content_hash = Varchar(64)
    tracking = Varchar(14)


class Answer(Table):
    """One answer to a question; a multiple choice has a row each."""

    id: Serial
    suggestion = ForeignKey(Suggestion, on_delete=OnDelete.restrict)
    question = ForeignKey(Question, on_delete=OnDelete.restrict)
    option = ForeignKey(Option, on_delete=OnDelete.restrict, null=True)
    rating = SmallInt(null=True, default=None)
    text = Text(null=True, default=None)
    text_salt = Bytea(null=True, default=None)


class Contact(Table):
    """A phone number that a citizen left, encrypted. Deleted on its day."""

    id: Serial
    suggestion = ForeignKey(Suggestion, on_delete=OnDelete.restrict, unique=True)
    phone = Bytea()
    delete_on = Date(default=None)


class ScreeningHit(Table):
    """A part of a text in which something was found on arrival. Rows are added; erasing deletes them."""

    id: Serial
    suggestion = ForeignKey(Suggestion, on_delete=OnDelete.restrict)
    field = Varchar(24, help_text="body, title or q_<id>")
    start = Integer(help_text="its first letter in the text")
    length = Integer(help_text="letters")
    kind = Varchar(12)
    level = Varchar(8)
    word = Varchar(120, null=True, default=None, help_text="as it was listed; null for personal data")
    received_on = Date(default=None, help_text="the day of its suggestion")


class SuggestionPhoto(Table):
    """A photo that belongs to a suggestion. May be withheld and shown again; erasing empties their salts."""

    id: Serial
    suggestion = ForeignKey(Suggestion, on_delete=OnDelete.restrict, index=True)
    photo = ForeignKey(Photo, on_delete=OnDelete.restrict, unique=True)
    number = SmallInt(help_text="from 1 within the suggestion")
    salt = Bytea(null=True, default=None, help_text="of the commitment to the photo's hash; null once erased")
    withheld_at = Timestamptz(null=True, default=None, help_text="since when the public is not shown it")


class SuggestionSpot(Table):
    """Where a micro-suggestion was made, as its member says. Rows are added; erasing empties them."""

    id: Serial
    suggestion = ForeignKey(Suggestion, on_delete=OnDelete.restrict, unique=True)
    place = Text(null=True, default=None, help_text="its name; null once erased")
    lat = DoublePrecision(null=True, default=None, help_text="degrees, WGS 84, as the device said")
    lon = DoublePrecision(null=True, default=None, help_text="degrees, WGS 84, as the device said")
    salt = Bytea(null=True, default=None, help_text="of the commitment to all three; null once erased")
