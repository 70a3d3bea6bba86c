import msgspec
import pytest

import builders
from builders import Forge
from jianyan import campaigns, reports, suggestions, topics, trail
from jianyan.reports import FiguresDisagree, NothingToReport, ReportState, VoiceSource
from jianyan.reports.encoding import decoded, encoded, sha256, standings
from jianyan.reports.queries import listing_of
from jianyan.reports.schemas import Content
from jianyan.topics import TopicDetail


async def test_a_snapshot_says_where_every_suggestion_stands(
    world: dict[str, str], topic: TopicDetail
) -> None:
    report = await builders.freeze()
    content = report.content
    assert content.received == len(world) + 2
    assert content.states == {
        "waiting": 3,
        "held": 1,
        "published": 4,
        "declined": 2,
        "merged": 1,
        "withdrawn": 1,
    }
    assert content.declined_by_reason == [(None, 1), ("advertising", 1)]
    assert content.sources == {"citizen": 10, "member": 0, "import": 2, "staff": 0}
    assert [count for _, count in content.channels] == [2, 10]
    assert content.days == [("2026-06-28", 2), ("2026-07-01", 10)]
    assert [(one.id, one.count) for one in content.categories] == [
        (topic.categories[0].id, 2),
        (topic.categories[1].id, 1),
        (topic.categories[2].id, 9),
    ]
    listed = standings(await listing_of(report.snapshot_id))
    by_number = {one.tracking: (one.category, one.state) for one in listed}
    assert [one.tracking for one in listed] == sorted(by_number)
    third = topic.categories[2].id
    assert by_number[world["refiled"]] == (topic.categories[1].id, "published")
    assert by_number[world["merged"]] == (third, "merged")
    assert by_number[world["split"]] == by_number[world["appealed"]] == (third, "waiting")
    assert by_number[world["erased"]] == (third, "published")


async def test_the_bytes_are_canonical_and_the_hashes_are_theirs(world: dict[str, str]) -> None:
    report = await builders.freeze()
    assert encoded(report.content) == encoded(decoded(encoded(report.content), Content))
    assert report.sha256 == sha256(encoded(report.content))
    assert report.beside_sha256 == sha256(encoded(report.beside))
    assert report.content.listing_sha256 == sha256(await listing_of(report.snapshot_id))
    assert (report.trail_size, report.root) == (report.content.trail_size, report.content.root)


async def test_a_later_act_changes_a_later_snapshot_only(world: dict[str, str], topic: TopicDetail) -> None:
    first = await builders.freeze()
    code = (await campaigns.placements_of(topic.id))[-1].code
    await builders.submit(builders.KEYS, code, "再来一条。")
    second = await builders.freeze()
    assert second.content.received == first.content.received + 1
    assert (await reports.report_by_slug(first.slug)).content == first.content
    assert [first.slug, second.slug] == ["buses-first-20260701", "buses-first-20260701-2"]


async def test_what_stands_beside_is_frozen_too(world: dict[str, str], topic: TopicDetail) -> None:
    link, place = await campaigns.placements_of(topic.id)
    await campaigns.count_scans({(place.id, builders.NOW.date()): 12})
    beside = (await builders.freeze()).beside
    assert [one.name for one in beside.categories] == ["线路规划", "站点设置", "收发班次"]
    assert [(one.code, one.opened) for one in beside.places] == [(link.code, 0), (place.code, 12)]
    assert beside.hours == [0] * 12 + [10] + [0] * 11
    assert (beside.decided, beside.appeals, beside.overturned) == (7, 1, 1)
    assert beside.taken_at == "2026-07-01T04:30:00Z"


async def test_voices_are_published_masked_and_without_a_place(world: dict[str, str]) -> None:
    voices = {voice.tracking: voice for voice in (await builders.freeze()).voices}
    approved = voices[world["approved"]]
    assert approved.text == "末班车太早了，晚班下班赶不上，电话 138****8000。"
    assert approved.source is VoiceSource.PLACE
    hidden = ("declined", "held", "merged", "withdrawn", "erased", "waiting")
    assert not {world[name] for name in hidden} & set(voices)


