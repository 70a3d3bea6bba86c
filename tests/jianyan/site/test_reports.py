import httpx
import msgspec
import pytest
from litestar import Litestar

import builders
from jianyan import reports, suggestions
from jianyan.clock import now
from jianyan.keys import KeyRing
from jianyan.reports import ReportDetail


@pytest.fixture
async def report(app: Litestar, keys: KeyRing) -> ReportDetail:
    """Give the draft of a report about one suggestion."""
    await builders.make_topic()
    await builders.submit(keys, await builders.make_placement(), category="收发班次")
    return await builders.freeze(now=now())


async def published(report: ReportDetail) -> ReportDetail:
    return await reports.publish_report(report.slug, by=None, now=now())


async def test_a_draft_is_shown_to_nobody(client: httpx.AsyncClient, report: ReportDetail) -> None:
    assert (await client.get(f"/reports/{report.slug}")).status_code == 404
    assert (await client.get("/reports/not-there")).status_code == 404
    assert report.slug not in (await client.get("/t/buses-first")).text


async def test_a_published_report_is_a_page_with_charts_tables_and_proof(
    client: httpx.AsyncClient, report: ReportDetail
) -> None:
    await published(report)
    answer = await client.get(f"/reports/{report.slug}")
    assert answer.status_code == 200
    for text in (report.title, "归为1个方面", "<svg", report.sha256, report.root, "/t/buses-first/tally.csv"):
        assert text in answer.text
    assert 'href="/reports/' in (await client.get("/t/buses-first")).text
    assert (await client.head(f"/reports/{report.slug}")).status_code == 200


async def test_a_page_is_allowed_by_its_hashes_only(client: httpx.AsyncClient, report: ReportDetail) -> None:
    await published(report)
    answer = await client.get(f"/reports/{report.slug}")
    policy = answer.headers["content-security-policy"]
    assert "unsafe-inline" not in policy
    assert policy != (await client.get("/")).headers["content-security-policy"]
    assert " style=" not in answer.text
    assert "<script" not in answer.text


async def test_a_browser_that_knows_the_page_is_told_so(
    client: httpx.AsyncClient, report: ReportDetail
) -> None:
    await published(report)
    tag = (await client.get(f"/reports/{report.slug}")).headers["etag"]
    again = await client.get(f"/reports/{report.slug}", headers={"if-none-match": tag})
    assert again.status_code == 304


async def test_what_came_later_changes_nothing(
    client: httpx.AsyncClient, keys: KeyRing, report: ReportDetail
) -> None:
    await published(report)
    before = (await client.get(f"/reports/{report.slug}")).text
    await builders.submit(keys, await builders.make_placement(name="新站"))
    assert (await client.get(f"/reports/{report.slug}")).text == before
    assert await suggestions.count_in_state(report.content.topic, list(suggestions.SuggestionState)) == 2


async def test_a_report_that_was_taken_back_is_gone(client: httpx.AsyncClient, report: ReportDetail) -> None:
    await published(report)
    await reports.unpublish_report(report.slug, by=None, now=now())
    assert (await client.get(f"/reports/{report.slug}")).status_code == 404


async def test_a_typed_text_is_read_and_never_run(client: httpx.AsyncClient, report: ReportDetail) -> None:
    texts = msgspec.structs.replace(report.texts, advice="<script>alert(1)</script>")
    await reports.save_texts(report.slug, texts, by=None, now=now())
    await published(report)
    answer = await client.get(f"/reports/{report.slug}")
    assert "<script" not in answer.text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in answer.text
