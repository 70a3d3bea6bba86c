"""From what was typed to what is written: every check of a form, with no database and no waiting."""

import hashlib
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import TypeVar
from zoneinfo import ZoneInfo

import msgspec

from jianyan import trail
from jianyan.campaigns import Arrival, PlacementDetail
from jianyan.clock import day_of
from jianyan.errors import Invalid, InvalidFields, Refusal
from jianyan.i18n import N_
from jianyan.keys import KeyRing
from jianyan.suggestions import receipts
from jianyan.suggestions.numbers import new_tracking
from jianyan.suggestions.schemas import Draft, NewAnswer, NewPhoto, NewSuggestion
from jianyan.suggestions.states import Source, SuggestionState
from jianyan.suggestions.texts import ANSWER_MOST, BODY_MOST, REPORTED_MOST, checked, checked_phone
from jianyan.suggestions.tokens import FormToken
from jianyan.topics import RATING_MOST, QuestionDetail, QuestionKind, TopicDetail

Checked = TypeVar("Checked")
_NOON = time(12)
_RATINGS = {str(points) for points in range(1, RATING_MOST + 1)}
CONTACT_PURPOSE = "contact.phone"


def compose(
    draft: Draft,
    *,
    arrival: Arrival,
    token: FormToken,
    keys: KeyRing,
    zone: ZoneInfo,
    contact_days: int,
    now: datetime,
) -> NewSuggestion:
    """Give the suggestion that a citizen's form makes.

    Raises:
        InvalidFields: one refusal for each field that cannot be taken.
    """
    fields = _checked_fields(draft, arrival.topic)
    tracking = new_tracking()
    return NewSuggestion(
        tracking=tracking,
        topic_id=arrival.topic.id,
        body=fields.body,
        source=Source.CITIZEN,
        received_at=now,
        received_on=day_of(now, zone),
        placement_id=arrival.placement.id,
        channel=arrival.placement.code,
        category_id=fields.category_id,
        answers=fields.answers,
        key_hash=token.key_hash,
        content_hash=fields.content_hash(),
        receipt_hash=receipts.stored_hash(keys, token.receipt, key_id=token.key_id),
        phone_encrypted=keys.encrypt(CONTACT_PURPOSE, fields.phone, about=tracking) if fields.phone else None,
        contact_delete_on=day_of(now, zone) + timedelta(days=contact_days) if fields.phone else None,
    )


def held(new: NewSuggestion, reason: str) -> NewSuggestion:
    """Give the same suggestion, held for a person to look at before it waits with the others."""
    return msgspec.structs.replace(new, state=SuggestionState.HELD, held_for=reason)


def with_photos(new: NewSuggestion, photos: Sequence[NewPhoto]) -> NewSuggestion:
    """Give the same suggestion with photos and voice notes: the same words with others are other content."""
    content = "\n".join([new.content_hash, *(photo.sha256 for photo in photos)])
    content_hash = hashlib.sha256(content.encode()).hexdigest()
    return msgspec.structs.replace(new, photos=list(photos), content_hash=content_hash)


def compose_for_member(
    draft: Draft,
    *,
    topic: TopicDetail,
    token: FormToken,
    account_id: int,
    trail_id: str,
    zone: ZoneInfo,
    now: datetime,
) -> NewSuggestion:
    """Give the suggestion that a signed-in member's form makes; it has no receipt, the account stands for it.

    Raises:
        InvalidFields: one refusal for each field that cannot be taken.
    """
    fields = _checked_fields(msgspec.structs.replace(draft, phone=""), topic)
    return NewSuggestion(
        tracking=new_tracking(),
        topic_id=topic.id,
        body=fields.body,
        source=Source.MEMBER,
        received_at=now,
        received_on=day_of(now, zone),
        category_id=fields.category_id,
        answers=fields.answers,
        key_hash=token.key_hash,
        content_hash=fields.content_hash(),
        author_id=account_id,
        actor_id=trail_id,
        actor_role="member",
    )


def compose_slip(
    draft: Draft,
    *,
    arrival: Arrival,
    token: FormToken,
    on: date,
    photos: list[NewPhoto],
    by: trail.Actor,
    keys: KeyRing,
    zone: ZoneInfo,
    now: datetime,
) -> NewSuggestion:
    """Give the suggestion that a paper slip makes, typed by staff; its receipt is for the slip's stub.

    Args:
        draft: text and category; a slip asks no questions and leaves no phone number here.
        arrival: the place where the slip was collected.
        token: of the form it was typed into.
        on: the day that stands on the slip. One of another day than today counts as received at its noon.
        photos: of the slip.
        by: who typed it.
        keys: derive the receipt.
        zone: in which the day is meant.
        now: when it is typed.

    Raises:
        InvalidFields: one refusal for each field that cannot be taken.
    """
    fields = _checked_fields(
        Draft(body=draft.body, category=draft.category), msgspec.structs.replace(arrival.topic, questions=[])
    )
    return NewSuggestion(
        tracking=new_tracking(),
        topic_id=arrival.topic.id,
        body=fields.body,
        source=Source.STAFF,
        received_at=now if on == day_of(now, zone) else datetime.combine(on, _NOON, zone).astimezone(UTC),
        received_on=on,
        placement_id=arrival.placement.id,
        channel=arrival.placement.code,
        category_id=fields.category_id,
        actor_id=by.id,
        actor_role=by.role,
        key_hash=token.key_hash,
        content_hash=fields.content_hash(),
        receipt_hash=receipts.stored_hash(keys, token.receipt, key_id=token.key_id),
        photos=photos,
    )


