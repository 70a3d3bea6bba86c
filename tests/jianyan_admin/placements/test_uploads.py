import html
import io
import re

import openpyxl
import pytest

import builders
from jianyan import campaigns, trail
from jianyan.campaigns import PlacementDetail, PlacementKind, PlacementState

GTFS = (
    "stop_id,stop_name,stop_desc,stop_lat,stop_lon\n"
    "2,Civic Center,COMMERCIAL ST SE,44.935459,-123.042774\n"
    "4,Commercial @ Madrona,,44.905562,-123.042347\n"
)
CSV = "\ufeff名称,线路,状态\r\n五里牌站,1路,已安装\r\n火车站,2路,\r\n"


def workbook(*rows: tuple[object, ...]) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


async def placements() -> list[PlacementDetail]:
    topic = await builders.topics.topic_by_slug("buses-first")
    return await campaigns.placements_of(topic.id, kind=PlacementKind.PLACE)


async def chosen() -> dict[str, str]:
    await builders.make_topic()
    return {"topic": "buses-first", "campaign": str(await campaigns.first_campaign("buses-first"))}


def hidden(page: str) -> dict[str, str]:
    found = re.findall(r'<input type="hidden" name="([a-z]+)" value="([^"]*)"', page)
    return {name: html.unescape(value) for name, value in found if name != "csrf_token"}


def cells(page: str) -> list[str]:
    return [html.unescape(cell).strip() for cell in re.findall(r"<td[^>]*>([^<]*)</td>", page)]


@pytest.mark.parametrize(
    ("filename", "content", "names"),
    [
        ("stops.txt", GTFS.encode(), ["Civic Center", "Commercial @ Madrona"]),
        ("点位.csv", CSV.encode(), ["五里牌站", "火车站"]),
        ("点位.csv", CSV.lstrip("\ufeff").encode("gb18030"), ["五里牌站", "火车站"]),
        (
            "点位.xlsx",
            workbook(("站点", "方向"), ("五里牌站", "1路"), ("火车站", None)),
            ["五里牌站", "火车站"],
        ),
    ],
)
async def test_a_list_is_shown_first_and_added_when_confirmed(
    qiao, filename: str, content: bytes, names: list[str]
) -> None:
    preview = await qiao.send("/admin/placements/upload", await chosen(), file=(filename, content))
    assert preview.status_code == 200
    assert [name for name in names if name in cells(preview.text)] == names
    assert await placements() == []
    added = await qiao.send("/admin/placements/upload/confirm", hidden(preview.text))
    assert added.status_code == 200
    assert [place.name for place in await placements()] == names
    topic = await builders.topics.topic_by_slug("buses-first")
    last = (await trail.history(f"topic-{topic.id}"))[-1]
    assert (last.kind, last.data["count"], last.role) == ("placements-add", 2, "staff")


async def test_the_preview_names_the_columns_and_shows_ten_rows(qiao) -> None:
    rows = [(f"{number}", f"第{number}站", "已安装") for number in range(12)]
    content = workbook(("编号", "站名", "状态"), *rows)
    preview = await qiao.send("/admin/placements/upload", await chosen(), file=("点位.xlsx", content))
    heads = re.findall(r'<br><small class="soft">([^<]*)</small></th>', preview.text)
    assert heads == ["站名", "状态", "编号"]
    assert [cell for cell in cells(preview.text) if cell.endswith("站")] == [f"第{n}站" for n in range(10)]
    await qiao.send("/admin/placements/upload/confirm", hidden(preview.text))
    found = await placements()
    assert len(found) == 12
    assert {place.state for place in found} == {PlacementState.INSTALLED}


async def test_the_same_list_again_adds_nothing(qiao) -> None:
    fields = await chosen()
    for _ in range(2):
        preview = await qiao.send("/admin/placements/upload", fields, file=("stops.txt", GTFS.encode()))
        added = await qiao.send("/admin/placements/upload/confirm", hidden(preview.text))
        assert added.status_code == 200
    assert len(await placements()) == 2


