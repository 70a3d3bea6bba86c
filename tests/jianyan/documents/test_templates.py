import io

import docx
import pytest
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from hypothesis import given, settings
from hypothesis import strategies as st

from jianyan.documents import (
    FIELDS,
    ChartBlock,
    Document,
    Heading,
    NoPlaceForTheText,
    NotADocument,
    Paragraph,
    Quote,
    TableBlock,
    UnknownMarks,
    docx_bytes,
    filled,
    placeholders,
)
from official_documents import MADE_AT, part_of, repacked, report, saved, template, with_xml

PLAIN = template("{{标题}}", "{{主送}}：", "{{正文}}", "{{署名}}", "{{日期}}")
SHORT = report(title="报告", blocks=[Paragraph("一"), Paragraph("二")], attachments=[])


def read(data: bytes) -> docx.document.Document:
    return docx.Document(io.BytesIO(data))


def texts(data: bytes) -> list[str]:
    return [paragraph.text for paragraph in read(data).paragraphs]


def test_marks_are_replaced_and_the_text_stands_in_their_midst() -> None:
    assert texts(filled(PLAIN, {}, SHORT)) == [
        "报告",
        "市委、市政府：",
        "一",
        "二",
        "市政协办公厅",
        "2026年7月1日",
    ]


def test_marks_have_english_names_too_in_any_case_and_with_spaces() -> None:
    data = template("{{ Title }}", "{{addressee}} {{SIGNED_BY}}", "{{ body }}", "{{signed_on}}")
    assert texts(filled(data, {}, SHORT)) == ["报告", "市委、市政府 市政协办公厅", "一", "二", "2026年7月1日"]


def test_a_mark_that_word_split_over_runs_is_one_mark() -> None:
    data = template(["前{", "{标", "题}", "}后{{", "主送", "}}尾"], ["{{正", "文}}"])
    assert placeholders(data) == {"标题", "主送", "正文"}
    assert texts(filled(data, {}, SHORT)) == ["前报告后市委、市政府尾", "一", "二"]


def test_a_mark_keeps_the_look_of_its_first_letter() -> None:
    made = docx.Document()
    paragraph = made.add_paragraph()
    paragraph.add_run("{{标").bold = True
    paragraph.add_run("题}}尾")
    made.add_paragraph("{{正文}}")
    runs = read(filled(saved(made), {}, SHORT)).paragraphs[0].runs
    assert [(run.text, run.bold) for run in runs] == [("报告", True), ("尾", None)]


def test_marks_written_with_a_chinese_keyboard_are_marks() -> None:
    assert placeholders(template("｛｛标题｝｝", "{{正文}}")) == {"标题", "正文"}


def test_fields_of_the_caller_are_put_and_may_stand_instead_of_the_documents_own() -> None:
    data = template("{{标题}}收到{{received}}条", "{{正文}}")
    assert texts(filled(data, {"Received": "682", "标题": "另一题"}, SHORT))[0] == "另一题收到682条"


def test_no_field_of_the_caller_stands_where_the_text_belongs() -> None:
    assert filled(PLAIN, {"正文": "x", "body": "y"}, SHORT) == filled(PLAIN, {}, SHORT)


def test_a_value_is_text_and_never_a_mark_or_xml() -> None:
    data = template("{{a}}{{b}}", "{{正文}}")
    hostile = "{{标题}}<w:br/>&amp;{{正文}}"
    assert texts(filled(data, {"a": hostile, "b": "{{a}}"}, SHORT))[0] == f"{hostile}{{{{a}}}}"


def test_a_mark_in_the_text_of_the_report_stays_as_it_is() -> None:
    citizen = report(title="{{正文}}", blocks=[Paragraph("{{标题}}{{正文}}")], attachments=[])
    assert texts(filled(PLAIN, {}, citizen))[:3] == ["{{正文}}", "市委、市政府：", "{{标题}}{{正文}}"]


