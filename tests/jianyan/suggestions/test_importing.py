from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

import builders
from jianyan import suggestions, trail
from jianyan.sheets import MissingColumn, read_rows
from jianyan.suggestions import ReadRows, SuggestionColumns, SuggestionState

COLUMNS = SuggestionColumns(
    body="body", id="id", title="title", time="time", category="category", likes="likes"
)
GOOD = {
    "id": "7",
    "title": "夜班",
    "body": "加开夜班车",
    "time": "2019/8/26 8:33:03",
    "category": "收发班次",
    "likes": "3",
}
Read = Callable[..., ReadRows]


@pytest.fixture
async def read(database: str, tmp_path: Path) -> Read:
    """Give what reads rows, each GOOD with some changes, for a topic."""
    topic = await builders.make_topic()

    def rows_of(*changes: dict[str, str], columns: SuggestionColumns = COLUMNS) -> ReadRows:
        path = tmp_path / "in.csv"
        lines = [",".join(GOOD), *(",".join(f'"{v}"' for v in {**GOOD, **one}.values()) for one in changes)]
        path.write_text("\n".join(lines), encoding="utf-8")
        return suggestions.rows_of_sheet(
            read_rows(path), columns, topic=topic, zone=builders.SHANGHAI, now=builders.NOW
        )

    return rows_of


def reasons(read: ReadRows) -> list[tuple[int, str, str]]:
    return [(one.row, one.column, one.reason.english()) for one in read.refused]


async def test_a_row_becomes_a_published_suggestion(read: Read) -> None:
    found = read({})
    assert (found.read, found.refused, found.cleaned) == (1, [], 0)
    new = found.rows[0]
    assert (new.origin, new.title, new.body, new.like_count) == ("7", "夜班", "加开夜班车", 3)
    assert new.received_at == datetime(2019, 8, 26, 0, 33, 3, tzinfo=UTC)
    assert new.state is SuggestionState.PUBLISHED


async def test_a_late_message_counts_on_its_day_in_the_citys_time_zone(read: Read) -> None:
    found = read({"time": "2019-08-26T17:30:00Z"})
    assert str(found.rows[0].received_on) == "2019-08-27"


@pytest.mark.parametrize(
    ("change", "column", "said"),
    [
        ({"body": " "}, "body", "The text is missing."),
        ({"body": "好" * 20_001}, "body", "This is 1 characters too long; at most 20000 fit."),
        ({"body": "左\u202e右"}, "body", "writing direction"),
        ({"title": "题" * 201}, "title", "at most 200 fit"),
        ({"time": ""}, "time", "The time is missing."),
        ({"time": "last week"}, "time", "is no date"),
        ({"time": "2026-07-09"}, "time", "This time lies in the future."),
        ({"category": "天气"}, "category", "“天气” is not a category of this topic."),
        ({"likes": "-1"}, "likes", "0 or more"),
        ({"likes": "many"}, "likes", "is not a whole number"),
        ({"id": "x" * 81}, "id", "longer than 80"),
    ],
)
async def test_a_row_that_cannot_be_taken_is_refused_at_its_column(
    read: Read, change: dict[str, str], column: str, said: str
) -> None:
    found = read({"id": "1"}, change)
    assert (found.read, len(found.rows), found.refused_count) == (2, 1, 1)
    [(row, at, reason)] = reasons(found)
    assert (row, at) == (3, column)
    assert said in reason


async def test_an_imported_text_may_be_longer_than_a_forms(read: Read) -> None:
    assert read({"body": "好" * 20_000}).refused == []


async def test_control_characters_are_taken_out_and_counted(read: Read) -> None:
    found = read({"body": "加开\x07夜\x1b班车", "title": "夜\x01班"})
    assert found.cleaned == 3
    assert (found.rows[0].body, found.rows[0].title) == ("加开夜班车", "夜班")


async def test_what_may_be_empty_is_left_open(read: Read) -> None:
    found = read({"id": "", "title": "", "category": "", "likes": ""})
    new = found.rows[0]
    assert (new.title, new.category_id, new.like_count) == (None, None, None)
    assert new.state is SuggestionState.WAITING
    assert str(new.origin).startswith("row-")


async def test_a_category_is_known_in_full_width_too(read: Read) -> None:
    assert read({"category": " 收发班次　"}).rows[0].category_id is not None


async def test_the_same_id_twice_is_refused(read: Read) -> None:
    found = read({}, {"body": "多设站牌"})
    assert reasons(found) == [(3, "id", "Another row has this id.")]


async def test_rows_without_an_id_are_known_by_content_and_occurrence(read: Read) -> None:
    rows = ({"id": "", "likes": "1"}, {"id": "", "category": ""}, {"id": "", "body": "多设站牌"})
    first = [new.origin for new in read(*rows).rows]
    assert len(set(first)) == 3
    again = [new.origin for new in read(*rows, {"id": "", "likes": "9"}).rows]
    assert again[:3] == first
    assert again[3] not in first


async def test_a_refused_row_changes_nobodys_identity(read: Read) -> None:
    rows = ({"id": "", "category": "天气"}, {"id": ""})
    kept = read(*rows).rows[0].origin
    mended = [new.origin for new in read({"id": ""}, {"id": ""}).rows]
    assert mended[1] == kept


async def test_a_column_that_is_not_there_is_named(read: Read) -> None:
    with pytest.raises(MissingColumn) as refused:
        read({}, columns=SuggestionColumns(body="详情", id="编号"))
    assert "Missing: 详情, 编号." in refused.value.english()


async def test_importing_writes_batches_and_one_act_with_the_counts(read: Read) -> None:
    topic = await builders.topics.topic_by_slug("buses-first")
    rows = [{"id": str(number)} for number in range(1_001)]
    batches: list[int] = []
    found = read(*rows, {"id": "bad", "likes": "-1"})
    count = await suggestions.import_rows(
        found, topic=topic, words=builders.NO_WORDS, by=None, now=builders.NOW, written=batches.append
    )
    assert (count.taken, count.already, batches) == (1_001, 0, [500, 500, 1])
    act = (await trail.acts(most=1))[0]
    assert (act.kind, act.subject) == ("import", f"topic-{topic.id}")
    assert act.data == {"read": 1_002, "taken": 1_001, "already": 0, "refused": 1}
    again = await suggestions.import_rows(
        read(*rows, {"id": "new"}),
        topic=topic,
        words=builders.NO_WORDS,
        by=None,
        now=builders.NOW + timedelta(days=1),
    )
    assert (again.taken, again.already) == (1, 1_001)
    assert await suggestions.first_fault() is None
    assert await trail.first_fault() is None
