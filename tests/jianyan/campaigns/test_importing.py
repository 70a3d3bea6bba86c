from pathlib import Path

import openpyxl
import pytest

import builders
from jianyan import campaigns, trail
from jianyan.campaigns import NewPlacement, PlacementState, RowRefusal, placement_columns, placements_of_sheet
from jianyan.sheets import MissingColumn, Sheet, read_rows

GTFS = """stop_id,stop_code,stop_name,stop_desc,stop_lat,stop_lon,zone_id,location_type
2,Civi,Civic Center,COMMERCIAL ST SE,44.935459,-123.042774,,
4,ComM,Commercial @ Madrona,,44.905562,-123.042347,,0
"""


def sheet_of(folder: Path, text: str) -> Sheet:
    path = folder / "stops.csv"
    path.write_text(text, encoding="utf-8")
    return read_rows(path)


def taken(folder: Path, text: str) -> list[NewPlacement]:
    placements, refusals = placements_of_sheet(sheet_of(folder, text))
    assert refusals == []
    return placements


def refused(folder: Path, text: str) -> list[RowRefusal]:
    return placements_of_sheet(sheet_of(folder, text))[1]


def test_stops_of_a_timetable_become_placements_with_their_ids(tmp_path: Path) -> None:
    first, second = taken(tmp_path, GTFS)
    assert (first.name, first.line, first.lat, first.lon) == (
        "Civic Center",
        "COMMERCIAL ST SE",
        44.935459,
        -123.042774,
    )
    assert [first.origin, second.origin] == ["2", "4"]
    assert second.line == ""


def test_a_workbook_with_chinese_headers_is_read_with_numbers_as_ids(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(["编号", "站点名称", "线路", "方向", "侧", "材料", "状态", "纬度", "经度"])
    book.active.append([17.0, " 五里牌站 ", "1路", "往火车站", "东侧", "站牌贴", "已安装", 28.19, 112.98])
    path = tmp_path / "points.xlsx"
    book.save(path)
    (placement,), refusals = placements_of_sheet(read_rows(path))
    assert refusals == []
    assert placement == NewPlacement(
        name="五里牌站",
        line="1路，往火车站",
        side="东侧",
        material="站牌贴",
        lat=28.19,
        lon=112.98,
        state=PlacementState.INSTALLED,
        origin="17",
    )


def test_columns_are_found_whatever_their_case_and_width(tmp_path: Path) -> None:
    columns = placement_columns(sheet_of(tmp_path, "ＩＤ,Stop_Name,备注\n1,五里牌站,\n"))
    assert columns == {"name": ("Stop_Name",), "origin": ("ＩＤ",)}


def test_a_sheet_without_names_is_refused_with_the_columns_it_has(tmp_path: Path) -> None:
    with pytest.raises(MissingColumn) as refusal:
        placements_of_sheet(sheet_of(tmp_path, "编码,地址\n1,某路\n"))
    assert "编码, 地址" in refusal.value.english()


def test_equal_rows_without_ids_are_two_places_and_the_same_ones_next_time(tmp_path: Path) -> None:
    text = "名称,线路\n五里牌站,1路\n五里牌站,1路\n"
    once, again = taken(tmp_path, text), taken(tmp_path, text)
    assert len({placement.origin for placement in once}) == 2
    assert once == again
    assert all(placement.origin and len(placement.origin) <= 80 for placement in once)


def test_a_row_keeps_its_identity_when_its_state_changes(tmp_path: Path) -> None:
    planned = taken(tmp_path, "name,state\n五里牌站,planned\n")
    damaged = taken(tmp_path, "name,state\n五里牌站,damaged\n")
    assert planned[0].origin == damaged[0].origin


@pytest.mark.parametrize(
    ("header", "row", "column", "reason"),
    [
        ("name", '" "', "name", None),
        ("name,lat,lon", "甲,91,0", "lat", "A latitude is a number from -90 to 90."),
        ("name,lat,lon", "甲,nan,0", "lat", "A latitude is a number from -90 to 90."),
        ("name,lat,lon", "甲,北纬,0", "lat", "A latitude is a number from -90 to 90."),
        ("名称,纬度,经度", "甲,0,180.5", "经度", "A longitude is a number from -180 to 180."),
        ("name,lat,lon", "甲,28.1,", "lon", "A position has a latitude and a longitude."),
        (
            "名称,状态",
            "甲,飞走了",
            "状态",
            "This state is unknown. Use planned, installed, silent, damaged or removed.",
        ),
        ("name,line", "甲," + "长" * 121, "line", "This is longer than 120 characters."),
        ("name,side", "甲," + "长" * 61, "side", "This is longer than 60 characters."),
        ("name,material", "甲," + "长" * 41, "material", "This is longer than 40 characters."),
        ("name,id", "甲," + "1" * 81, "id", "This is longer than 80 characters."),
        ("name", "长" * 121, "name", "This is longer than 120 characters."),
    ],
)
def test_a_row_that_cannot_be_taken_is_named_with_its_column(
    tmp_path: Path, header: str, row: str, column: str, reason: str | None
) -> None:
    text = f"{header},x\n{'好' + ',' * header.count(',')},1\n{row},1\n"
    assert refused(tmp_path, text) == [RowRefusal(3, column, reason or "The name is missing.")]


def test_an_id_that_stands_twice_is_refused_at_the_second_row(tmp_path: Path) -> None:
    assert refused(tmp_path, "id,name\n7,甲\n7,乙\n") == [RowRefusal(3, "id", "Another row has this id.")]


def test_everything_wrong_in_a_row_is_said_at_once(tmp_path: Path) -> None:
    found = refused(tmp_path, "name,lat,lon,state\n,99,0,?\n")
    assert [refusal.column for refusal in found] == ["name", "lat", "state"]


@pytest.mark.usefixtures("database")
async def test_importing_the_same_file_again_adds_nothing(tmp_path: Path) -> None:
    await builders.make_topic()
    campaign_id = await campaigns.first_campaign("buses-first")
    for expected in (campaigns.Placed(taken=2, already=0), campaigns.Placed(taken=0, already=2)):
        new = taken(tmp_path, GTFS)
        placed = await campaigns.add_placements(campaign_id, new, by=None, now=builders.NOW)
        assert placed == expected


@pytest.mark.usefixtures("database")
async def test_printing_codes_is_kept_on_record() -> None:
    topic = await builders.make_topic()
    await campaigns.record_print("buses-first", 12, by=None, now=builders.NOW)
    last = (await trail.history(f"topic-{topic.id}"))[-1]
    assert (last.kind, last.data) == ("code-print", {"count": 12})
