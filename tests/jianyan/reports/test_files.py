"""Every format of a report, read back: the same figures in each, the same bytes each time."""

import hashlib
import io
import zipfile

import docx
import openpyxl
import pypdfium2
import pytest

import builders
from jianyan import suggestions
from jianyan.documents import TableBlock
from jianyan.reports import ReportDetail
from jianyan.reports import workbook as report_workbook
from jianyan.web.report_files import FORMS

FIRST = b"PK"


@pytest.fixture
async def report(world: dict[str, str]) -> ReportDetail:
    return await builders.freeze()


async def made(report: ReportDetail, form: str) -> bytes:
    return await FORMS[form].make(report)


def sheets(data: bytes) -> dict[str, list[tuple[object, ...]]]:
    book = openpyxl.load_workbook(io.BytesIO(data))
    return {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in book}


@pytest.mark.parametrize("form", sorted(FORMS))
async def test_a_report_taken_twice_is_the_same_to_the_byte(report: ReportDetail, form: str) -> None:
    assert await made(report, form) == await made(report, form)


async def test_docx_and_pdf_say_how_many_came_in(report: ReportDetail) -> None:
    said = f"{report.content.received}条"
    paragraphs = docx.Document(io.BytesIO(await made(report, "docx"))).paragraphs
    assert any(said in one.text.replace(" ", "") for one in paragraphs)
    pages = pypdfium2.PdfDocument(await made(report, "pdf"))
    text = "".join(page.get_textpage().get_text_range() for page in pages)
    assert said in text.replace(" ", "").replace("\r\n", "")


async def test_the_workbook_counts_what_the_snapshot_counts_and_lists_every_suggestion(
    report: ReportDetail,
) -> None:
    read = sheets(await made(report, "xlsx"))
    categories = next(rows for name, rows in read.items() if name.startswith("各类"))
    assert categories[-1][1] == report.content.received
    listed = read["建议清单"][1:]
    assert len(listed) == report.content.received
    for tracking, category, _ in listed:
        assert category == (await suggestions.by_tracking(str(tracking))).category


async def test_figures_of_the_workbook_are_numbers_under_headings_on_their_side(report: ReportDetail) -> None:
    book = openpyxl.load_workbook(io.BytesIO(await made(report, "xlsx")))
    sheet = next(one for one in book if one.title.startswith("各类"))
    headings, first = list(sheet[1]), list(sheet[2])
    assert [cell.value for cell in headings][:3] == ["类别", "已收到", "占比"]
    assert {cell.data_type for cell in first[1:]} == {"n"}
    assert (first[2].number_format, first[2].value) == ("0.0%", pytest.approx(first[1].value / 12, abs=0.001))
    assert [cell.alignment.horizontal for cell in headings] == [None, *["right"] * (len(headings) - 1)]
    assert {"条数", "建言"} & {cell.value for row in book.worksheets[0] for cell in row} == {"条数"}


def test_what_stands_for_no_figure_is_left_empty() -> None:
    table = TableBlock(
        "", ["部门", "采纳率", "用时中位数"], [["甲–", "–", "7.5"], ["乙", "66.7%", "3"]], [1, 2]
    )
    assert list(report_workbook._typed(table)) == [("甲–", None, 7.5), ("乙", 0.667, 3)]


async def test_a_longer_list_is_in_the_bundle_only(
    report: ReportDetail, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(report_workbook, "LIST_MOST", report.content.received - 1)
    assert "建议清单" not in sheets(await made(report, "xlsx"))
    with zipfile.ZipFile(io.BytesIO(await made(report, "zip"))) as bundle:
        lines = bundle.read("suggestions.csv").decode("utf-8-sig").splitlines()
    assert len(lines) == report.content.received + 1


async def test_the_bundle_holds_every_other_format_and_their_check_sums(report: ReportDetail) -> None:
    with zipfile.ZipFile(io.BytesIO(await made(report, "zip"))) as bundle:
        parts = {name: bundle.read(name) for name in bundle.namelist()}
    sums = dict(reversed(line.split("  ")) for line in parts.pop("SHA256SUMS").decode().splitlines())
    assert sums == {name: hashlib.sha256(part).hexdigest() for name, part in parts.items()}
    assert set(parts) == {
        "suggestions.csv",
        *(f"{report.slug}.{form}" for form in FORMS if form != "zip"),
    }
    assert parts[f"{report.slug}.pdf"] == await made(report, "pdf")
