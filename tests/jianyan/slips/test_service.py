from collections.abc import Callable, Coroutine
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

import builders
import cast
from jianyan import campaigns, invariants, moderation, slips, suggestions, tallies, trail
from jianyan.accounts import NOWHERE, Person, within
from jianyan.errors import InvalidFields, problems_of
from jianyan.keys import KeyRing
from jianyan.moderation import Act, Verdict
from jianyan.screening import Entry, Level, Words
from jianyan.slips import BatchDetail, NewBatch, NewSlip, NoSuchBatch, NotUndoable, Saved, TypedAlready
from jianyan.suggestions import SentAlready, Source, SuggestionState, receipts, tokens
from jianyan.topics import TopicDetail

Type = Callable[..., Coroutine[Any, Any, Saved]]


def reasons(refused: InvalidFields) -> dict[str | None, str]:
    return {each.field: each.english() for each in problems_of(refused)}


async def begun(topic: TopicDetail, by: Person, code: str, on: str = "2026-07-01") -> BatchDetail:
    new = NewBatch(code=code, on=on)
    return await slips.begin_batch(new, topic, by=by, zone=builders.SHANGHAI, now=builders.NOW)


async def test_a_batch_is_of_a_place_and_a_day(topic: TopicDetail, code: str, qiao: Person) -> None:
    batch = await begun(topic, qiao, f" {code[:4].lower()}-{code[4:]} ")
    assert (batch.code, batch.place, batch.line, batch.count) == (code, "五里牌站", "往火车站方向", 0)
    assert (batch.topic_id, batch.topic, str(batch.slips_on)) == (topic.id, topic.title, "2026-07-01")
    assert await slips.batch_by_id(batch.id) == batch
    assert await slips.batches_of(qiao.account_id, most=9) == [batch]
    assert await slips.batches_of(qiao.account_id + 1, most=9) == []


@pytest.mark.parametrize(
    ("typed", "on", "field", "said"),
    [
        ("", "2026-07-01", "code", "Please type the code"),
        ("7K3M9QX", "2026-07-01", "code", "is not a code"),
        ("00000001", "2026-07-01", "code", "is not a code"),
        ("00000000", "2026-07-01", "code", "not known here"),
        (None, "", "on", "like 2026-07-01"),
        (None, "1.7.2026", "on", "like 2026-07-01"),
        (None, "2026-07-02", "on", "lies in the future"),
        (None, "2010-07-02", "on", "ten years"),
    ],
)
async def test_a_batch_that_cannot_be_is_refused_at_its_field(
    topic: TopicDetail, code: str, qiao: Person, typed: str | None, on: str, field: str, said: str
) -> None:
    with pytest.raises(InvalidFields) as refused:
        await begun(topic, qiao, code if typed is None else typed, on)
    assert list(reasons(refused.value)) == [field]
    assert said in reasons(refused.value)[field]


async def test_both_fields_of_a_batch_are_refused_at_once(topic: TopicDetail, qiao: Person) -> None:
    with pytest.raises(InvalidFields) as refused:
        await begun(topic, qiao, "", "")
    assert set(reasons(refused.value)) == {"code", "on"}


async def test_a_code_of_another_topic_or_of_a_draft_is_refused(
    topic: TopicDetail, code: str, qiao: Person
) -> None:
    other = await builders.make_topic("parks", title="公园怎么建")
    with pytest.raises(InvalidFields, match="another topic: “优先发展城市公交”"):
        await begun(other, qiao, code)
    draft = await builders.make_topic("draft", published=False)
    with pytest.raises(InvalidFields, match="still a draft"):
        await begun(draft, qiao, await builders.make_placement("draft"))


async def test_a_slip_waits_like_any_other_and_has_a_receipt(
    typed: Type, batch: BatchDetail, topic: TopicDetail, qiao: Person, keys: KeyRing
) -> None:
    saved = await typed(" 站台没有灯。\r\n", category=str(topic.categories[1].id))
    found = await suggestions.by_receipt(receipts.possible_hashes(keys, saved.receipt))
    assert (found.tracking, found.state, found.source) == (
        saved.tracking,
        SuggestionState.WAITING,
        Source.STAFF,
    )
    assert (found.body, found.category, found.code) == ("站台没有灯。", "站点设置", batch.code)
    assert str(found.received_on) == "2026-06-30"
    assert found.received_at == datetime(2026, 6, 30, 4, tzinfo=UTC)
    [act] = await trail.history(saved.tracking)
    assert (act.kind, act.actor, act.role) == ("submit", qiao.trail_id, "staff")
    assert (await tallies.for_topic(topic, now=builders.NOW)).sources["staff"] == 1
    assert (await slips.batch_by_id(batch.id)).count == 1


