import io
import zipfile
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import openpyxl
import pytest
from openpyxl.chart import BarChart

import builders
from jianyan import exports, tallies
from jianyan.topics import TopicDetail
from readers import rows_of

pytestmark = pytest.mark.usefixtures("database")
SHEETS = [
    *("Summary", "Category × state", "Place × category", "Place × state", "Day × category"),
    *("Questions × answers", "Suggestions", "Data dictionary"),
]


async def file_of(topic: TopicDetail, language: str = "en", **options: Any) -> io.BytesIO:
    file = io.BytesIO()
    facts = {"zone": builders.SHANGHAI, "now": builders.NOW, **options}
    await exports.workbook_xlsx(file, topic, language=language, **facts)
    return file


async def book_of(topic: TopicDetail, **options: Any) -> openpyxl.Workbook:
    return openpyxl.load_workbook(await file_of(topic, **options))


def below_headings(book: openpyxl.Workbook, sheet: str) -> list[tuple[Any, ...]]:
    return rows_of(book, sheet)[1:]


async def test_a_clerk_finds_figures_list_and_dictionary_each_on_a_sheet(crowd: Callable[..., Any]) -> None:
    topic = await builders.make_topic()
    await builders.make_placement()
    sent = await crowd(topic, 120)
    book = await book_of(topic)
    assert book.sheetnames == SHEETS
    assert [row[0] for row in below_headings(book, "Suggestions")] == [one.tracking for one in sent]
    names = [row[1] for row in below_headings(book, "Data dictionary")]
    assert names[:2] == ["tracking", "received_at"]
    assert len(names) == len(rows_of(book, "Suggestions")[0]) == 23 + len(topic.questions)
    assert all(row[2] for row in below_headings(book, "Data dictionary"))


async def test_the_first_sheet_says_of_when_it_is_and_draws_categories_and_days(
    crowd: Callable[..., Any],
) -> None:
    topic = await builders.make_topic()
    await crowd(topic, 60)
    book = await book_of(topic)
    facts = {row[0]: row[1] for row in rows_of(book, "Summary") if row[0]}
    tally = await tallies.for_topic(topic, now=builders.NOW)
    assert rows_of(book, "Summary")[0][0] == "优先发展城市公交"
    assert facts["As of"] == datetime(2026, 7, 1, 12, 30)  # noqa: DTZ001 - Excel knows no zone
    assert (facts["Acts recorded"], facts["Received"]) == (tally.trail_size, 60)
    across, upright = book["Summary"]._charts
    assert isinstance(across, BarChart)
    assert (across.barDir, upright.barDir) == ("bar", "col")
    drawn = [point.v for point in across.series[0].val.numRef.numCache.pt]
    assert [int(float(value)) for value in drawn] == [
        *(one.count for one in tally.categories),
        tally.uncategorised,
    ]


async def test_every_cross_table_adds_up_to_what_was_received(crowd: Callable[..., Any]) -> None:
    topic = await builders.make_topic()
    await builders.make_placement()
    sent = await crowd(topic, 300)
    book = await book_of(topic)
    for sheet, first in (
        ("Category × state", 1),
        ("Place × category", 3),
        ("Place × state", 3),
        ("Day × category", 1),
    ):
        rows = below_headings(book, sheet)
        assert sum(row[-1] for row in rows) == 300, sheet
        assert all(sum(row[first:-1]) == row[-1] for row in rows), sheet
    names = {one.id: one.name for one in topic.categories} | {None: "Uncategorised"}
    by_state = Counter((names[one.category_id], tallies.STATE_WORDS[one.state]) for one in sent)
    by_day = Counter((one.received_on, names[one.category_id]) for one in sent)
    assert counted(book, "Category × state") == by_state
    assert {(day.date(), name): n for (day, name), n in counted(book, "Day × category").items()} == by_day
    places = Counter((one.placement_id is None, names[one.category_id]) for one in sent)
    without = {name: n for (place, name), n in counted(book, "Place × category").items() if place is None}
    assert without == {name: n for (is_none, name), n in places.items() if is_none}


def counted(book: openpyxl.Workbook, sheet: str) -> dict[tuple[Any, Any], int]:
    """Give (first cell of the row, heading) → count, without zeros and totals."""
    header, *rows = rows_of(book, sheet)
    return {
        (row[0], heading): count
        for row in rows
        for heading, count in zip(header[1:-1], row[1:-1], strict=True)
        if isinstance(count, int) and count
    }


async def test_answers_stand_beside_their_share(crowd: Callable[..., Any]) -> None:
    topic = await builders.make_topic()
    await crowd(topic, 200)
    tally = await tallies.for_topic(topic, now=builders.NOW)
    rows = [row for row in below_headings(await book_of(topic), "Questions × answers") if row[0] == "2"]
    single = tally.questions[1]
    assert [row[4] for row in rows] == [*(option.count for option in single.options), single.answered]
    assert rows[0][5] == pytest.approx(single.options[0].count / single.answered)


async def test_sheets_are_frozen_filtered_and_print_across(crowd: Callable[..., Any]) -> None:
    topic = await builders.make_topic()
    await crowd(topic, 5)
    for sheet in (await book_of(topic)).worksheets[1:]:
        assert (sheet.freeze_panes, sheet.auto_filter.ref[:2]) == ("A2", "A1")
        assert (sheet.page_setup.orientation, sheet.print_title_rows) == ("landscape", "$1:$1")
        assert (sheet.sheet_properties.pageSetUpPr.fitToPage, sheet.page_setup.fitToHeight) == (True, 0)


async def test_a_longer_list_is_named_instead_of_written(crowd: Callable[..., Any]) -> None:
    topic = await builders.make_topic()
    await crowd(topic, 4)
    within, beyond = await book_of(topic, list_most=4), await book_of(topic, list_most=3)
    assert len(below_headings(within, "Suggestions")) == 4
    told = [row[0] for row in below_headings(beyond, "Suggestions")]
    assert told[0] == "The list has 4 suggestions; a workbook holds 3 of them at most."
    assert told[-1] == "jianyan export suggestions buses-first --format xlsx -o suggestions.xlsx"


async def test_equal_data_at_an_equal_moment_gives_equal_bytes(crowd: Callable[..., Any]) -> None:
    topic = await builders.make_topic()
    await crowd(topic, 40)
    first, second = await file_of(topic, "zh-CN"), await file_of(topic, "zh-CN")
    later = await file_of(topic, "zh-CN", now=datetime(2026, 7, 2, tzinfo=UTC))
    assert first.getvalue() == second.getvalue() != later.getvalue()


async def test_nothing_in_it_calculates_and_an_empty_topic_has_every_sheet(
    crowd: Callable[..., Any],
) -> None:
    topic = await builders.make_topic(title="=1+1")
    empty = await book_of(topic)
    assert empty.sheetnames == SHEETS
    await crowd(topic, 50)
    file = await file_of(topic)
    cells = [cell for sheet in openpyxl.load_workbook(file) for row in sheet.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} == {"s", "n", "d"}
    assert "=1+1" in {cell.value for cell in cells}
    parts = zipfile.ZipFile(file)
    assert not [name for name in parts.namelist() if b"<f>" in parts.read(name)]
