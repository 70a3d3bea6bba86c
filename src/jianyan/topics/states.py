"""Where a topic stands, and what kinds of question it may ask."""

from enum import StrEnum


class TopicState(StrEnum):
    """draft → published → closed; a closed topic may be published again."""

    DRAFT = "draft"
    PUBLISHED = "published"
    CLOSED = "closed"


class QuestionKind(StrEnum):
    """How a question is answered."""

    SINGLE = "single"
    MULTIPLE = "multiple"
    RATING = "rating"
    TEXT = "text"


RATING_MOST = 5