def test_line_ends_of_a_value_are_line_breaks() -> None:
    data = template("前{{a}}后", "{{正文}}")
    made = filled(data, {"a": "一\r\n二\n三"}, SHORT)
    assert texts(made)[0] == "前一\n二\n三后"
    assert part_of(made, "word/document.xml").count(b"<w:br/>") == 2


ONE_VALUE = template("|{{a}}|", "{{正文}}")


@settings(max_examples=25, deadline=None)
@given(
    st.text(
        st.characters(blacklist_categories=["Cs", "Cc", "Cf", "Zl", "Zp"], max_codepoint=0x2FFFF), max_size=60
    )
)
def test_any_value_is_read_back_as_it_is(value: str) -> None:
    value = value.replace("\ufffe", "").replace("\uffff", "")
    assert texts(filled(ONE_VALUE, {"a": value}, SHORT))[0] == f"|{value}|"


def test_a_title_is_broken_into_lines_where_it_stands_alone_and_nowhere_else() -> None:
    data = template("{{标题}}", "现将《{{标题}}》报送如下", "{{正文}}")
    lines = ["关于“优先发展城市公交，您说怎么改”", "专题征集市民和委员建议情况的报告"]
    assert texts(filled(data, {}, report()))[:2] == ["\n".join(lines), f"现将《{''.join(lines)}》报送如下"]


def test_marks_in_headers_footers_and_tables_are_replaced() -> None:
    made = docx.Document()
    made.sections[0].header.paragraphs[0].text = "{{署名}}"
    made.sections[0].footer.paragraphs[0].text = "{{日期}}"
    made.add_table(1, 1).cell(0, 0).text = "{{标题}}"
    made.add_paragraph("{{正文}}")
    result = read(filled(saved(made), {}, SHORT))
    assert result.sections[0].header.paragraphs[0].text == "市政协办公厅"
    assert result.sections[0].footer.paragraphs[0].text == "2026年7月1日"
    assert result.tables[0].cell(0, 0).text == "报告"


def test_unknown_marks_are_listed_with_those_that_are_known() -> None:
    with pytest.raises(UnknownMarks) as refused:
        filled(template("{{标题}}{{文号}}{{密级}}", "{{正文}}"), {"received": "682"}, SHORT)
    assert refused.value.field == "template"
    assert refused.value.values["names"] == "密级, 文号"
    assert refused.value.values["known"] == ", ".join(["正文", *FIELDS.values(), "received"])


@pytest.mark.parametrize(
    "data",
    [
        template("{{标题}}"),
        template("{{正文}}", "{{正文}}"),
        template("前{{正文}}"),
        template("{{正文}}", "见{{body}}"),
        with_xml(
            template("甲"),
            "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>{{正文}}</w:t></w:r></w:p></w:tc></w:tr></w:tbl>",
        ),
    ],
)
def test_a_template_without_one_clear_place_for_the_text_is_refused(data: bytes) -> None:
    with pytest.raises(NoPlaceForTheText):
        placeholders(data)
    with pytest.raises(NoPlaceForTheText):
        filled(data, {}, SHORT)


def test_the_text_looks_like_the_paragraph_it_replaces() -> None:
    made = docx.Document()
    place = made.add_paragraph()
    place.add_run("{{正文}}").font.size = Pt(15)
    place.paragraph_format.first_line_indent = Pt(30)
    whole = read(filled(saved(made), {}, SHORT)).paragraphs
    assert [one.paragraph_format.first_line_indent.pt for one in whole] == [30, 30]
    assert [one.runs[0].font.size.pt for one in whole] == [15, 15]


def test_a_section_that_ends_with_the_mark_still_ends_there() -> None:
    made = docx.Document()
    made.add_paragraph("{{正文}}")
    made.add_section()
    made.add_paragraph("后")
    body = made.element.body
    body[0].get_or_add_pPr().append(body[1].pPr.find(qn("w:sectPr")))
    body.remove(body[1])
    result = read(filled(saved(made), {}, SHORT))
    assert [one.text for one in result.paragraphs] == ["一", "二", "", "后"]
    assert len(result.sections) == 2


