"""A topic whose suggestions can be told apart by their matter."""

import pytest

import builders
from jianyan import suggestions
from jianyan.suggestions import NewSuggestion, Source, new_tracking, submit_many
from jianyan.topics import TopicDetail


class Citizens:
    """Those who send suggestions to the topic."""

    def __init__(self, topic: TopicDetail) -> None:
        self.topic = topic

    async def send(self, *bodies: str, **facts: object) -> list[int]:
        """Send texts and give the ids of their suggestions."""
        new = [
            NewSuggestion(
                tracking=new_tracking(),
                topic_id=self.topic.id,
                body=body,
                **{  # type: ignore[arg-type]
                    "source": Source.CITIZEN,
                    "received_at": builders.NOW,
                    "received_on": builders.NOW.date(),
                    **facts,
                },
            )
            for body in bodies
        ]
        outcomes = await submit_many(new, now=builders.NOW)
        assert not [outcome for outcome in outcomes if isinstance(outcome, Exception)]
        return [(await suggestions.by_tracking(one.tracking)).id for one in new]


@pytest.fixture
async def citizens(database: str) -> Citizens:
    """Give those who send suggestions to a topic that has none yet."""
    return Citizens(await builders.make_topic())
