import os
import resource
import signal
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from jianyan import campaigns, suggestions, tallies, topics, trail
from jianyan.clock import now
from jianyan.suggestions import Source, SuggestionState

COLUMNS = (
    *("--body-column", "详情", "--id-column", "编号", "--title-column", "主题"),
    *("--time-column", "时间", "--category-column", "分类"),
)
HEADER = "编号,主题,时间,详情,分类"


@pytest.fixture
def sheet(tmp_path: Path) -> Callable[..., Path]:
    """Give what writes a CSV file of such rows."""

    def write(*rows: str, header: str = HEADER) -> Path:
        path = tmp_path / "messages.csv"
        path.write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
        return path

    return write


@pytest.fixture
def load(jianyan: Any, topic: str) -> Callable[..., Any]:
    """Give what imports suggestions."""

    def run(path: Path, *more: str, columns: tuple[str, ...] = COLUMNS) -> Any:
        return jianyan("import", "suggestions", path, "--topic", topic, *columns, *more)

    return run


def counts(inside: Callable[..., Any], slug: str = "buses") -> dict[str, int]:
    tally = inside(lambda: tallies.for_topic(slug, now=now()))
    return {name: count for name, count in tally.states.items() if count}


def test_rows_with_a_category_are_published_and_the_others_wait(
    load: Any, sheet: Any, inside: Callable[..., Any]
) -> None:
    path = sheet("1,夜班,2019/8/26 8:33:03,加开夜班车,收发班次", "2,,2020-01-06 12:09:38,多设站牌,")
    ran = load(path, "--json")
    assert (ran.code, ran.err) == (0, "")
    assert ran.json == {"read": 2, "taken": 2, "already": 0, "refused": [], "cleaned": 0}
    tally = inside(lambda: tallies.for_topic("buses", now=now()))
    assert (tally.states["published"], tally.states["waiting"]) == (1, 1)
    assert {one.name: one.count for one in tally.categories}["收发班次"] == 1
    assert tally.uncategorised == 1
    assert tally.sources[Source.IMPORT] == 2
    assert str(tally.days[0].date) == "2019-08-26"


def test_the_same_file_again_adds_nothing(load: Any, sheet: Any, inside: Callable[..., Any]) -> None:
    path = sheet(*(f"{number},,2020-01-06,加开夜班车,收发班次" for number in range(1_201)))
    assert load(path, "--json").json["taken"] == 1_201
    again = load(path, "--json").json
    assert (again["read"], again["taken"], again["already"]) == (1_201, 0, 1_201)
    assert counts(inside) == {"published": 1_201}
    acts = inside(lambda: trail.acts(kind="import"))
    assert [act.data["taken"] for act in acts] == [0, 1_201]
    assert acts[1].data == {"read": 1_201, "taken": 1_201, "already": 0, "refused": 0}


def test_one_refused_row_and_nothing_is_written(load: Any, sheet: Any, inside: Callable[..., Any]) -> None:
    path = sheet("1,,2020-01-06,加开夜班车,收发班次", "2,,昨天,多设站牌,天气", "3,,2020-01-06,,")
    ran = load(path, "--json")
    assert ran.code == 1
    assert (ran.json["read"], ran.json["taken"]) == (3, 0)
    assert [(row["row"], row["column"]) for row in ran.json["refused"]] == [
        (3, "时间"),
        (3, "分类"),
        (4, "详情"),
    ]
    assert "线路规划, 站点设置, 收发班次" in ran.json["refused"][1]["reason"]
    assert "天气" in ran.json["refused"][1]["reason"]
    assert "Nothing was written." in ran.err
    assert "Row 4, 详情: The text is missing." in ran.err
    assert counts(inside) == {}
    assert inside(lambda: trail.acts(kind="import")) == []


def test_with_keep_good_the_good_rows_are_written(load: Any, sheet: Any, inside: Callable[..., Any]) -> None:
    path = sheet("1,,2020-01-06,加开夜班车,收发班次", "2,,昨天,多设站牌,天气")
    ran = load(path, "--keep-good", "--json")
    assert (ran.code, ran.json["taken"], len(ran.json["refused"])) == (0, 1, 2)
    assert counts(inside) == {"published": 1}
    mended = sheet("1,,2020-01-06,加开夜班车,收发班次", "2,,2020-01-07,多设站牌,")
    assert load(mended, "--json").json["already"] == 1
    assert counts(inside) == {"published": 1, "waiting": 1}


def test_equal_rows_without_an_id_are_different_people(
    load: Any, sheet: Any, inside: Callable[..., Any]
) -> None:
    only_body = ("--body-column", "详情")
    path = sheet("加开夜班车", "加开夜班车", "多设站牌", header="详情")
    assert load(path, "--json", columns=only_body).json["taken"] == 3
    longer = sheet("加开夜班车", "加开夜班车", "加开夜班车", "多设站牌", header="详情")
    assert load(longer, "--json", columns=only_body).json["taken"] == 1
    assert counts(inside) == {"waiting": 4}


@pytest.mark.parametrize("state", ["waiting", "published"])
def test_a_state_may_be_given_for_all_rows(
    state: str, load: Any, sheet: Any, inside: Callable[..., Any]
) -> None:
    path = sheet("1,,2020-01-06,加开夜班车,收发班次", "2,,2020-01-06,多设站牌,")
    assert load(path, "--state", state).code == 0
    assert counts(inside) == {state: 2}