def compose_for_client(
    draft: Draft,
    *,
    topic: TopicDetail,
    placement: PlacementDetail | None,
    key_hash: str,
    content_hash: str,
    by: trail.Actor,
    keys: KeyRing,
    zone: ZoneInfo,
    contact_days: int,
    now: datetime,
) -> NewSuggestion:
    """Give the suggestion that a connected system sends for a citizen; that system keeps its number.

    Args:
        draft: its text may be REPORTED_MOST characters long.
        topic: what it is about.
        placement: where it is about; None: at none of the topic's places.
        key_hash: of what makes the same request the same.
        content_hash: of all that was sent.
        by: the system.
        keys: hide the phone number.
        zone: in which days are counted.
        contact_days: days after which the phone number is deleted.
        now: when.

    Raises:
        InvalidFields: one refusal for each field that cannot be taken.
    """
    fields = _checked_fields(draft, topic, most=REPORTED_MOST)
    tracking, today = new_tracking(), day_of(now, zone)
    return NewSuggestion(
        tracking=tracking,
        topic_id=topic.id,
        body=fields.body,
        source=Source.API,
        received_at=now,
        received_on=today,
        placement_id=placement.id if placement else None,
        channel=placement.code if placement else None,
        category_id=fields.category_id,
        answers=fields.answers,
        actor_id=by.id,
        actor_role=by.role,
        key_hash=key_hash,
        content_hash=content_hash,
        phone_encrypted=keys.encrypt(CONTACT_PURPOSE, fields.phone, about=tracking) if fields.phone else None,
        contact_delete_on=today + timedelta(days=contact_days) if fields.phone else None,
    )


class _Fields(msgspec.Struct, frozen=True, kw_only=True):
    """A form's fields after every check."""

    body: str
    category_id: int | None
    answers: list[NewAnswer]
    phone: str | None

    def content_hash(self) -> str:
        """Give the hash under which the same content is known again."""
        return hashlib.sha256(msgspec.json.encode(self)).hexdigest()


def _checked_fields(draft: Draft, topic: TopicDetail, *, most: int = BODY_MOST) -> _Fields:
    problems: list[Refusal] = []

    def taken(check: Callable[..., Checked], *arguments: object, **keywords: object) -> Checked | None:
        try:
            return check(*arguments, **keywords)
        except Invalid as problem:
            problems.append(problem)
            return None

    category_id = taken(category_of, draft.category, topic)
    body = taken(checked, draft.body, field="body", most=most)
    answers = [
        answer for question in topic.questions for answer in taken(_answers, question, draft.answers) or []
    ]
    phone = taken(checked_phone, draft.phone, field="phone")
    if problems:
        raise InvalidFields(problems)
    assert body is not None
    return _Fields(body=body, category_id=category_id, answers=answers, phone=phone)


def category_of(chosen: str, topic: TopicDetail) -> int | None:
    """Give the id of the chosen category of a topic; None where none was chosen.

    Raises:
        Invalid: it is none of the topic's.
    """
    if not chosen:
        return None
    for category in topic.categories:
        if chosen == str(category.id):
            return category.id
    raise Invalid(N_("Please choose one of the categories shown."), field="category")


def _answers(question: QuestionDetail, sent: dict[str, list[str]]) -> list[NewAnswer]:
    field = f"q_{question.id}"
    values = [value for value in sent.get(field, []) if value.strip()]
    if not values:
        if question.required:
            raise Invalid(N_("Please answer this question."), field=field)
        return []
    if question.kind is QuestionKind.TEXT:
        return [NewAnswer(question_id=question.id, text=checked(values[0], field=field, most=ANSWER_MOST))]
    if question.kind is QuestionKind.RATING:
        return [NewAnswer(question_id=question.id, rating=_rating(values[0], field))]
    if question.kind is QuestionKind.SINGLE and len(values) > 1:
        raise Invalid(N_("Please choose one answer only."), field=field)
    options = {str(option.id): option.id for option in question.options}
    if any(value not in options for value in values):
        raise Invalid(N_("Please choose among the answers shown."), field=field)
    return [NewAnswer(question_id=question.id, option_id=options[value]) for value in dict.fromkeys(values)]


def _rating(value: str, field: str) -> int:
    if value not in _RATINGS:
        raise Invalid(N_("Please choose 1 to 5."), field=field)
    return int(value)
