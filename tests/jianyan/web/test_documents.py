import re
from datetime import UTC, date, datetime

from jianyan.documents import Block, ChartBlock, Document, Heading, Paragraph, Quote, TableBlock
from jianyan.web.documents import html_bytes

HOSTILE = "<script>alert(1)</script>&\"'{{ 7 * 7 }}"


def document(*blocks: Block, language: str = "zh-CN", **more: object) -> Document:
    facts: dict[str, object] = {
        "title": "关于公交的报告",
        "addressee": "市人民政府",
        "attachments": [],
        "signed_by": "市政协",
        "signed_on": date(2026, 7, 1),
        "made_at": datetime(2026, 7, 1, 4, 30, tzinfo=UTC),
        **more,
    }
    return Document(blocks=list(blocks), language=language, **facts)  # type: ignore[arg-type]


def html(made: Document) -> str:
    return html_bytes(made).decode()


def test_a_file_holds_every_block_and_each_chart_its_table() -> None:
    made = html(
        document(
            Heading("数据"),
            Paragraph("共三条。"),
            Quote("末班车太早。", "委员"),
            TableBlock("各类", ["类别", "条数"], [["线路", "3"]], numeric=[1]),
            ChartBlock("各类条数", "bars", [("线路", 3)]),
            ChartBlock("每月条数", "columns", [("2026-06", 1), ("2026-07", 2)]),
            attachments=[("附表", [Heading("口径"), Paragraph("按类别。")])],
        )
    )
    for text in (
        "一、</span>数据",
        "共三条。",
        "末班车太早。",
        "委员",
        "市人民政府：",
        "2026年7月1日",
        "附件1",
    ):
        assert text in made
    assert made.count("<svg") == 2
    assert len(re.findall(r'<th scope="row">2026-0[67]</th><td class="n">[12]</td>', made)) == 2
    assert '<td class="n">3</td>' in made
    assert len(set(re.findall(r' id="([^"]+)"', made))) == len(re.findall(r' id="', made))


def test_a_text_is_never_markup_in_whatever_place_it_stands() -> None:
    made = html(
        document(
            Heading(HOSTILE),
            Paragraph(HOSTILE),
            Quote(HOSTILE, HOSTILE),
            TableBlock(HOSTILE, [HOSTILE], [[HOSTILE]]),
            ChartBlock(HOSTILE, "bars", [(HOSTILE, 1)]),
            ChartBlock(HOSTILE, "columns", [(HOSTILE, 1)]),
            title=HOSTILE,
            addressee=HOSTILE,
            signed_by=HOSTILE,
            attachments=[(HOSTILE, [Paragraph(HOSTILE)])],
        )
    )
    assert "<script" not in made
    assert made.count("&lt;script&gt;") > 10
    assert "{{ 7 * 7 }}" in made


def test_a_file_fetches_and_runs_nothing() -> None:
    made = html(document(Paragraph("共三条。"), ChartBlock("条数", "bars", [("线路", 3)])))
    assert not re.search(r"<(script|link|img|iframe)|url\(|@import|\son\w+=|\sstyle=", made)


def test_the_same_document_is_the_same_bytes() -> None:
    made = document(Heading("数据"), ChartBlock("条数", "bars", [("线路", 3)]))
    assert html_bytes(made) == html_bytes(made)
    assert html_bytes(made) != html_bytes(document(Heading("数据")))


def test_what_is_empty_is_left_out() -> None:
    made = html(document(ChartBlock("条数", "columns", []), addressee="", signed_by="", signed_on=None))
    assert "<svg" not in made
    assert 'class="addressee"' not in made
    assert 'class="signed"' not in made


def test_an_english_document_is_dated_in_english() -> None:
    made = html(document(Heading("Figures"), language="en", addressee="The city"))
    assert '<html lang="en">' in made
    assert "The city:" in made
    assert "July 1, 2026" in made
