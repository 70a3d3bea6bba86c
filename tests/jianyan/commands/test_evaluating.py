from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

HEADER = ("主题", "详情", "分类")
COLUMNS = ("--label-column", "分类", "--text-columns", "主题", "详情")
SAID = {"交通": "公交线路太绕", "环境": "河水污染发臭", "教育": "学校老师收费"}


@pytest.fixture
def filed(tmp_path: Path) -> Callable[..., Path]:
    """Give what writes a sheet of ten rows a category, as XLSX or CSV."""

    def write(name: str = "filed.xlsx", *more: tuple[str, str, str]) -> Path:
        rows = [
            HEADER,
            *(
                (f"请管{at}", f"{said}，{chr(0x5000 + at)}", category)
                for at in range(10)
                for category, said in SAID.items()
            ),
        ]
        path = tmp_path / name
        if path.suffix == ".csv":
            path.write_text("\n".join(",".join(row) for row in [*rows, *more]) + "\n", encoding="gb18030")
            return path
        with xlsxwriter.Workbook(str(path)) as book:
            sheet = book.add_worksheet()
            for number, row in enumerate([*rows, *more]):
                sheet.write_row(number, 0, row)
        return path

    return write


@pytest.mark.parametrize("name", ["filed.xlsx", "filed.csv"])
def test_a_script_is_told_every_figure(jianyan: Any, filed: Callable[..., Path], name: str) -> None:
    ran = jianyan("evaluate", "categories", filed(name), *COLUMNS, "--folds", "2", "--seeds", "3", "--json")
    assert (ran.code, ran.err) == (0, "")
    told = ran.json
    assert (told["rows"], told["left_out"], told["folds"], told["seeds"]) == (30, 0, 2, 3)
    assert (told["macro_f1"], told["macro_f1_spread"], told["accuracy"], told["worst"]) == (1, 0, 1, None)
    assert [(one["category"], one["f1"], one["support"]) for one in told["categories"]] == [
        ("交通", 1, 10),
        ("教育", 1, 10),
        ("环境", 1, 10),
    ]
    assert sum(level["share"] for level in told["levels"]) == pytest.approx(1)
    assert told["sure"]["least"] == 0.8
    assert told["proposals_per_second"] > 0


def test_a_person_reads_a_table_and_sentences(
    jianyan: Any, filed: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    path = filed("filed.xlsx", ("", "学校老师收费", "交通"), ("", "无人知晓", ""))
    ran = jianyan("evaluate", "categories", path, *COLUMNS, "--folds", "2", "--seeds", "1")
    assert (ran.code, ran.err) == (0, "")
    assert "Rows: 31. Left out: 1.\n" in ran.out
    assert " 0.909  1.000  0.952     10  教育\n" in ran.out
    assert "Most often confused: 交通, proposed as 教育, in 1.0 rows.\n" in ran.out
    assert "Macro-F1: 0.968 ± 0.000. Right: 96.8 % ± 0.0.\n" in ran.out
    monkeypatch.setenv("LANG", "zh_CN.UTF-8")
    assert "最常混淆" in jianyan("evaluate", "categories", path, *COLUMNS, "--folds", "2", "--seeds", "1").out


@pytest.mark.parametrize(
    ("columns", "sentence"),
    [
        (("--label-column", "类别", "--text-columns", "详情"), "Missing: 类别."),
        (("--label-column", "分类", "--text-columns", "详情", "分类"), "The column 分类 is named twice."),
        (("--label-column", "分类", "--text-columns", "详情", "--folds", "11"), "交通 has 10 rows; 11 folds"),
        (("--label-column", "主题", "--text-columns", "详情", "--folds", "4"), "请管0 has 3 rows; 4 folds"),
    ],
)
def test_what_cannot_be_evaluated_is_refused_in_a_sentence(
    jianyan: Any, filed: Callable[..., Path], columns: tuple[str, ...], sentence: str
) -> None:
    ran = jianyan("evaluate", "categories", filed(), *columns)
    assert (ran.code, ran.out) == (1, "")
    assert sentence in ran.err
    assert len(ran.err.splitlines()) == 1


def test_a_file_that_is_no_sheet_is_refused(jianyan: Any, tmp_path: Path) -> None:
    path = tmp_path / "filed.xlsx"
    path.write_bytes(b"%PDF-1.7 nothing of the kind")
    ran = jianyan("evaluate", "categories", path, *COLUMNS)
    assert (ran.code, ran.err) == (
        1,
        "This is not a spreadsheet. Save it as XLSX or CSV and send it again.\n",
    )
    assert jianyan("evaluate", "categories", tmp_path / "none.csv", *COLUMNS).code == 1


@pytest.mark.parametrize("wrong", [("--folds", "1"), ("--folds", "x"), ("--seeds", "0"), ("--seeds", "21")])
def test_numbers_out_of_range_are_wrong_usage(
    jianyan: Any, filed: Callable[..., Path], wrong: tuple[str, str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        jianyan("evaluate", "categories", filed(), *COLUMNS, *wrong)
    assert ended.value.code == 2
