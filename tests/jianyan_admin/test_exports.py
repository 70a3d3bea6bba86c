import csv
import io
import json

import httpx
import openpyxl
import pytest

import builders
import cast
from jianyan import trail
from jianyan.keys import KeyRing

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


async def make_world(keys: KeyRing) -> None:
    await builders.make_topic()
    code = await builders.make_placement()
    await builders.submit(keys, code, "=1+1 末班车太早", category="收发班次", phone=cast.LAN_PHONE)
    await builders.submit(keys, code, "加一个站台")


async def take(qiao, file: str) -> httpx.Response:
    return await qiao.send("/admin/exports/download", {"topic": "buses-first", "file": file})


def saved_as(answer: httpx.Response) -> str:
    return answer.headers["content-disposition"]


async def exports_of() -> list[dict[str, object]]:
    topic = await builders.topics.topic_by_slug("buses-first")
    return [act.data for act in await trail.history(f"topic-{topic.id}") if act.kind == "export"]


async def test_suggestions_as_csv_hold_every_text_and_no_formula(qiao, keys: KeyRing) -> None:
    await make_world(keys)
    answer = await take(qiao, "suggestions-csv")
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert 'filename="buses-first-suggestions-' in saved_as(answer)
    assert "filename*=UTF-8''%E4%BC%98%E5%85%88" in saved_as(answer)
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    texts = [field for row in rows[1:] for field in row]
    assert len(rows) == 3
    assert "加一个站台" in texts
    assert "=1+1 末班车太早" not in texts
    assert any("=1+1 末班车太早" in text for text in texts)
    assert cast.LAN_PHONE not in answer.text
    assert await exports_of() == [{"what": "suggestions", "format": "csv"}]


async def test_suggestions_as_a_workbook_open_in_excel(qiao, keys: KeyRing) -> None:
    await make_world(keys)
    answer = await take(qiao, "suggestions-xlsx")
    assert answer.headers["content-type"] == XLSX
    assert ".xlsx" in saved_as(answer)
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active
    texts = [cell.value for row in sheet.iter_rows() for cell in row if cell.data_type == "s"]
    assert sheet.max_row == 3
    assert "=1+1 末班车太早" in texts
    assert await exports_of() == [{"what": "suggestions", "format": "xlsx"}]


async def test_suggestions_as_json_lines_are_a_line_each(qiao, keys: KeyRing) -> None:
    await make_world(keys)
    answer = await take(qiao, "suggestions-jsonl")
    assert answer.headers["content-type"].startswith("application/x-ndjson")
    lines = [json.loads(line) for line in answer.text.splitlines()]
    assert [line["body"] for line in lines] == ["=1+1 末班车太早", "加一个站台"]
    assert cast.LAN_PHONE not in answer.text


async def test_the_tally_as_json_counts_what_was_received(qiao, keys: KeyRing) -> None:
    await make_world(keys)
    answer = await take(qiao, "tally-json")
    assert answer.headers["content-type"].startswith("application/json")
    assert (answer.json()["topic"], answer.json()["received"]) == ("buses-first", 2)
    assert await exports_of() == [{"what": "tally", "format": "json"}]


async def test_the_tally_as_csv_adds_up(qiao, keys: KeyRing) -> None:
    await make_world(keys)
    answer = await take(qiao, "tally-csv")
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert sum(int(row[-1]) for row in rows[1:]) == 2


async def test_the_tally_as_a_workbook_has_a_sheet_for_each_division(qiao, keys: KeyRing) -> None:
    await make_world(keys)
    answer = await take(qiao, "tally-xlsx")
    assert answer.headers["content-type"] == XLSX
    assert len(openpyxl.load_workbook(io.BytesIO(answer.content)).sheetnames) >= 6
    assert await exports_of() == [{"what": "tally", "format": "xlsx"}]


@pytest.mark.parametrize(
    ("file", "begins"),
    [("workbook-xlsx", b"PK"), ("open-data-zip", b"PK"), ("suggestions-parquet", b"PAR1")],
)
async def test_what_is_made_whole_is_sent_whole(qiao, keys: KeyRing, file: str, begins: bytes) -> None:
    await make_world(keys)
    answer = await take(qiao, file)
    what, form = file.rsplit("-", 1)
    assert answer.status_code == 200
    assert answer.content.startswith(begins)
    assert f'filename="buses-first-{what}-' in saved_as(answer)
    assert await exports_of() == [{"what": what, "format": form}]


@pytest.mark.parametrize("file", ["", "suggestions-pdf", "tally", "contacts-csv"])
async def test_a_file_that_is_not_offered_is_refused_and_not_recorded(qiao, file: str) -> None:
    await builders.make_topic()
    assert (await take(qiao, file)).status_code == 422
    assert await exports_of() == []


async def test_the_page_offers_every_file(qiao) -> None:
    await builders.make_topic()
    page = await qiao.see("/admin/exports", topic="buses-first")
    for file in (
        "tally-csv",
        "tally-xlsx",
        "tally-json",
        "suggestions-csv",
        "suggestions-xlsx",
        "suggestions-jsonl",
        "suggestions-parquet",
        "workbook-xlsx",
        "open-data-zip",
    ):
        assert f'value="{file}"' in page.text


async def test_files_of_an_unknown_topic_are_not_found(qiao) -> None:
    fields = {"topic": "nothing", "file": "tally-csv"}
    assert (await qiao.send("/admin/exports/download", fields)).status_code == 404


async def test_moderators_take_no_files(sign_in, keys: KeyRing) -> None:
    await builders.make_topic()
    wei = await sign_in(cast.WEI)
    assert (await take(wei, "tally-csv")).status_code == 403
    assert await exports_of() == []