def test_a_workbook_is_read_with_its_numbers_and_lines(
    load: Any, tmp_path: Path, inside: Callable[..., Any]
) -> None:
    path = tmp_path / "messages.xlsx"
    with xlsxwriter.Workbook(path) as book:
        page = book.add_worksheet()
        page.write_row(0, 0, ["编号", "详情", "点赞"])
        page.write_row(1, 0, [188_006, "加开夜班车\n多设站牌", 1_204])
    columns = ("--body-column", "详情", "--id-column", "编号", "--likes-column", "点赞")
    ran = load(path, "--json", columns=columns)
    assert (ran.code, ran.json["taken"]) == (0, 1)
    rows = inside(lambda: suggestions.in_state(None, [SuggestionState.WAITING], most=9))
    assert (rows[0].like_count, rows[0].body) == (1_204, "加开夜班车\n多设站牌")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "This sheet is empty."),
        (b"PK\x03\x04 no zip", "This is not a spreadsheet."),
        ("详情\n".encode(), "This sheet has a header and no rows."),
        ("正文\n多设站牌\n".encode(), "Missing: 详情. The columns of this sheet are: 正文."),
        (b"a\0b\n", "NUL"),
    ],
)
def test_a_file_that_cannot_be_used_is_one_sentence(
    content: bytes, said: str, load: Any, tmp_path: Path
) -> None:
    path = tmp_path / "x.csv"
    path.write_bytes(content)
    ran = load(path, columns=("--body-column", "详情"))
    assert (ran.code, ran.out) == (1, "")
    assert said in ran.err
    assert ran.err.count("\n") == 1


def test_a_missing_file_and_a_missing_topic_are_said(jianyan: Any, load: Any, tmp_path: Path) -> None:
    ran = load(tmp_path / "none.csv")
    assert (ran.code, ran.out) == (1, "")
    assert "none.csv cannot be used: No such file or directory" in ran.err
    folder = load(tmp_path)
    assert (folder.code, folder.err.count("\n")) == (1, 1)
    elsewhere = jianyan("import", "suggestions", "x.csv", "--topic", "none", "--body-column", "x")
    assert (elsewhere.code, elsewhere.err) == (1, "There is no topic at this address.\n")


def test_an_import_that_was_killed_completes_when_it_is_run_again(
    jianyan: Any, load: Any, topic: str, sheet: Any, process: Any, inside: Callable[..., Any]
) -> None:
    total = 12_000
    path = sheet(*(f"{number},,2020-01-06,加开夜班车 {number},收发班次" for number in range(total)))
    running = process("import", "suggestions", path, "--topic", topic, *COLUMNS)
    deadline = time.monotonic() + 60
    while not counts(inside) and time.monotonic() < deadline:
        time.sleep(0.02)
    os.kill(running.pid, signal.SIGKILL)
    running.communicate()
    kept = counts(inside).get("published", 0)
    assert 0 < kept < total
    assert kept % 500 == 0
    assert jianyan("check").code == 0
    ran = load(path, "--json")
    assert (ran.json["already"], ran.json["taken"]) == (kept, total - kept)
    assert counts(inside) == {"published": total}
    assert jianyan("check").code == 0


def test_placements_come_from_a_gtfs_file_once(
    jianyan: Any, topic: str, tmp_path: Path, inside: Callable[..., Any]
) -> None:
    path = tmp_path / "stops.txt"
    path.write_text(
        "stop_id,stop_name,stop_lat,stop_lon\n2,Civic Center,44.9,-123.0\n3,Library,44.8,-123.1\n"
    )
    ran = jianyan("import", "placements", path, "--topic", topic, "--json")
    assert (ran.code, ran.json) == (0, {"read": 2, "taken": 2, "already": 0, "refused": []})
    again = jianyan("import", "placements", path, "--topic", topic)
    assert again.out == "Rows read: 2. Added: 0. Here already: 2. Refused: 0.\n"
    topic_id = inside(lambda: topics.topic_by_slug(topic)).id
    places = inside(lambda: campaigns.placements_of(topic_id, kind=campaigns.PlacementKind.PLACE))
    assert [(place.name, place.lat) for place in places] == [("Civic Center", 44.9), ("Library", 44.8)]


def test_a_refused_placement_keeps_the_others_out_unless_told_otherwise(
    jianyan: Any, topic: str, tmp_path: Path
) -> None:
    path = tmp_path / "stops.csv"
    path.write_text("名称,纬度,经度\n五里牌站,29.3,113.1\n火车站,99,113.1\n", encoding="utf-8")
    ran = jianyan("import", "placements", path, "--topic", topic, "--json")
    assert (ran.code, ran.json["taken"], ran.json["refused"][0]["row"]) == (1, 0, 3)
    assert ran.json["refused"][0]["column"] == "纬度"
    kept = jianyan("import", "placements", path, "--topic", topic, "--keep-good", "--json")
    assert (kept.code, kept.json["taken"]) == (0, 1)


def test_a_full_disk_is_one_sentence_and_the_import_completes_when_there_is_room(
    load: Any, topic: str, sheet: Any, process: Any, settings: Any, inside: Callable[..., Any]
) -> None:
    if settings.database_url.startswith("postgresql"):  # the disk is the server's there
        assert counts(inside) == {}
        return
    total = 3_000
    path = sheet(*(f"{number},,2020-01-06,{'加开夜班车' * 20} {number},收发班次" for number in range(total)))
    room = Path(settings.database_url.removeprefix("sqlite:///")).stat().st_size + 1_000_000
    running = process("import", "suggestions", path, "--topic", topic, *COLUMNS)
    resource.prlimit(running.pid, resource.RLIMIT_FSIZE, (room, room))
    out, err = running.communicate(timeout=120)
    assert (running.returncode, out) == (1, "")
    assert err == "The server's disk is full. Nothing was saved. Please try again later.\n"
    kept = counts(inside).get("published", 0)
    assert kept < total
    assert load(path, "--json").json["taken"] == total - kept
    assert counts(inside) == {"published": total}
