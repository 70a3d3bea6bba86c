import msgspec
import pytest

import builders
from builders import Forge
from jianyan import campaigns, reports, suggestions
from jianyan.reports import Change, NoSuchReport, ReportDetail, TrailFault
from jianyan.reports.encoding import encoded, sha256
from jianyan.suggestions import NewSuggestion, Source, new_tracking, submit_many
from jianyan.trail.merkle import leaf_hash
from jianyan.trail.tables import Trail


@pytest.fixture
async def report(world: dict[str, str]) -> ReportDetail:
    return await builders.freeze()


async def differences(report: ReportDetail) -> list[str]:
    return (await reports.verify(report.slug)).differences


async def test_a_snapshot_is_computed_again_to_the_byte(report: ReportDetail) -> None:
    found = await reports.verify(report.slug)
    assert (found.sound, found.differences) == (True, [])
    assert (found.trail_size, found.sha256) == (report.trail_size, report.sha256)


async def test_it_still_is_after_more_has_happened(report: ReportDetail, world: dict[str, str]) -> None:
    code = (await campaigns.placements_of(report.content.topic))[-1].code
    for _ in range(3):
        await builders.submit(builders.KEYS, code)
    await reports.publish_report(report.slug, by=None, now=builders.NOW)
    assert await differences(report) == []


async def test_it_still_is_after_another_system_was_connected(report: ReportDetail) -> None:
    assert set(report.content.sources) == {"citizen", "member", "import", "staff"}
    await submit_many([told_on_the_phone(report.content.topic)], now=builders.NOW)
    assert await differences(report) == []
    later = await builders.freeze()
    assert later.content.sources["api"] == 1
    assert await differences(later) == []


def told_on_the_phone(topic_id: int) -> NewSuggestion:
    return NewSuggestion(
        tracking=new_tracking(),
        topic_id=topic_id,
        body="站台没有灯。",
        source=Source.API,
        received_at=builders.NOW,
        received_on=builders.NOW.date(),
    )


async def test_a_figure_that_somebody_changed_is_named(report: ReportDetail, forge: Forge) -> None:
    states = {**report.content.states, "published": 9}
    other = encoded(msgspec.structs.replace(report.content, states=states))
    await forge("UPDATE snapshot SET content = {}, sha256 = {}", other, sha256(other))
    found = await differences(report)
    assert found[0].startswith("states: the snapshot says")
    verified = await reports.verify(report.slug)
    assert verified.changes == [Change("states", "published", "9", "4")]
    assert (verified.trail_fault, verified.trail_at) == (None, None)
    assert "the trail names another snapshot" in found
    assert str(await reports.first_fault()).startswith(f"report {report.slug}: ")


async def test_a_snapshot_whose_hash_is_not_its_own_is_named(report: ReportDetail, forge: Forge) -> None:
    await forge(
        "UPDATE snapshot SET beside = {}", encoded(msgspec.structs.replace(report.beside, title="别的"))
    )
    assert await differences(report) == ["its names are not those that were frozen"]
    assert await reports.first_fault() == f"report {report.slug}: its names are not those that were frozen"


async def test_a_suggestion_that_is_listed_elsewhere_is_named(report: ReportDetail, forge: Forge) -> None:
    await forge("UPDATE snapshot SET listing = {}", b'[["00000000000000",null,"published"]]')
    found = await differences(report)
    assert found[0] == "suggestion 00000000000000: the list differs from the trail"
    assert "its list of suggestions is not the one that was frozen" in found


async def test_a_leaf_that_somebody_changed_is_named(report: ReportDetail, forge: Forge) -> None:
    row = await Trail.select(Trail.seq, Trail.leaf).where(Trail.kind == "decide").order_by(Trail.seq).first()
    assert row is not None
    await forge(
        "UPDATE trail SET leaf = {} WHERE seq = {}", row["leaf"].replace("approve", "approvE"), row["seq"]
    )
    assert f"trail {row['seq']}: the leaf is not the one that was hashed" in await differences(report)
    found = await reports.verify(report.slug)
    assert (found.trail_fault, found.trail_at, found.changes) == (TrailFault.CHANGED, row["seq"], [])


async def test_a_leaf_that_is_gone_is_named(report: ReportDetail, forge: Forge) -> None:
    await forge("DELETE FROM trail WHERE seq = {}", 7)
    assert (await differences(report))[0] == "trail 7: missing"
    found = await reports.verify(report.slug)
    assert (found.trail_fault, found.trail_at) == (TrailFault.MISSING, 7)


async def test_leaves_that_are_gone_at_the_end_are_named(report: ReportDetail, forge: Forge) -> None:
    await forge("DELETE FROM trail WHERE seq >= {}", report.trail_size - 1)
    assert (await differences(report))[0] == f"trail {report.trail_size - 1}: missing"


async def test_a_trail_that_was_written_anew_has_another_root(report: ReportDetail, forge: Forge) -> None:
    row = await Trail.select(Trail.seq, Trail.leaf).where(Trail.kind == "sign-in").order_by(Trail.seq).first()
    assert row is not None
    other = row["leaf"].replace("console", "elsewhere")
    assert other != row["leaf"]
    digest = trail_hash(other)
    await forge("UPDATE trail SET leaf = {}, leaf_hash = {} WHERE seq = {}", other, digest, row["seq"])
    found = await differences(report)
    assert found[0].startswith(f"the trail's first {report.trail_size} acts are others")
    assert (await reports.verify(report.slug)).trail_fault is TrailFault.OTHER


def trail_hash(leaf: str) -> str:
    return leaf_hash(leaf.encode()).hex()


async def test_a_report_that_is_not_there_cannot_be_verified(database: str) -> None:
    with pytest.raises(NoSuchReport):
        await reports.verify("not-there")


async def test_a_voice_that_stayed_after_the_erasure_is_named(
    report: ReportDetail, world: dict[str, str]
) -> None:
    await suggestions.erase(world["approved"], by=None, now=builders.NOW)
    fault = await reports.first_fault()
    assert fault == f"report {report.slug}: {world['approved']} is quoted, yet it was erased"


async def test_a_voice_that_is_gone_without_an_erasure_is_named(
    report: ReportDetail, world: dict[str, str]
) -> None:
    await reports.erase(world["approved"])
    fault = await reports.first_fault()
    assert fault == f"report {report.slug}: {world['approved']} is gone without a record"
