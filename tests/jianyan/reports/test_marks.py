import io

import docx
import msgspec
import pytest

import builders
from jianyan.documents import FIELDS, NoPlaceForTheText, UnknownMarks, filled, placeholders
from jianyan.reports import FIGURES, MARKS, ReportDetail, composed, example_template
from jianyan.reports.marks import FIGURE_MARKS, figure_values, marks_of
from official_documents import template


@pytest.fixture
async def report(world: dict[str, str]) -> ReportDetail:
    return await builders.freeze()


def test_every_figure_and_field_has_a_mark_in_each_language() -> None:
    assert FIGURE_MARKS.keys() == FIGURES.keys()
    assert MARKS.keys() == {*FIELDS, "body", *FIGURES}
    assert len({*MARKS, *MARKS.values()}) == 2 * len(MARKS)


def test_marks_of_both_languages_are_told_in_one_order() -> None:
    data = template("{{收到条数}} {{Published}} {{标题}}", "{{正文}}")
    assert marks_of(data) == ["title", "body", "received", "published"]


def test_a_mark_that_a_report_has_nothing_for_is_refused_with_those_there_are() -> None:
    with pytest.raises(UnknownMarks) as refused:
        marks_of(template("{{文号}}{{收到条数}}", "{{正文}}"))
    assert refused.value.field == "template"
    assert refused.value.values == {"names": "{{文号}}", "known": "、".join(MARKS.values())}


def test_a_template_without_a_place_for_the_text_is_refused() -> None:
    with pytest.raises(NoPlaceForTheText):
        marks_of(template("{{标题}}"))


async def test_figures_are_those_of_the_snapshot_under_both_names(report: ReportDetail) -> None:
    values = figure_values(report)
    assert values["received"] == values["收到条数"] == str(report.content.received)
    assert values["merged"] == values["合并条数"] == str(report.content.states["merged"])
    assert values.keys() == {*FIGURE_MARKS, *FIGURE_MARKS.values()}


@pytest.mark.parametrize(("language", "title"), [("zh-CN", "标题"), ("en", "title")])
def test_the_example_has_the_marks_of_its_language_and_is_the_same_file_each_time(
    language: str, title: str
) -> None:
    data = example_template(language)
    assert data == example_template(language)
    assert title in placeholders(data)
    assert marks_of(data) == [*FIELDS, "body", "received", "days"]


async def test_the_example_is_filled_with_a_report(report: ReportDetail) -> None:
    texts = msgspec.structs.replace(
        report.texts, title="公交建议报告", addressee="市政府", signed_by="市政协"
    )
    whole = msgspec.structs.replace(report, texts=texts)
    made = filled(example_template("zh-CN"), figure_values(whole), composed(whole))
    lines = [paragraph.text for paragraph in docx.Document(io.BytesIO(made)).paragraphs]
    assert lines[:2] == ["公交建议报告", "市政府："]
    assert lines[2].endswith(f"收到的{report.content.received}条建议报告如下。")
    assert any(line.startswith("市政协\n") for line in lines)
    assert "附件：1. 完整数据表\n2. 统计口径与核验" in lines
    assert not any("{{" in line for line in lines)