async def test_rows_that_stand_elsewhere_than_their_acts_lead_are_not_frozen(
    world: dict[str, str], forge: Forge
) -> None:
    await forge("UPDATE suggestion SET state = 'published' WHERE tracking = {}", world["held"])
    with pytest.raises(FiguresDisagree) as refused:
        await builders.freeze()
    assert world["held"] in refused.value.english()
    assert await reports.reports_in_scope() == []


async def test_a_row_too_many_is_not_frozen(world: dict[str, str], forge: Forge) -> None:
    await forge(
        "INSERT INTO suggestion (tracking, topic, state, source, received_at, received_on) "
        "SELECT '00000000000000', topic, state, source, received_at, received_on FROM suggestion "
        "WHERE tracking = {}",
        world["held"],
    )
    with pytest.raises(FiguresDisagree, match="00000000000000"):
        await builders.freeze()


async def test_a_record_without_its_row_is_not_frozen(world: dict[str, str], topic: TopicDetail) -> None:
    data = {"state": "waiting", "source": "citizen", "category": None, "day": "2026-07-01"}
    entry = trail.Entry(kind="submit", subject="00000000000000", topic=topic.id, data=data)
    await trail.record(entry, at=builders.NOW)
    with pytest.raises(FiguresDisagree, match="12 rows, but 13 are recorded"):
        await builders.freeze()


async def test_another_source_than_recorded_is_not_frozen(world: dict[str, str], forge: Forge) -> None:
    await forge("UPDATE suggestion SET source = 'member' WHERE tracking = {}", world["held"])
    with pytest.raises(FiguresDisagree, match="sources"):
        await builders.freeze()


async def test_a_topic_without_a_suggestion_has_nothing_to_report(database: str) -> None:
    await builders.make_topic()
    with pytest.raises(NothingToReport):
        await builders.freeze()


async def test_the_first_draft_is_addressed_and_signed_and_the_next_one_begins_with_its_words(
    world: dict[str, str],
) -> None:
    first = await builders.freeze()
    assert (first.state, first.texts.signed_by) == (ReportState.DRAFT, "江州市政协")
    assert first.texts.title == "关于“优先发展城市公交”建议征集情况的报告"
    written = msgspec.structs.replace(first.texts, answers="公交集团：已延长。")
    await reports.save_texts(first.slug, written, by=None, now=builders.NOW)
    assert (await builders.freeze()).texts.answers == "公交集团：已延长。"


async def test_freezing_is_recorded_with_the_hashes(world: dict[str, str]) -> None:
    report = await builders.freeze()
    act = (await trail.history(f"report-{report.id}"))[0]
    assert act.kind == "report-freeze"
    assert act.data == {
        "slug": report.slug,
        "trail_size": report.trail_size,
        "sha256": report.sha256,
        "beside_sha256": report.beside_sha256,
    }


async def test_what_is_quoted_is_emptied_when_it_is_erased(world: dict[str, str]) -> None:
    report = await builders.freeze()
    await reports.erase(world["approved"])
    await suggestions.erase(world["approved"], by=None, now=builders.NOW)
    after = await reports.report_by_slug(report.slug)
    assert {one.tracking for one in after.voices if one.text is None} == {world["approved"]}
    assert await reports.first_fault() is None
    told = [getattr(block, "text", "") for block in reports.composed(after).blocks]
    assert "（此条已按本人意愿删除）" in told
    assert not [text for text in told if "晚班下班赶不上，电话" in text]


async def test_nothing_of_another_topic_is_counted(world: dict[str, str]) -> None:
    await builders.make_topic("other")
    await builders.submit(builders.KEYS, await builders.make_placement("other"))
    assert (await builders.freeze("other")).content.received == 1
    assert (await builders.freeze()).content.received == len(world) + 2
    assert len(await topics.all_topics()) == 2
