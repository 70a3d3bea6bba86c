"""Where a topic stands, and what kinds of question it may ask."""

from enum import StrEnum

from jianyan.i18n import N_


class TopicState(StrEnum):
    """draft → published → closed; a closed topic may be published again."""

    DRAFT = "draft"
    PUBLISHED = "published"
    CLOSED = "closed"


class TopicSource(StrEnum):
    """Who put a topic on the list."""

    NAMED = "named"
    RECOMMENDED = "recommended"
    ASKED = "asked"


SOURCE_SENTENCES: dict[str, str] = {
    TopicSource.NAMED: N_("Named by party and government"),
    TopicSource.RECOMMENDED: N_("Recommended by members"),
    TopicSource.ASKED: N_("Asked of the public"),
}


class QuestionKind(StrEnum):
    """How a question is answered."""

    SINGLE = "single"
    MULTIPLE = "multiple"
    RATING = "rating"
    TEXT = "text"


RATING_MOST = 5
