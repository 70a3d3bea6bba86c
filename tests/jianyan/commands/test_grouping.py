from pathlib import Path
from typing import Any

import pytest

SAID = {
    "路灯": ("银杏苑门口的路灯不亮", "银杏苑路灯坏了", "请修银杏苑门口的路灯"),
    "末班": ("末班车收得太早坐不上", "十二路末班车太早坐不上"),
    "其他": ("图书馆周末闭馆太早", "二号桥下面积水"),
}
COLUMNS = ("--text-columns", "主题", "详情", "--id-column", "编号", "--time-column", "时间")
WEIGHTS = ("--sender-column", "谁", "--likes-column", "赞", "--dislikes-column", "踩")


@pytest.fixture
def sheet(tmp_path: Path) -> Path:
    lines = ["编号,主题,详情,时间,谁,赞,踩"]
    for of, texts in SAID.items():
        for at, text in enumerate(texts):
            lines.append(f"{of}{at},{text},{text}。,2026-0{6 - at}-0{1 + at} 08:00,人{at},{at},0")
    lines.append("空,,,2026-06-01,人,0,0")
    path = tmp_path / "messages.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def test_a_script_is_told_groups_and_issues(jianyan: Any, sheet: Path) -> None:
    ran = jianyan("evaluate", "groups", sheet, *COLUMNS, *WEIGHTS, "--json")
    assert (ran.code, ran.err) == (0, "")
    told = ran.json
    assert (told["rows"], told["left_out"]) == (7, 1)
    assert [set(group["members"]) for group in told["groups"]] == [
        {"路灯0", "路灯1", "路灯2"},
        {"末班0", "末班1"},
    ]
    lamps, buses = told["issues"]
    assert (lamps["senders"], lamps["places"], buses["senders"]) == (3, ["银杏苑"], 2)
    assert lamps["heat"] == pytest.approx(sum(lamps["parts"].values()), abs=0.1)
    assert lamps["first_at"] < lamps["last_at"]
    assert lamps["representative"] in lamps["members"]
    assert told["seconds"] >= 0
    assert told["milliseconds_each"] > 0


def test_a_person_reads_a_table_and_sentences(
    jianyan: Any, sheet: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ran = jianyan("evaluate", "groups", sheet, *COLUMNS, *WEIGHTS)
    assert (ran.code, ran.err) == (0, "")
    assert "Rows: 7. Left out: 1.\n" in ran.out
    assert "Groups of two and more: 2, with 5 rows." in ran.out
    assert "    3     3  " in ran.out
    assert "2026-04-03 – 2026-06-01  银杏苑" in ran.out
    monkeypatch.setenv("LANG", "zh_CN.UTF-8")
    assert "最热的问题" in jianyan("evaluate", "groups", sheet, *COLUMNS).out


def test_only_the_last_days_of_the_sheet_make_issues_when_asked(jianyan: Any, sheet: Path) -> None:
    told = jianyan("evaluate", "groups", sheet, *COLUMNS, "--days", "40", "--json").json
    assert [set(issue["members"]) for issue in told["issues"]] == [{"路灯0", "路灯1"}, {"末班0", "末班1"}]


def test_a_sheet_where_nothing_is_said_twice_has_no_groups(jianyan: Any, tmp_path: Path) -> None:
    path = tmp_path / "one.csv"
    path.write_text("详情\n路灯不亮\n", encoding="utf-8")
    told = jianyan("evaluate", "groups", path, "--text-columns", "详情", "--json").json
    assert (told["rows"], told["groups"], told["issues"]) == (1, [], [])
    path.write_text("详情\n。\n", encoding="utf-8")
    told = jianyan("evaluate", "groups", path, "--text-columns", "详情", "--json").json
    assert (told["rows"], told["left_out"], told["issues"]) == (0, 1, [])


def test_a_missing_column_is_refused_in_a_sentence(jianyan: Any, sheet: Path) -> None:
    ran = jianyan("evaluate", "groups", sheet, "--text-columns", "内容")
    assert (ran.code, ran.out) == (1, "")
    assert "Missing: 内容." in ran.err


@pytest.mark.parametrize("wrong", ["0", "x", "3651"])
def test_days_out_of_range_are_wrong_usage(jianyan: Any, sheet: Path, wrong: str) -> None:
    with pytest.raises(SystemExit) as ended:
        jianyan("evaluate", "groups", sheet, *COLUMNS, "--days", wrong)
    assert ended.value.code == 2
