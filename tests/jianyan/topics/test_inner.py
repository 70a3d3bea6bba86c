import asyncio

import pytest

import builders
import cast
from jianyan import topics
from jianyan.topics import TopicSource, TopicState
from jianyan.topics.tables import Topic

NOW = builders.NOW


async def organisation() -> int:
    return int((await builders.make_person(cast.HE)).scope.organisation or 0)


async def test_an_organisation_has_one_however_many_ask_at_once(database) -> None:
    own = await organisation()
    found = await asyncio.gather(*(topics.inner_topic(own, now=NOW) for _ in range(10)))
    assert len({topic.id for topic in found}) == 1
    assert await Topic.count() == 1
    assert (found[0].title, found[0].state, found[0].inner) == ("社情民意信息", TopicState.DRAFT, True)
    assert len(found[0].categories) == 8


async def test_what_staff_made_of_it_stays(database) -> None:
    topic = await topics.inner_topic(own := await organisation(), now=NOW)
    new = builders.new_topic(topic.slug, title="民意快报", opens_at=NOW)
    await topics.save_topic(topic.slug, new, by=None, now=NOW)
    again = await topics.inner_topic(own, now=NOW)
    assert (again.id, again.title, again.inner) == (topic.id, "民意快报", True)


async def test_it_is_on_no_public_list_and_is_never_open(database) -> None:
    topic = await topics.inner_topic(await organisation(), now=NOW)
    assert await topics.published_topics() == await topics.open_topics(now=NOW) == []
    assert not topic.is_open(NOW)
    assert [one.slug for one in await topics.all_topics()] == [topic.slug]


async def test_a_copy_of_it_is_a_topic_like_any_other(database) -> None:
    topic = await topics.inner_topic(await organisation(), now=NOW)
    new = await topics.copy_topic(topic.slug, to="open-one", by=None, now=NOW)
    await topics.add_topic(new, by=None, now=NOW)
    await topics.publish_topic("open-one", by=None, now=NOW)
    assert [one.inner for one in await topics.published_topics()] == [False]


@pytest.mark.parametrize("source", list(TopicSource))
async def test_a_topic_says_where_it_comes_from(database, source: TopicSource) -> None:
    topic = await builders.make_topic(source=source)
    assert topic.source is source
    assert (await topics.published_topics())[0].source is source
    assert topics.as_new(topic).source is source