BLOCKS = [
    Heading("甲"),
    Quote("乙", ""),
    TableBlock("丙", ["列", "数"], [["值", "1"]], [1]),
    ChartBlock("丁", "bars", [("戊", 3)]),
]


def styled(document: Document) -> dict[str, str]:
    whole = read(filled(PLAIN, {}, document))
    return {paragraph.text: paragraph.style.name for paragraph in whole.paragraphs}


def test_the_templates_own_styles_are_used_where_it_has_them() -> None:
    found = styled(report(blocks=BLOCKS, attachments=[("己", [])]))
    assert (found["一、甲"], found["“乙”"], found["表1　丙"], found["己"]) == (
        "Heading 1",
        "Quote",
        "Caption",
        "Title",
    )
    assert read(filled(PLAIN, {}, report(blocks=BLOCKS, attachments=[]))).tables[0].style.name == "Table Grid"


def test_our_styles_are_brought_along_where_it_has_none() -> None:
    bare = docx.Document()
    bare.add_paragraph("{{正文}}")
    for style in list(bare.styles):
        if style.name != "Normal":
            style.delete()
    result = read(filled(saved(bare), {}, report(blocks=BLOCKS, attachments=[])))
    heading = next(one for one in result.paragraphs if one.text == "一、甲")
    assert heading.style.style_id == "JianyanHeading1"
    assert heading.style.base_style is None
    assert heading.style.element.rPr.rFonts.get(qn("w:eastAsia")) == "黑体"
    assert "JianyanHeading4" not in [style.style_id for style in result.styles]
    assert b"w:tblBorders" in part_of(filled(saved(bare), {}, report(blocks=BLOCKS)), "word/document.xml")


def test_tables_take_the_width_of_the_templates_page() -> None:
    made = docx.Document()
    made.add_paragraph("{{正文}}")
    section = made.sections[0]
    section.page_width, section.left_margin, section.right_margin = Mm(148), Mm(20), Mm(20)
    table = read(filled(saved(made), {}, report(blocks=BLOCKS, attachments=[]))).tables[0]
    assert sum(column.width for column in table.columns) == pytest.approx(Mm(108), rel=0.01)


def test_charts_stand_beside_the_pictures_that_are_there() -> None:
    made = docx.Document()
    picture = filled(PLAIN, {}, report(blocks=BLOCKS, attachments=[]))
    made.add_picture(io.BytesIO(part_of(picture, "jianyan1.png")))
    made.add_paragraph("{{正文}}")
    result = read(filled(saved(made), {}, report(blocks=[*BLOCKS, *BLOCKS], attachments=[])))
    numbers = [shape._inline.docPr.get("id") for shape in result.inline_shapes]
    assert len(numbers) == len(set(numbers)) == 3


def test_attachments_stand_at_the_end_each_on_a_new_page() -> None:
    result = read(filled(PLAIN, {}, report(blocks=[Paragraph("一")])))
    said = [paragraph.text for paragraph in result.paragraphs]
    assert said.index("2026年7月1日") < said.index("附件1") < said.index("附件2")
    label = next(one for one in result.paragraphs if one.text == "附件2")
    assert label.style.paragraph_format.page_break_before


def test_a_filled_template_is_the_same_to_the_byte_and_bears_the_documents_moment() -> None:
    made = filled(PLAIN, {}, report())
    assert made == filled(PLAIN, {}, report()) == docx_bytes(report(), template=PLAIN)
    assert read(made).core_properties.created == MADE_AT
    assert read(made).core_properties.author == "市政协办公厅"


def test_our_own_document_can_be_a_template() -> None:
    own = docx_bytes(report(title="{{标题}}", blocks=[Paragraph("{{正文}}")], attachments=[]))
    assert texts(filled(own, {}, SHORT))[:4] == ["报告", "市委、市政府：", "一", "二"]


def test_a_document_without_styles_is_refused() -> None:
    relations = part_of(PLAIN, "word/_rels/document.xml.rels").replace(b"/styles", b"/other")
    with pytest.raises(NotADocument):
        filled(repacked(PLAIN, {"word/_rels/document.xml.rels": relations}), {}, SHORT)
