from datetime import date, timedelta

import msgspec
import pytest

import builders
from jianyan.documents import ChartBlock, Document, Heading, Paragraph, Quote, TableBlock
from jianyan.reports import ReportDetail, VoiceSource, composed
from jianyan.reports.schemas import FrozenPlace
from jianyan.reports.unheard import spans


@pytest.fixture
async def report(world: dict[str, str]) -> ReportDetail:
    return await builders.freeze()


def headings(document: Document, level: int = 1) -> list[str]:
    return [one.text for one in document.blocks if isinstance(one, Heading) and one.level == level]


def paragraphs(document: Document) -> list[str]:
    return [one.text for one in document.blocks if isinstance(one, Paragraph)]


def tables(document: Document) -> list[TableBlock]:
    attached = [block for _, blocks in document.attachments for block in blocks]
    return [one for one in (*document.blocks, *attached) if isinstance(one, TableBlock)]


def written(report: ReportDetail, **parts: object) -> ReportDetail:
    return msgspec.structs.replace(report, texts=msgspec.structs.replace(report.texts, **parts))


def days(report: ReportDetail, *counts: int) -> ReportDetail:
    first = date(2026, 7, 1)
    found = [((first + timedelta(days=at)).isoformat(), count) for at, count in enumerate(counts) if count]
    return msgspec.structs.replace(report, content=msgspec.structs.replace(report.content, days=found))


def test_the_sentence_that_everybody_reads_is_computed(report: ReportDetail) -> None:
    assert paragraphs(composed(report))[0] == (
        "2026年6月28日至2026年7月1日，4天内收到市民和来信建议12条，归为3个方面。"
    )
    week = days(report, 10, 0, 0, 0, 0, 0, 2)
    assert "一周内收到" in paragraphs(composed(week))[0]
    assert paragraphs(composed(days(report, 12)))[0].startswith("2026年7月1日收到市民和来信建议12条")


@pytest.mark.parametrize(
    ("counts", "said"),
    [
        ((10, 2), "2026年7月1日至2026年7月2日，2天内收到市民和来信建议12条。"),
        ((12,), "2026年7月1日收到市民和来信建议12条。"),
    ],
)
def test_nobody_reads_of_no_categories_where_nothing_is_filed(
    report: ReportDetail, counts: tuple[int, ...], said: str
) -> None:
    unfiled = [msgspec.structs.replace(report.content.categories[0], id=None)]
    content = msgspec.structs.replace(report.content, categories=unfiled)
    assert paragraphs(composed(days(msgspec.structs.replace(report, content=content), *counts)))[0] == said


def test_typed_parts_stand_in_their_sections_with_the_snapshots_figures(report: ReportDetail) -> None:
    parts = {"background": "共{places}处。\n\n自愿参加。", "answers": "已办。", "unheard": "老年人少。"}
    document = composed(written(report, **parts))
    said = paragraphs(document)
    assert said[2:4] == ["共2处。", "自愿参加。"]
    assert {"已办。", "老年人少。"} <= set(said)
    assert headings(document) == [
        "背景与方式",
        "数据情况",
        "各类建议的主要内容",
        "部门答复情况",
        "尚未听到的声音",
    ]


def test_a_part_that_nobody_typed_is_left_out(report: ReportDetail) -> None:
    assert "部门答复情况" not in headings(composed(report))
    assert "工作建议" in headings(composed(written(report, advice="加开夜班车。")))


def test_every_number_of_the_tables_adds_up_to_what_was_received(report: ReportDetail) -> None:
    for table in tables(composed(report))[:2]:
        assert {len(row) for row in table.rows} == {len(table.headings)}
    full = composed(report).attachments[0][1][0]
    assert isinstance(full, TableBlock)
    *rows, total = full.rows
    for column in [at for at in full.numeric if at != 2]:
        assert sum(int(row[column]) for row in rows) == int(total[column])
    assert int(total[1]) == report.content.received
    assert sum(int(cell) for cell in total[3:]) == report.content.received


def test_every_chart_says_the_numbers_of_the_snapshot(report: ReportDetail) -> None:
    charts = [one for one in composed(report).blocks if isinstance(one, ChartBlock)]
    assert [chart.kind for chart in charts] == ["bars", "columns"]
    assert charts[0].points == [("线路规划", 2), ("站点设置", 1), ("收发班次", 9)]
    assert charts[1].points == [("2026-06-28", 2), ("2026-06-29", 0), ("2026-06-30", 0), ("2026-07-01", 10)]


