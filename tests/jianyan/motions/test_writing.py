"""What a motion says, kept where only offices and departments read it."""

import builders
from jianyan import motions, suggestions, topics
from jianyan.suggestions import Contribution, SuggestionState


async def test_a_motion_is_kept_inside_in_its_authors_name_as_it_is_begun(room) -> None:
    motion = await room.now()
    for kind, state in (
        (Contribution.NOTE, SuggestionState.WAITING),
        (Contribution.MOTION, SuggestionState.PUBLISHED),
    ):
        tracking = await motions.write_inside(
            motion, kind=kind, state=state, by=room.qiao, now=builders.NOW, zone=builders.SHANGHAI
        )
        kept = await suggestions.by_tracking(tracking)
        assert (kept.kind, kept.state, kept.title, kept.body) == (kind, state, motion.title, motion.text)
        assert await suggestions.by_author(tracking, room.he.account_id)
        assert (await topics.topic_by_id(kept.topic_id)).inner
