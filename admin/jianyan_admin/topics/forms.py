"""The form of a topic: as it is shown, as it comes back, and what may be wrong with it."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import msgspec

from jianyan.errors import Invalid, InvalidFields, Refusal
from jianyan.forms import Fields, lines, one
from jianyan.i18n import N_
from jianyan.sheets import text_of
from jianyan.topics import NewQuestion, NewTopic, QuestionKind, TopicSource

QUESTIONS_MOST = 10
_EMPTY_ROWS = 3
_OPEN_FOR = timedelta(days=7)
_SLUG = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,58}[a-z0-9])?")
_RESERVED = {"new"}
_LOCAL = "%Y-%m-%dT%H:%M"


class QuestionForm(msgspec.Struct, frozen=True, kw_only=True):
    """One row of questions as it was typed."""

    text: str = ""
    kind: str = QuestionKind.SINGLE.value
    required: bool = False
    options: str = ""
    """One choice a line."""

    @property
    def is_blank(self) -> bool:
        """Say whether nothing was typed here."""
        return not self.text.strip() and not self.options.strip()


class TopicForm(msgspec.Struct, frozen=True, kw_only=True):
    """A topic as it is typed: texts, with one item a line where there are several."""

    slug: str = ""
    title: str = ""
    invitation: str = ""
    organisers: str = ""
    opens_at: str = ""
    """Wall clock of the installation, `2026-07-01T09:00`."""
    closes_at: str = ""
    """The same; empty: until it is closed by hand."""
    categories: str = ""
    source: str = TopicSource.NAMED.value
    questions: list[QuestionForm] = []
    takes_files: bool = False
    texts_authors: bool = False

    @property
    def rows(self) -> list[QuestionForm]:
        """Give the questions and a few empty rows after them, at most 10 together."""
        return [*self.questions, *[QuestionForm()] * _EMPTY_ROWS][: max(QUESTIONS_MOST, len(self.questions))]


def blank_form(*, now: datetime, zone: ZoneInfo) -> TopicForm:
    """Give an empty form whose topic would open in this hour and close a week later."""
    opens_at = now.astimezone(zone).replace(minute=0)
    closes_at = (opens_at + _OPEN_FOR).replace(hour=18)
    return TopicForm(
        slug=suggested_slug("", now=now, zone=zone),
        opens_at=opens_at.strftime(_LOCAL),
        closes_at=closes_at.strftime(_LOCAL),
    )


def form_of(new: NewTopic, zone: ZoneInfo) -> TopicForm:
    """Give the form in which this topic would have been typed."""
    return TopicForm(
        slug=new.slug,
        title=new.title,
        invitation=new.invitation,
        organisers="\n".join(new.organisers),
        opens_at=new.opens_at.astimezone(zone).strftime(_LOCAL),
        closes_at=new.closes_at.astimezone(zone).strftime(_LOCAL) if new.closes_at else "",
        categories="\n".join(new.categories),
        source=new.source.value,
        takes_files=new.takes_files,
        texts_authors=new.texts_authors,
        questions=[
            QuestionForm(text=q.text, kind=q.kind.value, required=q.required, options="\n".join(q.options))
            for q in new.questions
        ],
    )


def sent_form(fields: Fields) -> TopicForm:
    """Give the form as it came back; rows of questions that are blank are left out."""
    names = ("slug", "title", "invitation", "organisers", "opens_at", "closes_at", "categories")
    texts = {name: _clean(one(fields, name)) for name in names}
    texts["source"] = one(fields, "source", TopicSource.NAMED.value)
    rows = [_question(fields, f"question_{number}") for number in range(1, QUESTIONS_MOST + 1)]
    asked = [row for row in rows if not row.is_blank]
    return TopicForm(
        **texts,
        questions=asked,
        takes_files=bool(one(fields, "takes_files")),
        texts_authors=bool(one(fields, "texts_authors")),
    )


def checked_topic(form: TopicForm, *, now: datetime, zone: ZoneInfo) -> NewTopic:
    """Give the topic that a form describes.

    Raises:
        InvalidFields: values are missing, too long or no dates; counts are for the verb to check.
    """
    window: dict[str, datetime | None] = {}
    problems = [*_problems_of_texts(form), *_problems_of_questions(form)]
    for field in ("opens_at", "closes_at"):
        try:
            window[field] = moment_in(getattr(form, field), field, zone)
        except Invalid as problem:
            problems.append(problem)
    if problems:
        raise InvalidFields(problems)
    return NewTopic(
        slug=form.slug or suggested_slug(form.title, now=now, zone=zone),
        title=form.title,
        invitation=form.invitation,
        organisers=lines(form.organisers),
        categories=lines(form.categories),
        questions=[_new_question(row) for row in form.questions],
        opens_at=window["opens_at"] or now,
        closes_at=window["closes_at"],
        source=TopicSource(form.source),
        takes_files=form.takes_files,
        texts_authors=form.texts_authors,
    )


def moment_in(typed: str, field: str, zone: ZoneInfo) -> datetime | None:
    """Give the moment that a field for day and time names in a zone, in UTC; None where it is empty.

    Raises:
        Invalid: it names none.
    """
    if not typed:
        return None
    try:
        return datetime.fromisoformat(typed).replace(tzinfo=zone).astimezone(UTC)
    except (ValueError, OverflowError) as unreadable:
        raise Invalid(N_("Please give day and time as 2026-07-01T09:00."), field=field) from unreadable


def suggested_slug(title: str, *, now: datetime, zone: ZoneInfo) -> str:
    """Give an address for a topic: the Latin words of its title, else the day and the time."""
    words = re.findall(r"[a-z0-9]+", title.lower()) if title.isascii() else []
    spoken = "-".join(words)[:60].strip("-")
    return spoken if spoken not in {"", *_RESERVED} else f"topic-{now.astimezone(zone):%Y%m%d-%H%M}"


def checked_slug(slug: str) -> list[Refusal]:
    """List what is wrong with the address of a topic."""
    if slug in _RESERVED:
        return [Invalid(N_("This word is used by the console. Please choose another address."), field="slug")]
    if not _SLUG.fullmatch(slug):
        sentence = N_("Please use 1 to 60 small letters a–z, digits and hyphens, such as “better-buses”.")
        return [Invalid(sentence, field="slug")]
    return []


def _clean(text: str) -> str:
    """Take out what nobody can see; PostgreSQL could not keep a NUL either."""
    return text_of(text)[0]


def _question(fields: Fields, prefix: str) -> QuestionForm:
    return QuestionForm(
        text=_clean(one(fields, f"{prefix}_text")),
        kind=_clean(one(fields, f"{prefix}_kind", QuestionKind.SINGLE.value)),
        required=bool(one(fields, f"{prefix}_required")),
        options=_clean(one(fields, f"{prefix}_options")),
    )


def _problems_of_texts(form: TopicForm) -> Iterator[Refusal]:
    yield from checked_slug(form.slug) if form.slug else []
    if not form.title:
        yield Invalid(N_("Please write the question that people are asked."), field="title")
    if form.source not in set(TopicSource):
        yield Invalid(N_("Please choose one of these."), field="source")
    yield from _too_long("title", form.title, 120)
    yield from _too_long("invitation", form.invitation, 2_000)
    for name in lines(form.organisers):
        yield from _too_long("organisers", name, 120)
    for name in lines(form.categories):
        yield from _too_long("categories", name, 60)


def _problems_of_questions(form: TopicForm) -> Iterator[Refusal]:
    for number, row in enumerate(form.questions, start=1):
        prefix = f"question_{number}"
        if not row.text:
            yield Invalid(N_("Please write the question, or empty its choices."), field=f"{prefix}_text")
        if row.kind not in {kind.value for kind in QuestionKind}:
            yield Invalid(N_("Please choose how it is answered."), field=f"{prefix}_kind")
        yield from _too_long(f"{prefix}_text", row.text, 200)
        for option in lines(row.options):
            yield from _too_long(f"{prefix}_options", option, 100)


def _too_long(field: str, text: str, most: int) -> Iterator[Refusal]:
    if len(text) > most:
        sentence = N_("“%(beginning)s…” is %(over)s characters too long; at most %(most)s fit.")
        yield Invalid(sentence, field=field, beginning=text[:12], over=len(text) - most, most=most)


def _new_question(row: QuestionForm) -> NewQuestion:
    return NewQuestion(
        text=row.text, kind=QuestionKind(row.kind), required=row.required, options=lines(row.options)
    )