async def test_a_slip_of_today_was_received_now(
    typed: Type, topic: TopicDetail, code: str, qiao: Person, keys: KeyRing
) -> None:
    batch = await begun(topic, qiao, code)
    token = tokens.read(keys, tokens.issue(keys, code, now=builders.NOW), code=code, now=builders.NOW)
    saved = await slips.type_slip(
        batch,
        NewSlip(body="站台没有灯。"),
        token=token,
        words=builders.NO_WORDS,
        keys=keys,
        by=qiao,
        zone=builders.SHANGHAI,
        now=builders.NOW,
    )
    assert (await suggestions.by_tracking(saved.tracking)).received_at == builders.NOW


async def test_a_slip_with_a_listed_word_is_held(typed: Type) -> None:
    words = Words([Entry(text="黑话", level=Level.HOLD)])
    assert (await typed("司机说黑话。", words=words)).state is SuggestionState.HELD


async def test_the_same_text_again_asks_first(typed: Type, batch: BatchDetail) -> None:
    first = await typed()
    with pytest.raises(TypedAlready) as asked:
        await typed(" 站台没有灯。")
    assert asked.value.tracking == first.tracking
    assert first.tracking in asked.value.english()
    second = await typed(is_second=True)
    assert second.tracking != first.tracking
    assert (await slips.batch_by_id(batch.id)).count == 2
    await typed("站台没有长椅。")


async def test_a_text_that_was_taken_back_may_be_typed_again(
    typed: Type, batch: BatchDetail, qiao: Person
) -> None:
    first = await typed()
    await slips.take_back(first.tracking, batch, by=qiao, now=builders.NOW)
    assert (await typed()).tracking != first.tracking


async def test_the_same_form_twice_is_one_slip(typed: Type, batch: BatchDetail, keys: KeyRing) -> None:
    form = tokens.issue(keys, batch.code, now=builders.NOW)
    assert await typed(form=form) == await typed(form=form)
    assert (await slips.batch_by_id(batch.id)).count == 1
    with pytest.raises(SentAlready):
        await typed("站台没有长椅。", form=form)


async def test_an_empty_slip_is_refused(typed: Type, batch: BatchDetail) -> None:
    with pytest.raises(InvalidFields) as refused:
        await typed("  ", category="987654")
    assert set(reasons(refused.value)) == {"body", "category"}
    assert await slips.slips_of(batch.id, most=9) == []


async def test_a_slip_that_was_typed_wrongly_is_withdrawn_on_record(
    typed: Type, batch: BatchDetail, qiao: Person, keys: KeyRing
) -> None:
    kept, wrong = await typed(), await typed("站台没右灯。")
    await slips.take_back(wrong.tracking, batch, by=qiao, now=builders.NOW)
    states = {slip.tracking: slip.state for slip in await slips.slips_of(batch.id, most=9)}
    assert states == {kept.tracking: SuggestionState.WAITING, wrong.tracking: SuggestionState.WITHDRAWN}
    assert (await slips.batch_by_id(batch.id)).count == 1
    acts = [(act.kind, act.actor) for act in await trail.history(wrong.tracking)]
    assert acts == [("submit", qiao.trail_id), ("withdraw", qiao.trail_id)]
    assert (await invariants.check_invariants(keys))[-1].fault is None


async def test_a_slip_is_taken_back_by_its_typist_alone_soon_and_undecided(
    typed: Type, batch: BatchDetail, topic: TopicDetail, qiao: Person
) -> None:
    slip, decided = await typed(), await typed("站台没有长椅。")
    wei = await builders.make_person(cast.WEI)
    approve = Verdict(act=Act.APPROVE, category_id=topic.categories[0].id)
    await moderation.decide(decided.tracking, approve, by=wei, now=builders.NOW)
    other = await begun(topic, qiao, batch.code)
    late = builders.NOW + timedelta(hours=13)
    for tracking, of, by, at in (
        (slip.tracking, batch, wei, builders.NOW),
        (slip.tracking, batch, qiao, late),
        (slip.tracking, other, qiao, builders.NOW),
        (decided.tracking, batch, qiao, builders.NOW),
        ("0" * 14, batch, qiao, builders.NOW),
    ):
        with pytest.raises(NotUndoable):
            await slips.take_back(tracking, of, by=by, now=at)
    assert (await suggestions.by_tracking(slip.tracking)).state is SuggestionState.WAITING


async def test_a_batch_of_another_scope_is_not_there(batch: BatchDetail, qiao: Person) -> None:
    with within(NOWHERE), pytest.raises(NoSuchBatch):
        await slips.batch_by_id(batch.id)
    with pytest.raises(NoSuchBatch):
        await slips.batch_by_id(batch.id + 1)


async def test_a_batch_keeps_its_topic_when_its_code_leads_elsewhere(
    typed: Type, batch: BatchDetail, topic: TopicDetail
) -> None:
    await builders.make_topic("parks", title="公园怎么建")
    elsewhere = await campaigns.first_campaign("parks")
    await campaigns.retarget(batch.code, elsewhere, by=None, now=builders.NOW)
    saved = await typed()
    assert (await suggestions.by_tracking(saved.tracking)).topic_id == topic.id
