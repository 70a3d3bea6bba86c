import json
import re
from typing import Any

import pytest
from litestar import Litestar

import builders
from jianyan import reports, trail, work
from jianyan.clock import now
from jianyan.keys import KeyRing
from jianyan.reports import ReportDetail, ReportState
from jianyan.settings import Settings
from jianyan_admin.exports import WAITED_FOR_MOST

FORM = {
    "title": "公交建议报告",
    "addressee": "市人民政府",
    "signed_by": "市政协",
    "signed_on": "2026-07-08",
    "language": "zh-CN",
    "background": "共{received}条。",
}


@pytest.fixture
async def topic(app: Litestar, keys: KeyRing) -> str:
    """Give the slug of a topic with one suggestion."""
    await builders.make_topic()
    await builders.submit(keys, await builders.make_placement(), category="收发班次")
    return "buses-first"


@pytest.fixture
async def report(topic: str) -> ReportDetail:
    return await builders.freeze(topic, now=now())


async def stands(report: ReportDetail) -> ReportDetail:
    return await reports.report_by_slug(report.slug)


async def test_staff_freeze_a_topic_and_come_to_the_draft(qiao, topic: str) -> None:
    assert "还没有报告" in (await qiao.see("/admin/reports")).text
    answer = await qiao.send("/admin/reports/freeze", {"topic": topic})
    slug = (await reports.reports_in_scope())[0].slug
    assert answer.headers["location"] == f"/admin/reports/{slug}?done=report-frozen"
    act = (await trail.acts(kind="report-freeze"))[0]
    assert (act.role, act.data["slug"]) == ("staff", slug)
    assert slug in (await qiao.see("/admin/reports")).text


async def test_a_topic_without_a_suggestion_is_refused_in_place(qiao, app: Litestar) -> None:
    await builders.make_topic()
    answer = await qiao.send("/admin/reports/freeze", {"topic": "buses-first"})
    assert answer.status_code == 422
    assert "还没有收到建议" in answer.text


async def test_what_is_typed_is_kept_and_figures_cannot_be_typed(qiao, report: ReportDetail) -> None:
    sent = {**FORM, "received": "999", "content": "{}"}
    answer = await qiao.send(f"/admin/reports/{report.slug}", sent)
    assert answer.headers["location"].endswith("done=report-saved")
    after = await stands(report)
    assert (after.texts.title, after.texts.background) == ("公交建议报告", "共{received}条。")
    assert after.texts.signed_on is not None
    assert after.texts.signed_on.isoformat() == "2026-07-08"
    assert after.content == report.content
    page = (await qiao.see(f"/admin/reports/{report.slug}")).text
    assert "共1条。" in page
    assert "共{received}条。" in page


async def test_a_form_with_mistakes_comes_back_as_it_was_typed(qiao, report: ReportDetail) -> None:
    sent = {**FORM, "title": "", "signed_on": "明天", "advice": "{all}条"}
    answer = await qiao.send(f"/admin/reports/{report.slug}", sent)
    assert answer.status_code == 422
    for told in ("请填写标题。", "请按 2026-07-01 的格式填写日期。", "没有名为 {all} 的数据"):
        assert told in answer.text
    assert "{all}条" in answer.text
    assert (await stands(report)).texts == report.texts


async def test_a_preview_shows_what_is_not_kept_yet(qiao, report: ReportDetail) -> None:
    path = f"/admin/reports/{report.slug}/preview"
    page = await qiao.send(path, FORM)
    assert "共1条。" in page.text
    assert "<html" in page.text
    headers = {"hx-request": "true", "x-csrf-token": qiao.csrf_token}
    fragment = await qiao.browser.post(path, data=FORM, headers=headers)
    assert "共1条。" in fragment.text
    assert "<html" not in fragment.text
    assert "共1条。" not in (await qiao.see(path)).text
    odd = await qiao.send(path, {**FORM, "language": "xx"})
    assert odd.status_code == 200


async def test_publishing_and_taking_back_are_acts_of_who_does_it(qiao, report: ReportDetail) -> None:
    await qiao.send(f"/admin/reports/{report.slug}/publish")
    assert (await stands(report)).state is ReportState.PUBLISHED
    answer = await qiao.send(f"/admin/reports/{report.slug}", FORM)
    assert answer.status_code == 409
    assert "报告已发布，内容保持不变" in answer.text
    await qiao.send(f"/admin/reports/{report.slug}/unpublish")
    assert (await stands(report)).state is ReportState.DRAFT
    acts = (await trail.history(f"report-{report.id}"))[1:]
    assert [(act.kind, act.role) for act in acts] == [
        ("report-publish", "staff"),
        ("report-unpublish", "staff"),
    ]


