"""A motion's text kept as a suggestion where only offices and departments read it."""

from datetime import datetime
from zoneinfo import ZoneInfo

from jianyan import suggestions, topics
from jianyan.accounts import Person
from jianyan.clock import day_of
from jianyan.motions.refusals import MotionErased
from jianyan.motions.schemas import MotionDetail
from jianyan.suggestions import Contribution, NewSuggestion, Source, SuggestionState


async def write_inside(
    motion: MotionDetail,
    *,
    kind: Contribution,
    state: SuggestionState,
    by: Person,
    now: datetime,
    zone: ZoneInfo,
) -> str:
    """Keep what a motion says in the topic that is never public, and give the tracking number.

    Args:
        motion: its author stays the author.
        kind: what becomes of it, a note or a motion that goes on as a case.
        state: where the suggestion begins.
        by: who does it.
        now: the moment of it.
        zone: whose calendar day is counted.

    Raises:
        MotionErased: it says nothing any more.
    """
    if not motion.text:
        raise MotionErased
    topic = await topics.inner_topic(motion.owner_id, now=now)
    new = NewSuggestion(
        tracking=suggestions.new_tracking(),
        topic_id=topic.id,
        title=motion.title,
        body=motion.text,
        source=Source.MEMBER,
        kind=kind,
        state=state,
        received_at=now,
        received_on=day_of(now, zone),
        author_id=motion.author_id,
        actor_id=by.actor.id,
        actor_role=by.actor.role,
    )
    [outcome] = await suggestions.submit_many([new], now=now)
    if isinstance(outcome, Exception):
        raise outcome
    return outcome.tracking
