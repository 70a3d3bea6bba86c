import io
import zipfile
from datetime import UTC, datetime

from hypothesis import example, given, settings
from hypothesis import strategies as st
from lxml import etree

from jianyan.sheets import Block, open_book
from jianyan.sheets.values import storable_in_xml
from office_check import findings

MADE_AT = datetime(2026, 3, 1, 9, 30, tzinfo=UTC)
CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
LIKE_FORMULAS = [
    "见!A1",
    "=汇总!$A$1",
    "=1+1",
    "＝1+1",
    "=cmd|' /C calc'!A0",
    "nan",
    "1",
    "１",
    "1_0",
    "\x00\ud800<&",
]


def drawn(name: str, heading: str, series: str, labels: list[str]) -> tuple[bytes, etree._Element]:
    """Give a workbook whose first sheet has one chart, and that chart."""
    file = io.BytesIO()
    with open_book(file, made_at=MADE_AT) as book:
        rows = [(label, at) for at, label in enumerate(labels)]
        book.front(name, heading, [Block(heading, ["", series], rows, "bar")])
    with zipfile.ZipFile(file) as archive:
        return file.getvalue(), etree.fromstring(archive.read("xl/charts/chart1.xml"))


def kept(chart: etree._Element, path: str) -> list[str]:
    """Give the texts that a chart keeps of cells; of what it takes for numbers it keeps none."""
    steps = "/".join(f"{CHART}{step}" for step in path.split("/"))
    return [
        found.text or ""
        for found in chart.iterfind(f".//{steps}/{CHART}strRef/{CHART}strCache/{CHART}pt/{CHART}v")
    ]


TEXT = st.text(max_size=30) | st.sampled_from(LIKE_FORMULAS)


@settings(deadline=None)
@given(TEXT, TEXT, TEXT, st.lists(TEXT, min_size=1, max_size=5))
@example("汇总", "见!A1", "见!B2", ["nan", "inf"])
@example("A1", "=1+1", "=1", ["1", "2"])
def test_a_chart_says_its_words_and_looks_at_its_own_cells_only(
    name: str, heading: str, series: str, labels: list[str]
) -> None:
    _, chart = drawn(name, heading, series, labels)
    assert kept(chart, "title/tx") == [storable_in_xml(heading)]
    assert kept(chart, "ser/tx") == [storable_in_xml(series)]
    assert kept(chart, "ser/cat") == [storable_in_xml(label) for label in labels]
    first_cells = {one.text.rpartition("!")[2].partition(":")[0] for one in chart.iter(f"{CHART}f")}
    assert first_cells == {"$A$3", "$B$4", "$A$5", "$B$5"}


def test_a_chart_of_names_that_look_like_formulas_and_numbers_needs_no_repair() -> None:
    data, _ = drawn("见!A1", "=1+1", "=1", LIKE_FORMULAS)
    assert findings(data, "xlsx") == []


def test_an_axis_of_few_counts_has_whole_steps() -> None:
    for highest, steps in ((3, ["1"]), (300, [])):
        file = io.BytesIO()
        with open_book(file, made_at=MADE_AT) as book:
            book.front("日", "日", [Block("日", ["", "条数"], [("一", highest), ("二", 0)], "column")])
        chart = etree.fromstring(zipfile.ZipFile(file).read("xl/charts/chart1.xml"))
        assert [unit.get("val") for unit in chart.iter(f"{CHART}majorUnit")] == steps
