import csv
import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from pyarrow import parquet

from jianyan import trail


@pytest.fixture
def filled(jianyan: Any, topic: str, tmp_path: Path) -> str:
    """Import three rows, one of them a formula to a spreadsheet."""
    sheet = tmp_path / "in.csv"
    sheet.write_text("body,category\n加开夜班车,收发班次\n=1+1,\n加开夜班车,收发班次\n", encoding="utf-8")
    columns = ("--body-column", "body", "--category-column", "category")
    assert jianyan("import", "suggestions", sheet, "--topic", topic, *columns).code == 0
    return topic


@pytest.mark.parametrize(
    ("what", "form"),
    [
        ("tally", "csv"),
        ("tally", "xlsx"),
        ("tally", "json"),
        ("suggestions", "csv"),
        ("suggestions", "xlsx"),
        ("suggestions", "jsonl"),
        ("suggestions", "parquet"),
        ("workbook", "xlsx"),
        ("open-data", "zip"),
    ],
)
def test_every_format_is_written_whole_and_recorded(
    what: str, form: str, jianyan: Any, filled: str, inside: Callable[..., Any], tmp_path: Path
) -> None:
    target = tmp_path / "out" / f"x.{form}"
    target.parent.mkdir()
    asked = ("--format", form) if what in {"tally", "suggestions"} else ()
    ran = jianyan("export", what, filled, *asked, "-o", target, "--json")
    assert (ran.code, ran.err) == (0, "")
    count = 2 if what == "open-data" else 3
    assert ran.json == {"suggestions": count, "bytes": target.stat().st_size, "file": str(target)}
    assert list(target.parent.iterdir()) == [target]
    assert counted(target, what) == count
    last = inside(lambda: trail.acts(kind="export", most=1))[0]
    assert last.data == {"what": what, "format": form}


def counted(path: Path, what: str) -> int:
    """Count the suggestions that a file holds or counts."""
    match path.suffix, what:
        case ".json", _:
            return int(json.loads(path.read_bytes())["received"])
        case ".jsonl", _:
            return len([json.loads(line) for line in path.read_text().splitlines()])
        case ".csv", "tally":
            rows = list(csv.DictReader(io.StringIO(path.read_text("utf-8-sig"))))
            return sum(int(row["Count"]) for row in rows)
        case ".csv", _:
            return len(list(csv.DictReader(io.StringIO(path.read_text("utf-8-sig")))))
        case ".parquet", _:
            return int(parquet.read_metadata(path).num_rows)
        case ".zip", _:
            listed = zipfile.ZipFile(path).read("suggestions.csv").decode("utf-8-sig")
            return len(list(csv.DictReader(io.StringIO(listed))))
        case _, "workbook":
            return openpyxl.load_workbook(path)["Suggestions"].max_row - 1
        case _, "tally":
            book = openpyxl.load_workbook(path)
            return dict(list(book["Summary"].values)[1:])["Received"]
        case _:
            return openpyxl.load_workbook(path).worksheets[0].max_row - 1


def test_a_file_that_is_there_is_replaced_and_a_link_to_it_stays(
    jianyan: Any, filled: str, tmp_path: Path
) -> None:
    target, link = tmp_path / "old.json", tmp_path / "link.json"
    target.write_text("old")
    link.symlink_to(target)
    assert jianyan("export", "tally", filled, "--format", "json", "-o", link).code == 0
    assert link.is_symlink()
    assert json.loads(target.read_bytes())["received"] == 3


def test_a_device_is_written_to_and_not_replaced(jianyan: Any, filled: str) -> None:
    ran = jianyan("export", "tally", filled, "--format", "csv", "-o", "/dev/full")
    assert ran.code == 1
    assert ran.err.startswith("The disk is full. Nothing was written.")
    assert Path("/dev/full").is_char_device()


def test_a_folder_that_is_missing_is_said_and_nothing_recorded(
    jianyan: Any, filled: str, inside: Callable[..., Any], tmp_path: Path
) -> None:
    ran = jianyan("export", "suggestions", filled, "--format", "csv", "-o", tmp_path / "no" / "x.csv")
    assert ran.code == 1
    assert "cannot be used: No such file or directory" in ran.err
    assert inside(lambda: trail.acts(kind="export")) == []


def test_a_topic_that_is_not_there_is_said_and_the_old_file_stays(jianyan: Any, tmp_path: Path) -> None:
    target = tmp_path / "x.csv"
    target.write_text("old")
    ran = jianyan("export", "tally", "nothing", "--format", "csv", "-o", target)
    assert (ran.code, ran.err) == (1, "There is no topic at this address.\n")
    assert target.read_text() == "old"