async def test_five_thousand_rows_pass_through_the_preview(qiao) -> None:
    lines = [
        f"S{number},第{number}站,解放西路与湘江中路交叉口,28.{number:05},112.{number:05}"
        for number in range(5_000)
    ]
    content = "\n".join(["stop_id,stop_name,stop_desc,stop_lat,stop_lon", *lines]).encode()
    preview = await qiao.send("/admin/placements/upload", await chosen(), file=("stops.txt", content))
    assert preview.status_code == 200
    added = await qiao.send("/admin/placements/upload/confirm", hidden(preview.text))
    assert added.status_code == 200
    found = await placements()
    assert len(found) == 5_000
    assert len({place.code for place in found}) == 5_000


async def test_one_refused_row_and_nothing_can_be_added(qiao) -> None:
    content = "名称,纬度,经度,状态\n五里牌站,28,112,已安装\n,28,112,\n火车站,99,112,飞走了\n".encode()
    answer = await qiao.send("/admin/placements/upload", await chosen(), file=("点位.csv", content))
    assert answer.status_code == 422
    found = cells(answer.text)
    assert [found[at : at + 2] for at in range(0, 9, 3)] == [["3", "名称"], ["4", "纬度"], ["4", "状态"]]
    assert "packed" not in hidden(answer.text)
    assert await placements() == []


@pytest.mark.parametrize(
    ("filename", "content", "status"),
    [
        ("点位.csv", "地址,备注\n某路,无\n".encode(), 422),
        ("点位.csv", b"", 422),
        ("点位.csv", "名称\n".encode(), 422),
        ("点位.xlsx", b"not a workbook", 400),
        ("点位.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, 400),
        ("点位.csv", b"\x89PNG\r\n\x1a\n\0\0", 400),
        ("点位.csv", '名称\n"未完\n'.encode(), 400),
        ("点位.csv", b"name\n" + b"stop\n" * 20_001, 413),
    ],
)
async def test_what_is_no_list_of_places_is_refused_at_the_file(
    qiao, filename: str, content: bytes, status: int
) -> None:
    answer = await qiao.send("/admin/placements/upload", await chosen(), file=(filename, content))
    assert answer.status_code == status
    assert 'id="file-error"' in answer.text
    assert await placements() == []


async def test_a_form_without_a_file_is_refused_at_the_file(qiao) -> None:
    answer = await qiao.send("/admin/placements/upload", await chosen())
    assert answer.status_code == 422
    assert 'id="file-error"' in answer.text


async def test_more_than_twenty_megabytes_are_refused(qiao) -> None:
    content = b"name\n" + b"x" * 21 * 1024 * 1024
    answer = await qiao.send("/admin/placements/upload", await chosen(), file=("点位.csv", content))
    assert answer.status_code == 413
    assert await placements() == []


@pytest.mark.parametrize("change", ["content", "campaign", "nonsense", "missing", "not ASCII"])
async def test_only_what_was_shown_can_be_confirmed(qiao, change: str) -> None:
    preview = await qiao.send("/admin/placements/upload", await chosen(), file=("stops.txt", GTFS.encode()))
    fields = hidden(preview.text)
    packed = fields["packed"]
    other = await campaigns.add_campaign("buses-first", "另一个", by=None, now=builders.NOW)
    fields["packed"] = {
        "content": packed[:-8] + "AAAA" + packed[-4:],
        "campaign": packed,
        "nonsense": "x",
        "missing": "",
        "not ASCII": f"{packed}五",
    }[change]
    if change == "campaign":
        fields["campaign"] = str(other)
    answer = await qiao.send("/admin/placements/upload/confirm", fields)
    assert answer.status_code == 422
    assert 'id="file-error"' in answer.text
    assert await placements() == []


@pytest.mark.parametrize("campaign", ["999999", "x", ""])
async def test_a_list_needs_a_campaign_that_is_there(qiao, campaign: str) -> None:
    fields = {**await chosen(), "campaign": campaign}
    answer = await qiao.send("/admin/placements/upload", fields, file=("stops.txt", GTFS.encode()))
    assert answer.status_code == 404
