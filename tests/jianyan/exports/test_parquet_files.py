import json
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pyarrow
import pytest
from pyarrow import parquet

import builders
from jianyan import exports
from jianyan.exports import columnar
from jianyan.topics import TopicDetail
from readers import joined

pytestmark = pytest.mark.usefixtures("database")


async def written(topic: TopicDetail, path: Path) -> parquet.ParquetFile:
    with path.open("wb") as file:
        await exports.suggestions_parquet(file, topic, zone=builders.SHANGHAI)
    return parquet.ParquetFile(path)


async def test_an_analyst_reads_the_rows_of_the_json_lines_with_types(
    crowd: Callable[..., Any], tmp_path: Path
) -> None:
    topic = await builders.make_topic()
    await builders.make_placement()
    await crowd(topic, 1_100)
    file = await written(topic, tmp_path / "x.parquet")
    lines = [
        json.loads(line)
        for line in (await joined(exports.suggestions_jsonl(topic, zone=builders.SHANGHAI))).splitlines()
    ]
    rows = file.read().to_pylist()
    assert [row["tracking"] for row in rows] == [line["tracking"] for line in lines]
    assert rows[0]["received_at"] == datetime.fromisoformat(lines[0]["received_at"])
    assert rows[0]["day"] == date.fromisoformat(lines[0]["day"])
    for name in ("state", "source", "place", "category", "body", "likes", *list(lines[0])[14:]):
        assert [row[name] for row in rows] == [line[name] for line in lines]


async def test_columns_are_typed(crowd: Callable[..., Any], tmp_path: Path) -> None:
    topic = await builders.make_topic()
    await crowd(topic, 3)
    schema = (await written(topic, tmp_path / "x.parquet")).schema_arrow
    rating, single = topic.questions[:2]
    assert schema.field("received_at").type == pyarrow.timestamp("us", tz="UTC")
    assert schema.field("day").type == pyarrow.date32()
    assert schema.field("state").type == pyarrow.dictionary(pyarrow.int32(), pyarrow.string())
    assert schema.field(f"q_{rating.id}").type == pyarrow.int32()
    assert schema.field(f"q_{single.id}").type == pyarrow.string()


async def test_equal_data_gives_equal_bytes_and_an_empty_topic_a_file(
    crowd: Callable[..., Any], tmp_path: Path
) -> None:
    topic = await builders.make_topic()
    assert (await written(topic, tmp_path / "empty.parquet")).metadata.num_rows == 0
    await crowd(topic, 30)
    for name in ("first", "second"):
        await written(topic, tmp_path / name)
    assert (tmp_path / "first").read_bytes() == (tmp_path / "second").read_bytes()


def test_rows_lie_in_groups_of_at_most_5_000(tmp_path: Path) -> None:
    lines, path = tmp_path / "lines", tmp_path / "x.parquet"
    rows = b"".join(b'{"n":%d,"at":"2026-07-01T04:30:00Z"}\n' % number for number in range(5_001))
    lines.write_bytes(b'[["n","count"],["at","moment"]]\n' + rows)
    with lines.open("rb") as source, path.open("wb") as target:
        columnar.convert(source, target)
    about = parquet.ParquetFile(path).metadata
    assert [about.row_group(at).num_rows for at in range(about.num_row_groups)] == [5_000, 1]
    assert parquet.read_table(path)["at"][0].as_py() == datetime(2026, 7, 1, 4, 30, tzinfo=UTC)


async def test_a_process_that_ends_too_early_is_a_refusal(
    crowd: Callable[..., Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    topic = await builders.make_topic()
    await crowd(topic, 2)
    broken = tmp_path / "broken.py"
    broken.write_text("raise SystemExit(1)")
    monkeypatch.setattr(exports.parquet_files, "_CONVERTER", broken)
    with pytest.raises(exports.NotConverted):
        await written(topic, tmp_path / "x.parquet")
