"""Tables of frozen tallies and of the reports about them."""

from piccolo.columns import (
    BigInt,
    Bytea,
    Date,
    ForeignKey,
    Integer,
    OnDelete,
    Serial,
    Text,
    Timestamptz,
    Varchar,
)
from piccolo.table import Table

from jianyan.accounts.tables import Organisation
from jianyan.categories.tables import Category
from jianyan.topics.tables import Topic


class Snapshot(Table):
    """A tally frozen at a position of the trail. Rows are added, never changed; triggers see to it."""

    id: Serial
    topic = ForeignKey(Topic, on_delete=OnDelete.restrict)
    taken_at = Timestamptz(default=None)
    trail_size = BigInt(help_text="acts recorded when it was taken; all of them are counted")
    root = Varchar(64, help_text="hex of the trail's root at that size")
    rule_version = Integer(help_text="of the topic's rules; 0: the built-in ones")
    content = Bytea(help_text="canonical JSON of schemas.Content: what the trail says, to the byte")
    sha256 = Varchar(64, help_text="hex, of content")
    listing = Bytea(help_text="canonical JSON of [number, category, state], by number; hashed in content")
    beside = Bytea(help_text="canonical JSON of schemas.Beside: names and scans, which no trail holds")
    beside_sha256 = Varchar(64)


class ReportTemplate(Table):
    """An office's own DOCX layout. Rows are added and retired; the content of one never changes."""

    id: Serial
    name = Varchar(120)
    organisation = ForeignKey(
        Organisation, on_delete=OnDelete.restrict, null=True, help_text="null: the whole installation's"
    )
    content = Bytea(help_text="the file as it came in, at most templates.TEMPLATE_BYTES_MOST")
    sha256 = Varchar(64, help_text="hex, of content")
    marks = Text(default="", help_text="what it asks for: names of marks.MARKS, parted by spaces")
    added_at = Timestamptz(default=None)
    added_by = Varchar(
        16, default="", help_text="the opaque id that the trail knows; empty: the command line"
    )
    retired_at = Timestamptz(default=None, null=True, help_text="reports that have it keep it")


class Report(Table):
    """A report about a snapshot. Its typed parts may be edited while it is a draft."""

    id: Serial
    slug = Varchar(80, unique=True)
    topic = ForeignKey(Topic, on_delete=OnDelete.restrict)
    snapshot = ForeignKey(Snapshot, on_delete=OnDelete.restrict)
    language = Varchar(8, help_text="one of i18n.LANGUAGES; of the parts that are composed")
    title = Varchar(120)
    addressee = Varchar(120, default="", help_text="to whom it goes")
    signed_by = Varchar(120, default="", help_text="the office")
    signed_on = Date(default=None, null=True)
    background = Text(default="")
    answers = Text(default="", help_text="what departments answered")
    advice = Text(default="", help_text="what the office suggests")
    unheard = Text(default="", help_text="who was not heard, beside what is counted")
    template = ForeignKey(
        ReportTemplate, on_delete=OnDelete.restrict, null=True, help_text="null: the layout of GB/T 9704"
    )
    state = Varchar(12, default="draft")
    published_at = Timestamptz(default=None, null=True)
    created_at = Timestamptz(default=None)


class ReportVoice(Table):
    """What somebody said, as a report quotes it. Erasing the suggestion empties the text."""

    id: Serial
    report = ForeignKey(Report, on_delete=OnDelete.restrict, index=True)
    category = ForeignKey(Category, on_delete=OnDelete.restrict, null=True)
    position = Integer(help_text="order within the category, from 0")
    tracking = Varchar(14, index=True)
    text = Text(null=True, default=None, help_text="masked as the public reads it; null once erased")
    source = Varchar(12, help_text="one of states.VoiceSource")
    group_count = Integer(help_text="how many said the same, this one included; 1: nobody else")