@pytest.mark.parametrize(("count", "label"), [(62, "2026-07-01"), (63, "2026-07"), (2_000, "2026")])
def test_many_days_are_told_as_months_and_many_months_as_years(
    report: ReportDetail, count: int, label: str
) -> None:
    chart = [one for one in composed(days(report, *[1] * count)).blocks if isinstance(one, ChartBlock)][1]
    assert chart.points[0][0] == label
    assert sum(points for _, points in chart.points) == count


def test_each_category_has_its_voices_and_whose_they_are_is_not_told(report: ReportDetail) -> None:
    document = composed(report)
    assert headings(document, 2)[:3] == ["线路规划", "站点设置", "收发班次"]
    quotes = [one for one in document.blocks if isinstance(one, Quote)]
    assert {quote.source for quote in quotes} == {"来信", "现场点位扫码"}
    assert not [quote for quote in quotes if "五里牌站，" in quote.source]


def test_how_many_say_the_same_stands_at_the_voice_and_in_its_category(report: ReportDetail) -> None:
    category = report.voices[0].category_id
    voices = [msgspec.structs.replace(report.voices[0], group_count=12, source=VoiceSource.MEMBER)]
    beside = msgspec.structs.replace(report.beside, group_counts=[(category, [12, 3])])
    document = composed(msgspec.structs.replace(report, voices=voices, beside=beside))
    assert [one.source for one in document.blocks if isinstance(one, Quote)] == ["委员 · 相同意见 12 条"]
    assert [text for text in paragraphs(document) if "意见相同的有2组，条数较多的依次为12、3条" in text]


def test_a_report_about_what_connected_systems_sent_says_so(report: ReportDetail) -> None:
    sources = {**dict.fromkeys(report.content.sources, 0), "api": report.content.received}
    content = msgspec.structs.replace(report.content, sources=sources)
    voices = [msgspec.structs.replace(report.voices[0], source=VoiceSource.API)]
    document = composed(msgspec.structs.replace(report, content=content, voices=voices))
    assert "对接系统" in " ".join(paragraphs(document))
    assert [one.source for one in document.blocks if isinstance(one, Quote)] == ["经对接系统"]


def test_who_was_not_heard_is_told_from_places_and_hours(report: ReportDetail) -> None:
    link, place = report.beside.places
    quiet = [
        FrozenPlace(code=f"{at:08d}", name=f"第{at}站", line="", kind="place", opened=opened)
        for at, opened in enumerate([0] * 14 + [5])
    ]
    beside = msgspec.structs.replace(report.beside, places=[link, place, *quiet])
    said = paragraphs(composed(msgspec.structs.replace(report, beside=beside)))
    assert [
        text
        for text in said
        if text.startswith("16个现场点位中，有14个从未有人扫码：第0站、") and "等" in text
    ]
    assert "有1个点位或链接有人打开、无人提交：第14站。" in said
    assert "一天中没有收到建议的时段：0:00–12:00、13:00–24:00。" in said
    assert said[-1].startswith("以上只统计参加者的意见，是声音而不是表决")


def test_stretches_are_told_by_their_ends() -> None:
    assert spans([True, True, False, True]) == [(0, 2), (3, 4)]
    assert spans([]) == spans([False]) == []


def test_method_and_proof_are_attached(report: ReportDetail) -> None:
    title, blocks = composed(report).attachments[-1]
    said = " ".join(one.text for one in blocks if isinstance(one, Paragraph))
    assert title == "统计口径与核验"
    assert "即12 = 4 + 3 + 1 + 2 + 1 + 1" in said
    for proof in (report.root, report.sha256, report.beside_sha256, f"第{report.trail_size}条留痕"):
        assert proof in said


def test_the_same_report_is_the_same_document_and_its_date_is_the_snapshots(report: ReportDetail) -> None:
    assert composed(report) == composed(report)
    assert composed(report).made_at == builders.NOW


def test_an_english_report_speaks_english(report: ReportDetail) -> None:
    document = composed(written(report, language="en"))
    assert headings(document)[0] == "Background and method"
    assert paragraphs(document)[0] == (
        "From June 28, 2026 to July 1, 2026, within 4 days, 12 suggestions came from citizens and letters, "
        "in 3 categories."
    )
