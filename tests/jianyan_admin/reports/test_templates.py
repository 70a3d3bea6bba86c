import io

import docx
import pytest
from litestar import Litestar

import builders
from jianyan import reports, trail
from jianyan.clock import now
from jianyan.keys import KeyRing
from jianyan.reports import ReportDetail
from jianyan_admin.reports.templates import MARK_WORDS
from official_documents import template, with_type

PAGE = "/admin/reports/templates"
LETTER = template("江州市政协文件", "{{标题}}：收到{{收到条数}}条", "{{正文}}")
FORM = {"title": "公交建议报告", "language": "zh-CN"}
MACROS = "application/vnd.ms-office.vbaProject"


@pytest.fixture
async def report(app: Litestar, keys: KeyRing) -> ReportDetail:
    """Give the draft of a report about one suggestion."""
    await builders.make_topic()
    await builders.submit(keys, await builders.make_placement(), category="收发班次")
    return await builders.freeze(now=now())


async def upload(desk, content: bytes = LETTER, name: str = "市政协版式", **fields: str):
    return await desk.send(PAGE, {"name": name, **fields}, template=("版式.docx", content))


async def test_staff_upload_a_template_and_read_which_marks_were_found(qiao, app: Litestar) -> None:
    assert "还没有模板" in (await qiao.see(PAGE)).text
    answer = await upload(qiao)
    (added,) = await reports.templates_in_scope()
    assert answer.headers["location"] == f"{PAGE}?added={added.id}&done=template-added"
    page = (await qiao.browser.get(answer.headers["location"])).text
    row = page[page.index("just-added") : page.index("</tr>", page.index("just-added"))]
    for told in ("市政协版式", "{{标题}}", "{{正文}}", "{{收到条数}}"):
        assert told in row
    assert "{{主送}}" not in row
    act = (await trail.acts(kind="report-template-add"))[0]
    assert (act.role, act.data["name"]) == ("staff", "市政协版式")
    assert "添加报告模板" in (await qiao.see("/admin/trail", kind="report-template-add")).text


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (with_type(LETTER, "word/vbaProject.bin", MACROS), "这份文档含有宏"),
        (template("{{标题}}"), "单独写一次 {{正文}}"),
        (template("{{文号}}", "{{正文}}"), "文号"),
        (b"PK\x03\x04", "这不是 Word 文档"),
        (LETTER + bytes(reports.TEMPLATE_BYTES_MOST), "模板超过 2 MB"),
    ],
)
async def test_a_file_that_is_not_taken_is_refused_at_its_field(
    qiao, app: Litestar, content: bytes, told: str
) -> None:
    answer = await upload(qiao, content)
    assert answer.status_code == 422
    error = answer.text[answer.text.index('id="template-error"') :]
    assert told in error[: error.index("</p>")]
    assert 'value="市政协版式"' in answer.text
    assert await reports.templates_in_scope() == []


async def test_a_form_without_a_file_and_one_far_too_large_are_refused(qiao, app: Litestar) -> None:
    answer = await qiao.send(PAGE, {"name": "空"})
    assert answer.status_code == 422
    assert "请选择一个 DOCX 文件" in answer.text
    assert (await upload(qiao, bytes(5 * reports.TEMPLATE_BYTES_MOST))).status_code == 413


async def test_a_chosen_template_lays_the_docx_out_with_the_figures_of_the_snapshot(
    qiao, report: ReportDetail
) -> None:
    await upload(qiao)
    (added,) = await reports.templates_in_scope()
    path = f"/admin/reports/{report.slug}"
    assert "按国家标准 GB/T 9704" in (await qiao.see(path)).text
    await qiao.send(path, {**FORM, "template": str(added.id)})
    assert f'<option value="{added.id}" selected>市政协版式</option>' in (await qiao.see(path)).text
    first, again = [await qiao.send(f"{path}/download", {"form": "docx"}) for _ in range(2)]
    assert first.content == again.content
    assert first.headers["content-type"].endswith("wordprocessingml.document")
    lines = [each.text for each in docx.Document(io.BytesIO(first.content)).paragraphs]
    assert lines[:2] == ["江州市政协文件", "公交建议报告：收到1条"]


async def test_a_template_that_cannot_be_chosen_is_refused_with_what_was_typed(
    qiao, report: ReportDetail
) -> None:
    for odd in ("987654", "x", "9" * 30, "²"):
        sent = {**FORM, "template": odd, "advice": "增加夜班车。"}
        answer = await qiao.send(f"/admin/reports/{report.slug}", sent)
        assert answer.status_code == 422
        assert "这个模板已不能选用" in answer.text
        assert "增加夜班车。" in answer.text
    assert (await reports.report_by_slug(report.slug)).texts == report.texts


async def test_a_retired_template_is_offered_no_more_and_stays_where_it_is(
    qiao, report: ReportDetail
) -> None:
    await upload(qiao)
    (added,) = await reports.templates_in_scope()
    path = f"/admin/reports/{report.slug}"
    await qiao.send(path, {**FORM, "template": str(added.id)})
    answer = await qiao.send(f"{PAGE}/{added.id}/retire")
    assert answer.headers["location"] == f"{PAGE}?done=template-retired"
    assert "市政协版式（已停用）" in (await qiao.see(path)).text
    await qiao.send(path, {**FORM, "template": ""})
    assert "市政协版式" not in (await qiao.see(path)).text
    assert "已停用" in (await qiao.see(PAGE)).text


async def test_a_template_comes_back_as_it_was_sent_and_the_example_is_taken(qiao, app: Litestar) -> None:
    await upload(qiao)
    (added,) = await reports.templates_in_scope()
    taken = await qiao.see(f"{PAGE}/{added.id}/file")
    assert taken.content == LETTER
    assert taken.headers["content-disposition"].startswith("attachment")
    example = (await qiao.see(f"{PAGE}/example")).content
    assert (await upload(qiao, example, "示例")).status_code == 303
    for absent in (987654, 2**80):
        assert (await qiao.see(f"{PAGE}/{absent}/file")).status_code == 404


async def test_who_has_nobody_above_may_add_one_for_all_organisations(qiao, app: Litestar) -> None:
    assert 'name="shared"' in (await qiao.see(PAGE)).text
    await upload(qiao, shared="on")
    await upload(qiao, name="自己的")
    assert [one.organisation for one in await reports.templates_in_scope()] == ["江州市政协", None]


async def test_a_moderator_has_nothing_to_do_with_templates(wei, report: ReportDetail) -> None:
    for path in (PAGE, f"{PAGE}/example"):
        assert (await wei.see(path)).status_code == 403
    assert (await upload(wei)).status_code == 403
    assert PAGE not in (await wei.see("/admin/reports")).text


def test_every_mark_says_what_is_put_for_it() -> None:
    assert MARK_WORDS.keys() == reports.MARKS.keys()
