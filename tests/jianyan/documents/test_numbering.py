import pytest

from jianyan.documents import Block, ChartBlock, Heading, Paragraph, Quote, TableBlock, numbered
from jianyan.documents.numbering import HeadingNumbers, chinese_number
from official_documents import report

HEADINGS: list[Block] = [
    Heading("甲"),
    Heading("乙", 2),
    Heading("丙", 2),
    Heading("丁", 3),
    Heading("戊", 4),
    Heading("己"),
    Heading("庚", 2),
    Heading("辛", 3),
]


def headings(language: str, blocks: list[Block] = HEADINGS) -> list[str]:
    drawn = numbered(report(blocks=blocks, attachments=[], language=language)).blocks
    return [block.text for block in drawn if isinstance(block, Heading)]


def test_headings_are_numbered_as_official_documents_are() -> None:
    assert headings("zh-CN") == [
        "一、甲",
        "（一）乙",
        "（二）丙",
        "1.丁",
        "（1）戊",
        "二、己",
        "（一）庚",
        "1.辛",
    ]


def test_headings_of_an_english_document_have_decimal_numbers() -> None:
    expected = ["1. 甲", "1.1 乙", "1.2 丙", "1.2.1 丁", "1.2.1.1 戊", "2. 己", "2.1 庚", "2.1.1 辛"]
    assert headings("en") == expected


def test_a_level_that_was_left_out_does_not_count_from_zero() -> None:
    assert headings("en", [Heading("a", 3), Heading("b", 9)]) == ["1.1.1 a", "1.1.1.1 b"]


@pytest.mark.parametrize(
    ("number", "words"),
    [(1, "一"), (10, "十"), (11, "十一"), (20, "二十"), (99, "九十九"), (100, "100"), (0, "0")],
)
def test_a_number_is_written_in_chinese_up_to_ninety_nine(number: int, words: str) -> None:
    assert chinese_number(number) == words


def test_tables_and_figures_are_counted_through_the_attachments_and_headings_begin_anew() -> None:
    blocks: list[Block] = [
        Heading("甲"),
        TableBlock("一览", ["列"], [["值"]]),
        ChartBlock("走势", "bars", [("值", 1)]),
    ]
    drawn = numbered(report(blocks=blocks, attachments=[("名单", blocks)]))
    everything = [*drawn.blocks, *drawn.attachments[0][1]]
    captions = [block.caption for block in everything if isinstance(block, TableBlock | ChartBlock)]
    assert captions == ["表1　一览", "图1　走势", "", "表2　一览", "图2　走势", ""]
    assert drawn.attachments[0][1][0] == Heading("一、甲")


def test_a_chart_is_followed_by_its_figures() -> None:
    chart = ChartBlock("走势", "columns", [(f"6月{day}日", day) for day in range(1, 24)])
    drawn = numbered(report(blocks=[chart, Paragraph("后")], attachments=[])).blocks
    figures = drawn[1]
    assert isinstance(figures, TableBlock)
    assert figures.headings == ["时间", "条数"] * 3
    assert figures.rows[0] == ["6月1日", "1", "6月9日", "9", "6月17日", "17"]
    assert figures.rows[-1] == ["6月8日", "8", "6月16日", "16", "", ""]
    assert figures.numeric == [1, 3, 5]


def test_long_labels_of_a_chart_stand_one_below_the_other() -> None:
    chart = ChartBlock("走势", "bars", [("司机服务与行车安全及其他有关事项", count) for count in range(30)])
    figures = numbered(report(blocks=[chart], attachments=[])).blocks[1]
    assert isinstance(figures, TableBlock)
    assert figures.headings == ["项目", "条数"]
    assert len(figures.rows) == 30


def test_a_quote_stands_in_quotation_marks_with_its_source() -> None:
    drawn = numbered(report(blocks=[Quote("末班车太早", "公交站点"), Quote("挤", "")], attachments=[])).blocks
    assert drawn == [Quote("“末班车太早”（公交站点）", ""), Quote("“挤”", "")]


def test_headings_are_numbered_on_each_level_anew() -> None:
    chinese, english = HeadingNumbers("zh-CN"), HeadingNumbers("en")
    levels = [1, 2, 2, 3, 4, 4, 1, 2]
    assert [chinese.next(level) for level in levels] == [
        "一、",
        "（一）",
        "（二）",
        "1.",
        "（1）",
        "（2）",
        "二、",
        "（一）",
    ]
    assert [english.next(level) for level in levels] == [
        "1.",
        "1.1",
        "1.2",
        "1.2.1",
        "1.2.1.1",
        "1.2.1.2",
        "2.",
        "2.1",
    ]


def test_a_chart_gets_a_table_only_where_none_before_it_holds_its_numbers() -> None:
    chart = ChartBlock("各类", "bars", [("线路", 3)])
    tabled = ChartBlock("各类", "bars", [("线路", 3)], is_tabled=True)
    drawn = numbered(report(blocks=[chart, tabled], attachments=[])).blocks
    assert [type(block) for block in drawn] == [ChartBlock, TableBlock, ChartBlock]
