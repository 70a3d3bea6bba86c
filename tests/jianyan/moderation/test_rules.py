from datetime import timedelta

import pytest

import builders
from jianyan import db, moderation, suggestions, topics, trail
from jianyan.errors import Invalid
from jianyan.keys import KeyRing
from jianyan.moderation import BUILT_IN, Act, Reason, RulesFixed, Verdict
from jianyan.moderation.tables import ReasonCode

pytestmark = pytest.mark.usefixtures("database")
TOMORROW = builders.NOW + timedelta(days=1)
OWN = ["与公交无关。", "It advertises something.", "100% 重复。"]


async def test_a_topic_without_rules_of_its_own_has_the_built_in_ones() -> None:
    topic = await builders.make_topic()
    found = await moderation.rules_of(topic.id)
    assert found == BUILT_IN
    assert [reason.code for reason in found.reasons] == [code.value for code in Reason]


async def test_rules_are_kept_in_versions_until_the_topic_opens() -> None:
    topic = await builders.make_topic(opens_at=TOMORROW, closes_at=None)
    wei = await builders.make_person()
    first = await moderation.set_rules("buses-first", "只看公交。", OWN, by=wei, now=builders.NOW)
    second = await moderation.set_rules("buses-first", "只看公交。", OWN[:2], by=wei, now=builders.NOW)
    assert (first.version, second.version) == (1, 2)
    assert await moderation.rules_of(topic.id) == second
    assert [reason.code for reason in first.reasons] == ["v1-1", "advertising", "v1-2"]
    assert [reason.code for reason in second.reasons] == ["v1-1", "advertising"]
    acts = [act for act in await trail.history(f"topic-{topic.id}") if act.kind == "rules-set"]
    assert [(act.data["from"], act.data["to"]) for act in acts] == [(0, 1), (1, 2)]
    again = await moderation.set_rules("buses-first", "只看公交。", OWN[:2], by=wei, now=builders.NOW)
    assert again == second


async def test_rules_are_fixed_once_the_topic_has_opened() -> None:
    topic = await builders.make_topic(opens_at=TOMORROW, closes_at=None)
    wei = await builders.make_person()
    await moderation.set_rules("buses-first", "", OWN, by=wei, now=TOMORROW - timedelta(seconds=1))
    with pytest.raises(RulesFixed):
        await moderation.set_rules("buses-first", "", OWN[:1], by=wei, now=TOMORROW)
    assert (await moderation.rules_of(topic.id)).version == 1


async def test_a_draft_can_be_given_rules_whenever_it_was_to_open() -> None:
    await builders.make_topic(published=False)
    wei = await builders.make_person()
    assert (await moderation.set_rules("buses-first", "", OWN, by=wei, now=TOMORROW)).version == 1


@pytest.mark.parametrize(
    ("guidance", "reasons", "field"),
    [
        ("", [], "reasons"),
        ("", [f"理由{count}" for count in range(10)], "reasons"),
        ("", ["同一条", "同一条"], "reasons"),
        ("", ["长" * 121], "reasons"),
        ("长" * 2_001, ["理由"], "guidance"),
    ],
)
async def test_rules_that_nobody_could_go_by_name_their_field(
    guidance: str, reasons: list[str], field: str
) -> None:
    await builders.make_topic(published=False)
    wei = await builders.make_person()
    with pytest.raises(Invalid) as refused:
        await moderation.set_rules("buses-first", guidance, reasons, by=wei, now=builders.NOW)
    assert refused.value.field == field
    assert (await moderation.rules_of((await topics.topic_by_slug("buses-first")).id)).version == 0


async def test_a_decision_tells_the_sentence_of_the_version_it_was_taken_by(keys: KeyRing) -> None:
    topic = await builders.make_topic(opens_at=TOMORROW, closes_at=None)
    wei = await builders.make_person()
    await moderation.set_rules("buses-first", "", OWN, by=wei, now=builders.NOW)
    sent, _ = await builders.submit(keys, await builders.make_placement(), now=TOMORROW)
    verdict = Verdict(act=Act.DECLINE, reason="v1-2")
    await moderation.decide(sent.tracking, verdict, by=wei, now=TOMORROW)
    async with db.transaction():  # as if the topic were a draft again and got another version
        await topics.tables.Topic.update({"state": "draft"}).where(topics.tables.Topic.id == topic.id)
    await moderation.set_rules("buses-first", "", ["别的理由。"], by=wei, now=TOMORROW)
    found = await moderation.reason_of((await suggestions.by_tracking(sent.tracking)).id)
    assert found is not None
    assert (found.code, found.sentence) == ("v1-2", "100% 重复。")


async def test_a_reason_of_another_topic_is_not_one_of_the_reasons(keys: KeyRing) -> None:
    await builders.make_topic()
    wei = await builders.make_person()
    sent, _ = await builders.submit(keys, await builders.make_placement())
    with pytest.raises(Invalid) as refused:
        await moderation.decide(
            sent.tracking, Verdict(act=Act.DECLINE, reason="v1-1"), by=wei, now=builders.NOW
        )
    assert refused.value.field == "reason"


async def test_a_version_that_was_kept_cannot_be_changed() -> None:
    await builders.make_topic(published=False)
    wei = await builders.make_person()
    await moderation.set_rules("buses-first", "", OWN, by=wei, now=builders.NOW)
    with pytest.raises(Exception, match="rows are added, never changed"):
        async with db.transaction():
            await ReasonCode.update({"sentence": "另一句"}).where(ReasonCode.position == 0)
