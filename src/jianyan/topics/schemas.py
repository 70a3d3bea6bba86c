"""Topics as they come in and as they are shown."""

from datetime import datetime
from typing import Annotated

import msgspec
from msgspec import Meta

from jianyan.topics.states import QuestionKind, TopicSource, TopicState

Slug = Annotated[str, Meta(pattern=r"^[a-z0-9](?:[a-z0-9-]{0,58}[a-z0-9])?$")]
Title = Annotated[str, Meta(min_length=1, max_length=120)]
CategoryName = Annotated[str, Meta(min_length=1, max_length=60)]


class NewQuestion(msgspec.Struct, frozen=True, kw_only=True):
    """A question to be asked."""

    text: Annotated[str, Meta(min_length=1, max_length=200)]
    kind: QuestionKind
    required: bool = False
    options: list[Annotated[str, Meta(min_length=1, max_length=100)]] = []
    """2 to 20 labels for single and multiple; empty for rating and text."""


class NewTopic(msgspec.Struct, frozen=True, kw_only=True):
    """A topic to be added or saved."""

    slug: Slug
    title: Title
    invitation: Annotated[str, Meta(max_length=2_000)] = ""
    organisers: list[Annotated[str, Meta(min_length=1, max_length=120)]] = []
    """Names of organisations, in the order in which they are named."""
    categories: list[CategoryName]
    """2 to 30 names, all different, in the order in which they are offered."""
    questions: list[NewQuestion] = []
    """At most 10."""
    opens_at: datetime
    closes_at: datetime | None = None
    source: TopicSource = TopicSource.NAMED
    takes_files: bool = False
    """Whether citizens are asked for photos and a voice note."""
    texts_authors: bool = False
    """Whether who leaves a phone number is told by SMS once their suggestion is answered."""


class OptionDetail(msgspec.Struct, frozen=True):
    """A choice of a question."""

    id: int
    label: str


class QuestionDetail(msgspec.Struct, frozen=True, kw_only=True):
    """A question as it is asked."""

    id: int
    text: str
    kind: QuestionKind
    required: bool
    options: list[OptionDetail]


class CategoryDetail(msgspec.Struct, frozen=True):
    """A drawer as it is offered."""

    id: int
    name: str


class TopicSummary(msgspec.Struct, frozen=True, kw_only=True):
    """A topic in a list."""

    id: int
    slug: str
    title: str
    state: TopicState
    opens_at: datetime
    closes_at: datetime | None
    source: TopicSource
    inner: bool
    """Gathers what members write for the office alone: a draft for ever."""

    def is_open(self, now: datetime) -> bool:
        """Say whether suggestions are taken at `now`; closing by hand sets `closes_at`."""
        return (
            self.state is not TopicState.DRAFT
            and self.opens_at <= now
            and (self.closes_at is None or now < self.closes_at)
        )


class TopicDetail(TopicSummary, frozen=True, kw_only=True):
    """A topic on its page."""

    invitation: str
    organisers: list[str]
    categories: list[CategoryDetail]
    """Those that are offered now."""
    questions: list[QuestionDetail]
    takes_files: bool
    """Whether citizens are asked for photos and a voice note."""
    texts_from: datetime | None
    """From when on who leaves a phone number is told by SMS that it is answered; None: nobody is."""

    @property
    def texts_authors(self) -> bool:
        """Say whether who leaves a phone number is told by SMS."""
        return self.texts_from is not None
