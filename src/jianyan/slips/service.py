"""Beginning a batch, typing slips into it, taking one back."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from jianyan import appeals, campaigns, codes, suggestions, topics
from jianyan.accounts import Person
from jianyan.campaigns import CODE_LENGTH, Arrival, UnknownCode
from jianyan.clock import day_of
from jianyan.db import transaction
from jianyan.errors import Conflict, Invalid, InvalidFields, Refusal
from jianyan.i18n import N_
from jianyan.keys import KeyRing
from jianyan.screening import Words
from jianyan.slips.queries import batch_by_id, slip_of, typed_already
from jianyan.slips.schemas import BatchDetail, NewBatch, NewSlip, Saved
from jianyan.slips.tables import Slip, SlipBatch
from jianyan.suggestions import Draft, NewSuggestion, Received
from jianyan.suggestions.tokens import FormToken
from jianyan.topics import TopicDetail, TopicState

_OLDEST = timedelta(days=3_660)


class TypedAlready(Conflict):
    """The batch has a slip with this very text; `tracking` is its number."""

    sentence = N_("This text was typed already, as %(tracking)s. Save it as a second slip?")

    def __init__(self, tracking: str) -> None:
        super().__init__(field="body", tracking=tracking)
        self.tracking = tracking


class NotUndoable(Conflict):
    """Somebody else typed it, it is too long ago, or it was decided on."""

    sentence = N_("Only who typed a slip can take it back, on the same day and before it is decided on.")


async def begin_batch(
    new: NewBatch, topic: TopicDetail, *, by: Person, zone: ZoneInfo, now: datetime
) -> BatchDetail:
    """Begin a batch and give it.

    Args:
        new: as it was typed.
        topic: what the slips answer to.
        by: who begins it.
        zone: in which today is counted.
        now: when.

    Raises:
        InvalidFields: one refusal for each field that cannot be taken.
    """
    problems: list[Refusal] = []
    placement_id, on = None, None
    try:
        placement_id = (await _arrival(new.code, topic)).placement.id
    except Invalid as problem:
        problems.append(problem)
    try:
        on = _day(new.on, today=day_of(now, zone))
    except Invalid as problem:
        problems.append(problem)
    if problems:
        raise InvalidFields(problems)
    async with transaction():
        row = SlipBatch(
            topic=topic.id, placement=placement_id, slips_on=on, begun_by=by.account_id, begun_at=now
        )
        added = await SlipBatch.insert(row)
        return await batch_by_id(added[0]["id"])


async def type_slip(
    batch: BatchDetail,
    new: NewSlip,
    *,
    token: FormToken,
    words: Words,
    keys: KeyRing,
    by: Person,
    zone: ZoneInfo,
    now: datetime,
) -> Saved:
    """Keep a slip as a suggestion that waits like any other, and give its number and receipt.

    Args:
        batch: to which it belongs.
        new: as it was typed.
        token: of the form; the same form again changes nothing.
        words: what holds a suggestion.
        keys: derive the receipt.
        by: who types.
        zone: in which the day of the batch is meant.
        now: when.

    Raises:
        InvalidFields: one refusal for each field that cannot be taken.
        TypedAlready: the batch has this text, and it is not said that this is a second slip.
        SentAlready, DiskFull, DatabaseBusy: as `suggestions.submit_many`.
    """
    composed = suggestions.compose_slip(
        Draft(body=new.body, category=new.category),
        arrival=await _arrival_of(batch),
        token=token,
        on=batch.slips_on,
        photos=new.photos,
        by=by.actor,
        keys=keys,
        zone=zone,
        now=now,
    )
    known = await suggestions.by_key(token.key_hash, content_hash=composed.content_hash)
    if known is None:
        earlier = None if new.is_second else await typed_already(batch.id, composed.body)
        if earlier:
            raise TypedAlready(earlier)
        known = await _keep(suggestions.looked_through(composed, words), batch, by=by, now=now)
    return Saved(tracking=known.tracking, state=known.state, receipt=token.receipt)


async def take_back(tracking: str, batch: BatchDetail, *, by: Person, now: datetime) -> None:
    """Withdraw a slip that was typed wrongly; it stays on record as withdrawn by who typed it.

    Raises:
        NotUndoable: see there; the same where the batch has no such slip.
        NotChangeable: it was decided on meanwhile.
    """
    async with transaction():
        slip = await slip_of(tracking, batch.id)
        if slip is None or not slip.may_be_undone(by.account_id, now=now):
            raise NotUndoable
        await appeals.withdraw(tracking, by=by.actor, now=now)


async def _keep(new: NewSuggestion, batch: BatchDetail, *, by: Person, now: datetime) -> Received:
    async with transaction():
        outcome = (await suggestions.submit_many([new], now=now))[0]
        if isinstance(outcome, Exception):
            raise outcome
        if not outcome.again:
            found = await suggestions.by_tracking(outcome.tracking)
            await Slip.insert(
                Slip(slip_batch=batch.id, suggestion=found.id, typed_by=by.account_id, typed_at=now)
            )
        return outcome


async def _arrival(code: str, topic: TopicDetail) -> Arrival:
    """Give the place of a code as it was typed.

    Raises:
        Invalid: it is none, nobody's here, or that of another topic.
    """
    tidy = codes.tidy(code)
    if not tidy:
        raise Invalid(
            N_("Please type the code that stands on the slips' box, or choose the place."), field="code"
        )
    if not codes.is_code(tidy, length=CODE_LENGTH):
        sentence = N_("“%(code)s” is not a code: one of its eight characters is wrong, or some are missing.")
        raise Invalid(sentence, field="code", code=code.strip()[:20])
    try:
        placement = await campaigns.placement_by_code(tidy)
    except UnknownCode as unknown:
        raise Invalid(unknown.sentence, field="code") from unknown
    course = await campaigns.course_of(placement.campaign_id)
    if course.topic.id != topic.id:
        sentence = N_("This code belongs to another topic: “%(title)s”.")
        raise Invalid(sentence, field="code", title=course.topic.title)
    if topic.state is TopicState.DRAFT:
        raise Invalid(N_("This topic is still a draft. Publish it first."), field="topic")
    return Arrival(placement=placement, campaign=course.campaign, topic=course.topic)


async def _arrival_of(batch: BatchDetail) -> Arrival:
    """Give the place of a batch; its code may lead to another topic by now, its slips do not."""
    placement = await campaigns.placement_by_code(batch.code)
    course = await campaigns.course_of(placement.campaign_id)
    topic = course.topic
    if topic.id != batch.topic_id:
        topic = await topics.topic_by_id(batch.topic_id)
    return Arrival(placement=placement, campaign=course.campaign, topic=topic)


def _day(typed: str, *, today: date) -> date:
    try:
        on = date.fromisoformat(typed.strip())
    except ValueError:
        raise Invalid(N_("Please give the day on the slips like 2026-07-01."), field="on") from None
    if on > today:
        raise Invalid(N_("This day lies in the future."), field="on")
    if on < today - _OLDEST:
        raise Invalid(N_("This day is more than ten years ago."), field="on")
    return on
