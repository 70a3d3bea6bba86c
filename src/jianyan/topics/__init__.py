"""What people are asked about: a hot topic with its organisers, categories and questions.

    draft ──publish──▶ published ──close──▶ closed
                           ▲                  │
                           └─────publish──────┘

Writes: Topic, Organiser, TopicCategory, Question, Option.
"""

from jianyan.topics.inner import inner_topic
from jianyan.topics.queries import (
    NoSuchTopic,
    all_topics,
    categories_of,
    open_topics,
    owner_of,
    published_topics,
    questions_of,
    topic_by_id,
    topic_by_slug,
    topic_ids,
)
from jianyan.topics.schemas import (
    CategoryDetail,
    NewQuestion,
    NewTopic,
    OptionDetail,
    QuestionDetail,
    TopicDetail,
    TopicSummary,
)
from jianyan.topics.service import (
    InnerTopic,
    NotADraft,
    SlugTaken,
    add_topic,
    as_new,
    close_topic,
    copy_topic,
    publish_topic,
    save_topic,
)
from jianyan.topics.states import RATING_MOST, SOURCE_SENTENCES, QuestionKind, TopicSource, TopicState

__all__ = [
    "RATING_MOST",
    "SOURCE_SENTENCES",
    "CategoryDetail",
    "InnerTopic",
    "NewQuestion",
    "NewTopic",
    "NoSuchTopic",
    "NotADraft",
    "OptionDetail",
    "QuestionDetail",
    "QuestionKind",
    "SlugTaken",
    "TopicDetail",
    "TopicSource",
    "TopicState",
    "TopicSummary",
    "add_topic",
    "all_topics",
    "as_new",
    "categories_of",
    "close_topic",
    "copy_topic",
    "inner_topic",
    "open_topics",
    "owner_of",
    "publish_topic",
    "published_topics",
    "questions_of",
    "save_topic",
    "topic_by_id",
    "topic_by_slug",
    "topic_ids",
]
