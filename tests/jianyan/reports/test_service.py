import msgspec
import pytest

import builders
from builders import Forge
from jianyan import reports, trail
from jianyan.errors import InvalidFields, problems_of
from jianyan.reports import (
    FiguresDisagree,
    NoSuchReport,
    NotEditable,
    ReportDetail,
    ReportState,
    ReportTexts,
)
from jianyan.reports.encoding import encoded, sha256


@pytest.fixture
async def report(world: dict[str, str]) -> ReportDetail:
    return await builders.freeze()


async def save(report: ReportDetail, **parts: object) -> ReportDetail:
    texts = msgspec.structs.replace(report.texts, **parts)
    return await reports.save_texts(report.slug, texts, by=None, now=builders.NOW)


async def test_typed_parts_are_kept_and_the_act_names_them_without_their_words(report: ReportDetail) -> None:
    after = await save(report, title=" 公交\n建议 ", answers="已办{published}件。\r\n其余在办。")
    assert (after.texts.title, after.texts.answers) == ("公交 建议", "已办{published}件。\n其余在办。")
    act = (await trail.history(f"report-{report.id}"))[-1]
    assert (act.kind, act.data) == ("report-edit", {"parts": ["answers", "title"]})


async def test_saving_what_is_there_records_nothing(report: ReportDetail) -> None:
    await save(report)
    assert [act.kind for act in await trail.history(f"report-{report.id}")] == ["report-freeze"]


async def test_every_part_that_cannot_be_kept_is_named(report: ReportDetail) -> None:
    with pytest.raises(InvalidFields) as refused:
        await save(
            report, title=" ", addressee="市" * 121, answers="共{recieved}条", advice="x\x00", language="fr"
        )
    told = {problem.field: problem.sentence for problem in problems_of(refused.value)}
    assert set(told) == {"title", "addressee", "answers", "advice", "language"}
    assert "no figure called" in told["answers"]
    assert (await reports.report_by_slug(report.slug)).texts == report.texts


async def test_a_published_report_stays_as_it_is_until_it_is_taken_back(report: ReportDetail) -> None:
    await reports.publish_report(report.slug, by=None, now=builders.NOW)
    with pytest.raises(NotEditable):
        await save(report, title="别的题目")
    await reports.unpublish_report(report.slug, by=None, now=builders.NOW)
    assert (await save(report, title="别的题目")).title == "别的题目"


async def test_only_what_is_published_is_public(report: ReportDetail) -> None:
    with pytest.raises(NoSuchReport):
        await reports.public_report(report.slug)
    assert await reports.published_reports(report.content.topic) == []
    published = await reports.publish_report(report.slug, by=None, now=builders.NOW)
    assert (published.state, published.published_at) == (ReportState.PUBLISHED, builders.NOW)
    assert (await reports.public_report(report.slug)).slug == report.slug
    assert [one.slug for one in await reports.published_reports(report.content.topic)] == [report.slug]


async def test_publishing_is_recorded_once_with_the_snapshots_hash(report: ReportDetail) -> None:
    for _ in range(2):
        await reports.publish_report(report.slug, by=None, now=builders.NOW)
    for _ in range(2):
        await reports.unpublish_report(report.slug, by=None, now=builders.NOW)
    acts = (await trail.history(f"report-{report.id}"))[1:]
    assert [act.kind for act in acts] == ["report-publish", "report-unpublish"]
    assert acts[0].data == {"from": "draft", "to": "published", "sha256": report.sha256}


async def test_figures_that_do_not_add_up_are_not_published(report: ReportDetail, forge: Forge) -> None:
    other = encoded(msgspec.structs.replace(report.content, received=99))
    await forge("UPDATE snapshot SET content = {}, sha256 = {}", other, sha256(other))
    with pytest.raises(FiguresDisagree, match="received are 99"):
        await reports.publish_report(report.slug, by=None, now=builders.NOW)
    assert (await reports.report_by_slug(report.slug)).state is ReportState.DRAFT


async def test_a_snapshot_that_was_changed_is_not_published(report: ReportDetail, forge: Forge) -> None:
    await forge("UPDATE snapshot SET listing = {}", b"[]")
    with pytest.raises(FiguresDisagree, match="list of suggestions"):
        await reports.publish_report(report.slug, by=None, now=builders.NOW)


async def test_a_file_that_was_taken_is_recorded(report: ReportDetail) -> None:
    await reports.record_export(report, "html", by=None, now=builders.NOW)
    act = (await trail.history(f"report-{report.id}"))[-1]
    assert (act.kind, act.data) == ("export", {"what": "report", "format": "html"})


def test_what_a_clerk_typed_is_checked_without_a_database() -> None:
    kept = reports.checked_texts(ReportTexts(title="题目", background="共{received}条", unheard="  "))
    assert (kept.background, kept.unheard) == ("共{received}条", "")
