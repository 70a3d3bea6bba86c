"""What members write besides suggestions: something seen on the spot, and notes for the office alone."""

import hashlib
from collections.abc import Callable
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import msgspec

from jianyan import trail
from jianyan.clock import day_of
from jianyan.errors import Invalid, InvalidFields, Refusal
from jianyan.i18n import N_
from jianyan.suggestions.composing import category_of
from jianyan.suggestions.numbers import new_tracking
from jianyan.suggestions.schemas import NewPhoto, NewSuggestion, Spot
from jianyan.suggestions.states import Contribution, Source
from jianyan.suggestions.texts import BODY_MOST, checked, tidy
from jianyan.suggestions.tokens import FormToken
from jianyan.topics import TopicDetail

PLACE_MOST = 120
TITLE_MOST = 120
NOTE_MOST = 5_000
_SENT_BY = "member"


class MicroDraft(msgspec.Struct, frozen=True, kw_only=True):
    """A micro-suggestion as it is typed on the spot, unchecked."""

    body: str = ""
    place: str = ""
    lat: str = ""
    """Degrees, from the device; empty: it was not asked."""
    lon: str = ""


class NoteDraft(msgspec.Struct, frozen=True, kw_only=True):
    """A social-conditions note as it is typed, unchecked."""

    title: str = ""
    body: str = ""
    category: str = ""
    """Id of a category of the topic that gathers notes; empty: not sure."""


def compose_micro(
    draft: MicroDraft,
    *,
    topic: TopicDetail | None,
    token: FormToken,
    photos: list[NewPhoto],
    account_id: int,
    by: trail.Actor,
    zone: ZoneInfo,
    now: datetime,
) -> NewSuggestion:
    """Give the suggestion that a member makes of something seen; the topic's questions are not asked.

    Args:
        draft: as it was typed.
        topic: one that is open; None: none of those was chosen.
        token: of the form.
        photos: of what was seen.
        account_id: of the member.
        by: the member.
        zone: in which the day is counted.
        now: when.

    Raises:
        InvalidFields: one refusal for each field that cannot be taken.
    """
    kept = _kept(
        body=lambda: checked(draft.body, field="body", most=BODY_MOST),
        place=lambda: _required(draft.place, "place", PLACE_MOST, N_("Please write where this is.")),
        at=lambda: _coordinates(draft.lat, draft.lon),
        topic=lambda: _chosen(topic),
    )
    new = _new(kept.pop("topic"), token, account_id=account_id, by=by, zone=zone, now=now, content=kept)
    spot = Spot(kept["place"], *(kept["at"] or ()))
    return msgspec.structs.replace(new, kind=Contribution.MICRO, body=kept["body"], spot=spot, photos=photos)


def compose_note(
    draft: NoteDraft,
    *,
    topic: TopicDetail,
    token: FormToken,
    photos: list[NewPhoto],
    account_id: int,
    by: trail.Actor,
    zone: ZoneInfo,
    now: datetime,
) -> NewSuggestion:
    """Give the social-conditions note of a member.

    Args:
        draft: as it was typed.
        topic: the one that gathers the notes of the member's organisation.
        token: of the form.
        photos: of what it is about.
        account_id: of the member.
        by: the member.
        zone: in which the day is counted.
        now: when.

    Raises:
        InvalidFields: one refusal for each field that cannot be taken.
    """
    kept = _kept(
        title=lambda: _required(draft.title, "title", TITLE_MOST, N_("Please write a title.")),
        body=lambda: checked(draft.body, field="body", most=NOTE_MOST),
        category=lambda: category_of(draft.category, topic),
    )
    new = _new(topic, token, account_id=account_id, by=by, zone=zone, now=now, content=kept)
    return msgspec.structs.replace(
        new,
        kind=Contribution.NOTE,
        title=kept["title"],
        body=kept["body"],
        category_id=kept["category"],
        photos=photos,
    )


def _new(
    topic: TopicDetail,
    token: FormToken,
    *,
    account_id: int,
    by: trail.Actor,
    zone: ZoneInfo,
    now: datetime,
    content: dict[str, Any],
) -> NewSuggestion:
    return NewSuggestion(
        tracking=new_tracking(),
        topic_id=topic.id,
        body="",
        source=Source.MEMBER,
        received_at=now,
        received_on=day_of(now, zone),
        author_id=account_id,
        actor_id=by.id,
        actor_role=_SENT_BY,
        key_hash=token.key_hash,
        content_hash=hashlib.sha256(msgspec.json.encode(content)).hexdigest(),
    )


def _kept(**checks: Callable[[], object]) -> dict[str, Any]:
    kept: dict[str, Any] = {}
    problems: list[Refusal] = []
    for name, check in checks.items():
        try:
            kept[name] = check()
        except Invalid as problem:
            problems.append(problem)
    if problems:
        raise InvalidFields(problems)
    return kept


def _chosen(topic: TopicDetail | None) -> TopicDetail:
    if topic is None:
        raise Invalid(N_("Please choose one of the topics that are open now."), field="topic")
    return topic


def _required(text: str, field: str, most: int, missing: str) -> str:
    if not tidy(text):
        raise Invalid(missing, field=field)
    return checked(" ".join(text.split()), field=field, most=most)


def _coordinates(lat: str, lon: str) -> tuple[float, float] | None:
    """Give what the device said, to about ten metres; None where it was not asked."""
    if not lat.strip() and not lon.strip():
        return None
    try:
        found = round(float(lat), 4), round(float(lon), 4)
    except (ValueError, OverflowError):
        found = (float("nan"), 0.0)
    if not (-90 <= found[0] <= 90 and -180 <= found[1] <= 180):
        raise Invalid(N_("The position of this device cannot be read. Please leave it out."), field="lat")
    return found
