"""No text of anybody becomes a formula, whatever file it leaves in, however many texts there are."""

import csv
import io
import itertools
import re
import zipfile
from collections.abc import Callable
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from openpyxl.utils.escape import unescape
from openpyxl.worksheet.worksheet import Worksheet

import builders
from jianyan import exports, topics
from jianyan.campaigns.tables import Placement
from jianyan.categories.tables import Category
from jianyan.db import transaction
from jianyan.sheets import csv_bytes, unguarded, write_xlsx
from jianyan.suggestions.tables import Answer, Suggestion
from jianyan.topics.tables import Option, Question, Topic

TRIGGERS = "=+-@\t\r\n\0＝＋－＠"
FORMULAS = st.builds(
    "{}{}{}".format, st.text("' \ufeff\u200b\u3000\u00ad", max_size=3), st.sampled_from(TRIGGERS), st.text()
)
SPECIAL = st.sampled_from(
    [
        *(
            "=cmd|' /C calc'!A0",
            '=HYPERLINK("x","y")',
            "{=1+1}",
            "＝1+1",
            "﹦1",
            "见!A1",
            "=汇总!$A$1",
            "#REF!",
        ),
        *(
            "<r><t>=1</t></r>",
            "<r></is></c><c><f>1+1</f></c></r>",
            "_x003D_1",
            "1",
            "nan",
            "１",
            "TRUE",
            "'=1",
        ),
    ]
)
TEXTS = st.lists(st.text(max_size=60) | FORMULAS, min_size=1, max_size=20)
KEPT = st.builds(
    lambda text: without_what_no_file_holds(text)[:60], st.text(max_size=60) | FORMULAS | SPECIAL
)
"""What a database can hold."""
WORKBOOKS = settings(
    max_examples=settings.default.max_examples // 3,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
TEXTS_OF = [
    (Topic.title, ["Summary"]),
    (Category.name, ["Summary", "Category × state", "Place × category", "Day × category", "Suggestions"]),
    (Placement.name, ["Place × category", "Place × state", "Suggestions"]),
    (Placement.line, ["Place × category", "Place × state", "Suggestions"]),
    (Question.text, ["Questions × answers", "Suggestions", "Data dictionary"]),
    (Option.label, ["Questions × answers"]),
    (Suggestion.title, ["Suggestions"]),
    (Suggestion.body, ["Suggestions"]),
    (Answer.text, ["Suggestions"]),
]
"""Column of people's words, and the sheets of the workbook that they stand on."""
OWN_CELLS = re.compile(r"Summary!\$[A-Z]+\$\d+(:\$[A-Z]+\$\d+)?")


def begins_formula(field: str) -> bool:
    shown = field.lstrip(" \ufeff\u200b\u3000\u00ad")
    return shown != "" and shown[0] in TRIGGERS


def without_what_no_file_holds(text: str) -> str:
    return "".join(one for one in text if one != "\0" and not "\ud800" <= one <= "\udfff")


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(TEXTS)
def test_a_spreadsheet_calculates_nothing_of_a_csv_file(texts: list[str]) -> None:
    content = b"".join(csv_bytes(["text"], [[text] for text in texts])).decode("utf-8-sig")
    fields = [row[0] if row else "" for row in csv.reader(io.StringIO(content, newline=""))][1:]
    assert not [field for field in fields if begins_formula(field)]
    assert [unguarded(field) for field in fields] == [without_what_no_file_holds(text) for text in texts]


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(TEXTS)
def test_a_workbook_holds_no_cell_of_the_type_formula(texts: list[str]) -> None:
    file = io.BytesIO()
    write_xlsx(file, ["text", "end"], [[text, "."] for text in texts], made_at=builders.NOW)
    rows = list(load_workbook(file).active.iter_rows(min_row=2))
    assert {cell.data_type for row in rows for cell in row} <= {"s", "inlineStr", "n"}
    assert all(cell.value is None for row in rows for cell in row if cell.data_type == "n")
    assert [unescape(row[0].value or "") for row in rows] == [storable(text) for text in texts]


def storable(text: str) -> str:
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(
        one
        for one in lines
        if one in "\t\n" or (one >= " " and not "\ud800" <= one <= "\udfff" and one not in "\ufffe\uffff")
    )


@WORKBOOKS
@given(texts=st.lists(KEPT, min_size=4, max_size=12, unique=True))
async def test_a_topics_workbook_says_every_word_and_calculates_nothing(
    database: str, crowd: Callable[..., Any], texts: list[str]
) -> None:
    if not await Topic.exists():
        await builders.make_placement((await builders.make_topic()).slug)
        await crowd(await topics.topic_by_slug("buses-first"), 12)
    file, planted = io.BytesIO(), await plant(texts)
    topic = await topics.topic_by_slug("buses-first")
    await exports.workbook_xlsx(file, topic, language="en", zone=builders.SHANGHAI, now=builders.NOW)
    said = {sheet.title: words_on(sheet) for sheet in load_workbook(file)}
    for (column, sheets), words in zip(TEXTS_OF, planted, strict=True):
        for sheet in sheets:
            assert words - said[sheet] == set(), (column, sheet)
    refuse_formulas(file)


async def plant(texts: list[str]) -> list[set[str]]:
    """Put texts into every column of people's words; give for each those that a workbook can show."""
    planted = []
    async with transaction():
        for column, _ in TEXTS_OF:
            table = column._meta.table
            rows = await table.select(table.id).where(column.is_not_null()).order_by(table.id)
            put = list(zip((row["id"] for row in rows), itertools.cycle(texts), strict=False))
            # Names of categories are unique, and one may be that of another a moment ago.
            for number, text in [(number, f"{number:060}") for number, _ in put] + put:
                await table.update({column: text}).where(table.id == number)
            planted.append({storable(text) for _, text in put} - {""})
    return planted


def words_on(sheet: Worksheet) -> set[str]:
    cells = [cell for row in sheet.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "inlineStr", "n", "d"}
    assert not [cell.value for cell in cells if cell.data_type == "n" and isinstance(cell.value, str)]
    return {unescape(cell.value) for cell in cells if isinstance(cell.value, str)}


def refuse_formulas(file: io.BytesIO) -> None:
    """See that no cell is a formula, and that charts look at the figures of their own sheet alone."""
    with zipfile.ZipFile(file) as book:
        parts = {
            name: book.read(name).decode() for name in book.namelist() if name.endswith((".xml", ".rels"))
        }
    assert not [name for name, part in parts.items() if re.search("<f[ >/]|ddeLink|TargetMode", part)]
    named = [found for part in parts.values() for found in re.findall("<c:f>(.*?)</c:f>", part)]
    assert named
    assert not [found for found in named if not OWN_CELLS.fullmatch(found)]
