"""No text of anybody becomes a formula, whatever file it leaves in, however many texts there are."""

import csv
import io

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from openpyxl.utils.escape import unescape

import builders
from jianyan.sheets import csv_bytes, unguarded, write_xlsx

TRIGGERS = "=+-@\t\r\n\0＝＋－＠"
FORMULAS = st.builds(
    "{}{}{}".format, st.text("' \ufeff\u200b\u3000\u00ad", max_size=3), st.sampled_from(TRIGGERS), st.text()
)
TEXTS = st.lists(st.text(max_size=60) | FORMULAS, min_size=1, max_size=20)


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
