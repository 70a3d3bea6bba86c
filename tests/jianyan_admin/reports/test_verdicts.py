"""The page that says what came of computing a report's figures again, in each of its outcomes."""

from typing import Any

import msgspec
import pytest

import builders
from jianyan import jobs, reports, work
from jianyan.clock import now
from jianyan.jobs import JobKind
from jianyan.keys import KeyRing
from jianyan.reports import Change, TrailFault, Verification
from jianyan.settings import Settings

CHANGES = [
    Change("received", "", "1300", "1299"),
    Change("states", "published", "9", "3"),
    Change("listing_sha256", "", "0123456789abcdef", "fedcba9876543210"),
]
CATEGORY = "线路规划"


@pytest.fixture
async def report(qiao: Any, keys: KeyRing) -> reports.ReportDetail:
    """Give a report about one suggestion."""
    await builders.make_topic()
    await builders.submit(keys, await builders.make_placement(), category=CATEGORY)
    return await builders.freeze()


async def page(qiao: Any, settings: Settings, report: reports.ReportDetail, **parts: Any) -> str:
    """Give what is shown once a worker found that."""
    facts = {"slug": report.slug, "trail_size": report.trail_size, "root": report.root}
    found = Verification(
        **facts, sha256=report.sha256, received=1, **{"differences": ["trail 3: x"], **parts}
    )
    new = builders.new_job(
        kind=JobKind.VERIFY, topic_id=report.content.topic, parameters={"report": report.slug}, media_type=""
    )
    session = await builders.make_session("qiao@jianyan.example", away=1)
    job = await jobs.ask(new, by=session, now=now())
    assert await work.work_once(settings)
    (kept,) = work.folder_of(settings).iterdir()
    kept.write_bytes(msgspec.json.encode(found))
    shown: str = (await qiao.see("/admin/jobs/outcome", job=str(job))).text
    return shown.partition("<main")[2]


async def test_what_is_the_same_is_said_to_be(qiao: Any, settings: Settings, report: Any) -> None:
    shown = await page(qiao, settings, report, differences=[])
    assert "逐字节一致" in shown
    assert "核验程序的原文" not in shown


@pytest.mark.parametrize(
    ("fault", "at", "said"),
    [
        (TrailFault.CHANGED, 1_025, "第 1,025 条留痕事后被改动过"),
        (TrailFault.MISSING, 7, "第 7 条留痕缺失"),
        (TrailFault.CONTRADICTORY, 7, "第 7 条留痕与前面的留痕矛盾"),
        (TrailFault.OTHER, None, "现有的留痕已不是定格时的那些"),
    ],
)
async def test_a_trail_that_is_broken_is_told_apart_from_figures_that_differ(
    qiao: Any, settings: Settings, report: Any, fault: TrailFault, at: int | None, said: str
) -> None:
    shown = await page(qiao, settings, report, trail_fault=fault, trail_at=at)
    assert "留痕与当初的记录不符" in shown
    assert said in shown
    assert "留痕完好" not in shown
    assert "请暂勿报送或发布本报告" in shown
    assert "trail 3: x" in shown


async def test_figures_that_differ_stand_side_by_side_in_the_readers_words(
    qiao: Any, settings: Settings, report: Any
) -> None:
    (category,) = report.content.categories
    changes = [
        *CHANGES,
        Change("categories", str(category.id), "2", "1"),
        Change("days", "2026-07-01", "", "1"),
    ]
    shown = await page(qiao, settings, report, changes=changes)
    assert "报告与定格时不一致" in shown
    rows = ["已收到|1,300|1,299", "按状态 · 已公开|9|3", "建议清单|01234567…|fedcba98…"]
    rows += [f"按类别 · {CATEGORY}|2|1", "按日期 · 2026-07-01|—|1"]
    for name, frozen, again in (row.split("|") for row in rows):
        cells = f'<th scope="row">{name}</th><td class="num">{frozen}</td><td class="num">{again}</td>'
        assert cells in shown


async def test_what_no_table_shows_stands_open(qiao: Any, settings: Settings, report: Any) -> None:
    shown = await page(qiao, settings, report, differences=["the trail names another snapshot"])
    assert 'verdict" open>' in shown
    assert "the trail names another snapshot" in shown