async def test_figures_that_do_not_hold_are_not_published(qiao, report: ReportDetail) -> None:
    entry = trail.Entry(kind="report-publish", subject=f"report-{report.id}", data={"sha256": "0"})
    await trail.record(entry, at=now())
    answer = await qiao.send(f"/admin/reports/{report.slug}/publish")
    assert answer.status_code == 409
    assert (await stands(report)).state is ReportState.DRAFT


async def test_the_figures_are_computed_again_and_the_result_is_shown(qiao, report: ReportDetail) -> None:
    path = f"/admin/reports/{report.slug}/verification"
    assert "逐字节一致" in (await qiao.see(path)).text
    entry = trail.Entry(kind="report-publish", subject=f"report-{report.id}", data={"sha256": "0"})
    await trail.record(entry, at=now())
    answer = (await qiao.see(path)).text
    assert "逐字节一致" not in answer
    assert "the trail names another snapshot" in answer


async def test_a_file_is_taken_as_it_is_kept_and_on_record(qiao, report: ReportDetail) -> None:
    path = f"/admin/reports/{report.slug}/download"
    first, again = [await qiao.send(path, {"form": "html"}) for _ in range(2)]
    assert first.content == again.content
    assert f'filename="{report.slug}.html"' in first.headers["content-disposition"]
    assert json.loads((await qiao.send(path, {"form": "json"})).content)["slug"] == report.slug
    assert len(await trail.acts(kind="export")) == 3
    refused = await qiao.send(path, {"form": "exe"})
    assert refused.status_code == 422
    assert "报告不提供 exe 格式" in refused.text


async def test_a_moderator_reads_and_verifies_but_changes_nothing(wei, report: ReportDetail) -> None:
    for path in ("", f"/{report.slug}/preview", f"/{report.slug}/verification"):
        assert (await wei.see(f"/admin/reports{path}")).status_code == 200
    assert (await wei.see(f"/admin/reports/{report.slug}")).status_code == 403
    for act in ("", "/publish", "/unpublish", "/download", "/preview"):
        assert (await wei.send(f"/admin/reports/{report.slug}{act}", FORM)).status_code == 403


async def test_the_trail_tells_the_acts_in_words(qiao, report: ReportDetail) -> None:
    await qiao.send(f"/admin/reports/{report.slug}", FORM)
    page = (await qiao.see("/admin/trail", kind="report-edit")).text
    assert "修改报告" in page


async def test_a_large_topic_is_frozen_by_a_job_and_its_report_is_in_the_list_then(
    qiao: Any, settings: Settings
) -> None:
    topic = await builders.make_topic()
    await builders.fill(topic.id, WAITED_FOR_MOST + 1)
    answer = await qiao.send("/admin/reports/freeze", {"topic": "buses-first"})
    assert (answer.status_code, answer.headers["location"]) == (303, "/admin/jobs?done=freeze-asked")
    assert await work.work_once(settings)
    page = (await qiao.see("/admin/jobs")).text
    assert 'href="/admin/reports"' in page
    assert ">下载<" not in page
    assert "buses-first-" in (await qiao.see("/admin/reports")).text


async def test_a_long_trail_is_walked_by_a_job_for_staff_and_the_outcome_is_shown(
    qiao: Any, wei: Any, report: ReportDetail, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("jianyan_admin.reports.verification.WAITED_FOR_MOST", report.trail_size - 1)
    path = f"/admin/reports/{report.slug}/verification"
    assert "重新计算" in (await qiao.see(path)).text
    theirs = (await wei.see(path)).text
    assert "请工作人员在后台核验" in theirs
    assert "逐字节一致" not in theirs
    assert (await wei.send(path)).status_code == 403
    answer = await qiao.send(path)
    assert (answer.status_code, answer.headers["location"]) == (303, "/admin/jobs?done=verify-asked")
    waiting = (await qiao.see("/admin/jobs")).text
    assert "/admin/jobs/outcome" not in waiting
    assert (await qiao.see("/admin/jobs/outcome", job="1")).status_code == 410
    assert await work.work_once(settings)
    found = re.search(r"/admin/jobs/outcome\?job=(\d+)", (await qiao.see("/admin/jobs")).text)
    assert found is not None
    assert "逐字节一致" in (await qiao.see("/admin/jobs/outcome", job=found[1])).text
    assert (await wei.see("/admin/jobs/outcome", job=found[1])).status_code == 403
