import io
from collections import Counter
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import openpyxl
import pytest

import builders
from jianyan import exports, tallies
from jianyan.tallies import Cell
from jianyan.topics import TopicDetail
from readers import lines_of, rows_of

pytestmark = pytest.mark.usefixtures("database")


async def tally_workbook(topic: TopicDetail) -> openpyxl.Workbook:
    counted, cells = await tallies.with_cells(topic, now=builders.NOW)
    file = io.BytesIO()
    written = exports.tally_xlsx(file, counted, cells, language="en", zone=builders.SHANGHAI)
    assert written.cut_count == 0
    return openpyxl.load_workbook(file)


async def test_an_empty_topic_gives_a_tally_with_headings_only() -> None:
    topic = await builders.make_topic()
    assert lines_of(b"".join(exports.tally_csv([], language="en"))) == [
        ["Category", "Place code", "Place", "Day", "State", "Source", "Count"]
    ]
    assert rows_of(await tally_workbook(topic), "By day") == [("Day", "Count")]


async def test_the_tally_as_csv_is_the_cube(crowd: Callable[..., Any]) -> None:
    topic = await builders.make_topic()
    await builders.make_placement(name="=五里牌站")
    await crowd(topic, 300)
    cells = await tallies.cells(topic.id)
    file = b"".join(exports.tally_csv(cells, language="en"))
    assert file.startswith(b"\xef\xbb\xbfCategory,")
    header, *lines = lines_of(file)
    assert len(lines) == len(cells) == file.count(b"\r\n") - 1
    assert sum(int(line[-1]) for line in lines) == 300
    by_state: Counter[str] = Counter()
    for line in lines:
        by_state[line[header.index("State")]] += int(line[-1])
    counted = await tallies.for_topic(topic, now=builders.NOW)
    assert by_state == {tallies.STATE_WORDS[state]: count for state, count in counted.states.items()}
    assert {line[2] for line in lines} == {"'=五里牌站", "优先发展城市公交", "Without a place"}
    assert "Uncategorised" in {line[0] for line in lines}


def test_a_tally_in_two_languages_has_the_same_numbers() -> None:
    cells = [Cell("绿地", "ABCD1234", "东门", date(2026, 7, 1), "waiting", "citizen", 3)]
    english, chinese = (lines_of(b"".join(exports.tally_csv(cells, language=one))) for one in ("en", "zh-CN"))
    assert english[1] == ["绿地", "ABCD1234", "东门", "2026-07-01", "Waiting", "Citizen", "3"]
    assert [line[-1] for line in chinese][1:] == ["3"]


async def test_the_tally_as_a_workbook_has_a_sheet_for_each_division(crowd: Callable[..., Any]) -> None:
    topic = await builders.make_topic()
    await builders.make_placement()
    await crowd(topic, 300)
    counted = await tallies.for_topic(topic, now=builders.NOW)
    book = await tally_workbook(topic)
    assert book.sheetnames == [
        "Summary",
        "By category",
        "By place",
        "By day",
        "By source",
        "Question 1",
        "Question 2",
        "Question 3",
        "Question 4",
        "All cells",
    ]
    summary = dict(rows_of(book, "Summary")[1:])
    assert summary["Received"] == 300
    assert summary["As of"] == datetime(2026, 7, 1, 12, 30)  # noqa: DTZ001 - Excel knows no zone
    assert summary["Published"] == counted.states["published"]
    categories = rows_of(book, "By category")
    assert sum(row[1] for row in categories[1:]) == sum(sum(row[2:]) for row in categories[1:]) == 300
    assert categories[-1][:2] == ("Uncategorised", counted.uncategorised)
    assert sum(row[-1] for row in rows_of(book, "By place")[1:]) == 300
    assert rows_of(book, "By day")[1][0] == datetime(2026, 7, 1)  # noqa: DTZ001
    assert sum(row[-1] for row in rows_of(book, "All cells")[1:]) == 300
    rating = rows_of(book, "Question 1")
    assert [row[0] for row in rating[:6]] == ["您对公交是否满意？", 1, 2, 3, 4, 5]
    assert rating[6] == ("Mean", pytest.approx(counted.questions[0].mean))
    assert rating[7] == ("Suggestions with an answer", counted.questions[0].answered)
    assert all(isinstance(row[1], int) for row in rows_of(book, "Question 2")[1:])


async def test_the_same_tally_gives_the_same_workbook(crowd: Callable[..., Any]) -> None:
    topic = await builders.make_topic()
    await crowd(topic, 20)
    counted, cells = await tallies.with_cells(topic, now=datetime(2026, 7, 2, tzinfo=UTC))
    first, second = io.BytesIO(), io.BytesIO()
    for file in (first, second):
        exports.tally_xlsx(file, counted, cells, language="en", zone=builders.SHANGHAI)
    assert first.getvalue() == second.getvalue()
