from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import builders
import cast
from jianyan import campaigns, motions, suggestions, topics
from jianyan.motions import NewMotion
from jianyan.motions.tables import Motion
from jianyan.settings import Settings
from jianyan.topics import TopicState


def test_a_topic_is_public_from_its_first_to_its_last_day(jianyan: Any, inside: Callable[..., Any]) -> None:
    ran = jianyan(
        *("topic", "add", "--slug", "park", "--title", "公园", "--organiser", "园林中心", "--json"),
        *("--category", "步道", "--category", "照明", "--opens", "2026-07-01", "--closes", "2026-07-31"),
    )
    assert (ran.code, ran.err) == (0, "")
    assert ran.json["url"] == "http://127.0.0.1:8000/t/park"
    topic = inside(lambda: topics.topic_by_slug("park"))
    assert topic.state is TopicState.PUBLISHED
    assert topic.opens_at == datetime(2026, 6, 30, 16, tzinfo=UTC)
    assert topic.closes_at == datetime(2026, 7, 31, 16, tzinfo=UTC)
    assert [category.name for category in topic.categories] == ["步道", "照明"]
    assert topic.organisers == ["园林中心"]
    assert inside(lambda: campaigns.topic_link(topic.id)) is not None


def test_a_draft_is_not_published(jianyan: Any, inside: Callable[..., Any]) -> None:
    words = ("--category", "步道", "--category", "照明")
    assert jianyan("topic", "add", "--slug", "park", "--title", "公园", "--draft", *words).code == 0
    assert inside(lambda: topics.topic_by_slug("park")).state is TopicState.DRAFT


def test_a_topic_that_cannot_be_is_refused_with_the_reason_at_the_field(jianyan: Any, topic: str) -> None:
    two = ("--category", "a", "--category", "b")
    taken = jianyan("topic", "add", "--slug", topic, "--title", "x", *two)
    assert (taken.code, taken.err) == (1, "slug: Another topic has this address already.\n")
    one = jianyan("topic", "add", "--slug", "y", "--title", "x", "--category", "a")
    assert (one.code, one.err) == (1, "categories: A topic has 2 to 30 categories.\n")
    odd = jianyan("topic", "add", "--slug", "No Slug", "--title", "x", *two)
    assert (odd.code, odd.err) == (1, "slug: This value cannot be used here.\n")


def test_erasing_leaves_a_record_that_still_verifies(
    jianyan: Any, inside: Callable[..., Any], settings: Settings, keys: Any
) -> None:
    async def send() -> str:
        await builders.make_topic()
        received, _ = await builders.submit(keys, await builders.make_placement(), phone="138 0013 8000")
        return received.tracking

    tracking = inside(send)
    ran = jianyan("erase", f"{tracking[:4].lower()}-{tracking[4:]}", "--json")
    assert (ran.code, ran.json) == (0, {"tracking": tracking, "erased": True})
    assert inside(lambda: suggestions.by_tracking(tracking)).body is None
    assert jianyan("check").code == 0


def test_a_motion_is_erased_by_its_name_in_the_trail(jianyan: Any, inside: Callable[..., Any]) -> None:
    async def submit() -> int:
        he = await builders.make_person(cast.HE)
        new = NewMotion(title="关于路灯的提案", text="站台没有灯。", year="2026")
        motion_id = await motions.draft_motion(new, by=he, now=builders.NOW)
        await motions.submit_motion(motion_id, by=he, now=builders.NOW)
        return motion_id

    motion_id = inside(submit)
    ran = jianyan("erase", f"Motion-{motion_id}", "--json")
    assert (ran.code, ran.json) == (0, {"tracking": f"motion-{motion_id}", "erased": True})
    assert inside(lambda: Motion.select(Motion.title, Motion.text)) == [{"title": "", "text": ""}]
    assert jianyan("check").code == 0
    assert jianyan("erase", "motion-7777").err == "There is no such motion.\n"


def test_erasing_what_is_not_there_is_refused(jianyan: Any) -> None:
    ran = jianyan("erase", "00000000000000")
    assert (ran.code, ran.err) == (1, "There is no suggestion of that number.\n")
