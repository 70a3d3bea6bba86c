"""Tables of what people are asked about."""

from piccolo.columns import Boolean, ForeignKey, Integer, OnDelete, Serial, Text, Timestamptz, Varchar
from piccolo.table import Table

from jianyan.accounts.tables import Organisation
from jianyan.categories.tables import Category


class Topic(Table):
    """A hot topic. May be edited; never deleted once published."""

    id: Serial
    slug = Varchar(60, unique=True)
    owner = ForeignKey(
        Organisation, on_delete=OnDelete.restrict, null=True, help_text="null: of the whole installation"
    )
    title = Varchar(120)
    invitation = Text()
    state = Varchar(16, default="draft", index=True)
    source = Varchar(12, default="named", help_text="one of TopicSource")
    inner = Boolean(default=False, help_text="gathers what members write for the office; never public")
    opens_at = Timestamptz(default=None)
    closes_at = Timestamptz(default=None, null=True, help_text="null: until it is closed by hand")
    takes_files = Boolean(default=False, help_text="citizens are asked for photos and a voice note")
    texts_from = Timestamptz(
        default=None,
        null=True,
        help_text="who leaves a number from then on is told by SMS that it is answered; null: nobody is",
    )
    created_at = Timestamptz(default=None)


class Organiser(Table):
    """An organisation that stands behind a topic."""

    id: Serial
    topic = ForeignKey(Topic, on_delete=OnDelete.restrict)
    organisation = ForeignKey(Organisation, on_delete=OnDelete.restrict)
    position = Integer(help_text="order in which they are named, from 0")


class TopicCategory(Table):
    """A drawer of a topic. Taken out of use rather than deleted where something is filed in it."""

    id: Serial
    topic = ForeignKey(Topic, on_delete=OnDelete.restrict)
    category = ForeignKey(Category, on_delete=OnDelete.restrict)
    position = Integer(help_text="order in which they are offered, from 0")
    offered = Boolean(default=True)


class Question(Table):
    """A question beside the text. Taken out of use rather than deleted."""

    id: Serial
    topic = ForeignKey(Topic, on_delete=OnDelete.restrict)
    position = Integer()
    text = Varchar(200)
    kind = Varchar(16)
    required = Boolean(default=False)
    asked = Boolean(default=True)


class Option(Table):
    """A choice of a question."""

    id: Serial
    question = ForeignKey(Question, on_delete=OnDelete.restrict)
    position = Integer()
    label = Varchar(100)
