import io
from collections.abc import Callable
from datetime import datetime
from typing import Any

import msgspec
import openpyxl
import pytest

import builders
import cast
from jianyan import campaigns, db, exports, moderation, suggestions, topics
from jianyan.keys import KeyRing
from jianyan.suggestions import NewSuggestion
from jianyan.topics import TopicDetail
from readers import joined, lines_of, rows_of

pytestmark = pytest.mark.usefixtures("database")


async def csv_of(topic: TopicDetail, language: str = "en") -> list[dict[str, str]]:
    file = await joined(exports.suggestions_csv(topic, language=language, zone=builders.SHANGHAI))
    header, *lines = lines_of(file)
    return [dict(zip(header, line, strict=True)) for line in lines]


async def jsonl_of(topic: TopicDetail) -> list[dict[str, Any]]:
    return [
        msgspec.json.decode(line)
        for line in (await joined(exports.suggestions_jsonl(topic, zone=builders.SHANGHAI))).splitlines()
    ]


async def workbook_of(topic: TopicDetail) -> openpyxl.Workbook:
    file = io.BytesIO()
    await exports.suggestions_xlsx(file, topic, language="en", zone=builders.SHANGHAI, made_at=builders.NOW)
    return openpyxl.load_workbook(file)


async def everything_answered(keys: KeyRing, topic: TopicDetail, body: str = "末班车太早。") -> str:
    rating, single, multiple, text = topic.questions
    code = await builders.make_placement()
    received, _ = await builders.submit(
        keys,
        code,
        body,
        category="收发班次",
        phone=cast.LAN_PHONE,
        answers={
            f"q_{rating.id}": ["4"],
            f"q_{single.id}": [str(single.options[1].id)],
            f"q_{multiple.id}": [str(multiple.options[0].id), str(multiple.options[2].id)],
            f"q_{text.id}": ["准点"],
        },
    )
    return received.tracking


async def test_a_clerk_reads_one_line_a_suggestion_and_one_column_a_question(keys: KeyRing) -> None:
    topic = await builders.make_topic()
    tracking = await everything_answered(keys, topic)
    (line,) = await csv_of(topic)
    place = (await campaigns.placements_of(topic.id))[-1]
    assert line == {
        "Number": tracking,
        "Received": "2026-07-01 12:30:00",
        "Day": "2026-07-01",
        "State": "Waiting",
        "Source": "Citizen",
        "Kind of contribution": "Suggestion",
        "Place code": place.code,
        "Place": "五里牌站",
        "Line or street": "往火车站方向",
        "Sender's category": "收发班次",
        "Category": "收发班次",
        "Title": "",
        "Suggestion": "末班车太早。",
        "Likes": "",
        "Reason of declining": "",
        "您对公交是否满意？": "4",
        "您多久乘一次公交？": "每周",
        "您常坐哪几路？": "1路；3路",
        "您最想改的一件事": "准点",
        "Department": "",
        "Handed over on": "",
        "Due": "",
        "Answered on": "",
        "Working days up to the answer": "",
        "Class of the answer": "",
        "Adoption": "",
        "Satisfaction": "",
    }


async def test_a_program_reads_codes_and_moments_in_utc(keys: KeyRing) -> None:
    topic = await builders.make_topic()
    tracking = await everything_answered(keys, topic)
    (line,) = await jsonl_of(topic)
    assert (line["tracking"], line["received_at"], line["day"]) == (
        tracking,
        "2026-07-01T04:30:00Z",
        "2026-07-01",
    )
    assert (line["state"], line["source"], line["likes"], line["reason"]) == (
        "waiting",
        "citizen",
        None,
        None,
    )
    assert [line[f"q_{question.id}"] for question in topic.questions] == [4, "每周", "1路；3路", "准点"]


async def test_no_file_shows_a_phone_number(keys: KeyRing) -> None:
    topic = await builders.make_topic()
    await everything_answered(keys, topic)
    texts = await joined(exports.suggestions_jsonl(topic, zone=builders.SHANGHAI))
    texts += await joined(exports.suggestions_csv(topic, language="zh-CN", zone=builders.SHANGHAI))
    for row in rows_of(await workbook_of(topic), "Suggestions"):
        texts += repr(row).encode()
    assert cast.LAN_PHONE.encode() not in texts
    assert "末班车太早".encode() in texts


async def test_text_that_would_calculate_is_guarded_in_csv_and_text_in_a_workbook(keys: KeyRing) -> None:
    asked = msgspec.structs.replace(builders.WISH, text="=1+1?")
    topic = await builders.make_topic(questions=[builders.SATISFIED, builders.OFTEN, builders.LINES, asked])
    await everything_answered(keys, topic, "=HYPERLINK(1)")
    (line,) = await csv_of(topic)
    assert line["Suggestion"] == "'=HYPERLINK(1)"
    assert "'=1+1?" in line
    book = await workbook_of(topic)
    header = [cell.value for cell in book["Suggestions"][1]]
    cell = book["Suggestions"][2][header.index("Suggestion")]
    assert (cell.value, cell.data_type) == ("=HYPERLINK(1)", "s")
    assert (await jsonl_of(topic))[0]["body"] == "=HYPERLINK(1)"


async def test_cells_of_the_workbook_are_typed(keys: KeyRing) -> None:
    topic = await builders.make_topic()
    await everything_answered(keys, topic)
    header, row = rows_of(await workbook_of(topic), "Suggestions")
    values = dict(zip(header, row, strict=True))
    assert values["Received"] == datetime(2026, 7, 1, 12, 30)  # noqa: DTZ001 - Excel knows no zone
    assert values["Day"] == datetime(2026, 7, 1)  # noqa: DTZ001
    assert values["您对公交是否满意？"] == 4
    assert values["您常坐哪几路？"] == "1路；3路"


async def test_the_three_files_hold_the_same_suggestions(crowd: Callable[..., Any]) -> None:
    topic = await builders.make_topic()
    await builders.make_placement()
    sent: list[NewSuggestion] = await crowd(topic, 1_050)
    pages: list[int] = []
    told = await joined(
        exports.suggestions_csv(topic, language="en", zone=builders.SHANGHAI, written=pages.append)
    )
    assert pages == [1000, 50]
    numbers = [one.tracking for one in sent]
    assert [line[0] for line in lines_of(told)[1:]] == numbers
    assert [line["tracking"] for line in await jsonl_of(topic)] == numbers
    assert [row[0] for row in rows_of(await workbook_of(topic), "Suggestions")[1:]] == numbers
    assert [line["likes"] for line in await jsonl_of(topic)] == [one.like_count for one in sent]


async def test_an_export_costs_the_same_queries_a_page(crowd: Callable[..., Any]) -> None:
    topic = await builders.make_topic()
    costs = []
    for count in (1, 49, 950):
        await crowd(topic, count, seed=count)
        with db.measured() as cost:
            await jsonl_of(topic)
        costs.append(cost.queries)
    assert costs[1] == costs[2]
    assert costs[0] <= costs[1] <= 14


async def test_the_reason_of_the_last_decline_is_told(keys: KeyRing) -> None:
    topic = await builders.make_topic()
    received, _ = await builders.submit(keys, await builders.make_placement())
    wei = await builders.make_person()

    async def decide(act: moderation.Act, reason: moderation.Reason | None = None) -> None:
        verdict = moderation.Verdict(act=act, reason=reason)
        await moderation.decide(received.tracking, verdict, by=wei, now=builders.NOW)

    await decide(moderation.Act.DECLINE, moderation.Reason.ADVERTISING)
    await decide(moderation.Act.UNDO)
    assert (await jsonl_of(topic))[0]["reason"] is None
    await decide(moderation.Act.DECLINE, moderation.Reason.OFF_TOPIC)
    assert (await jsonl_of(topic))[0]["reason"] == "off_topic"
    assert (await csv_of(topic))[0]["Reason of declining"] == "It is about something else than this topic."


async def test_a_question_out_of_use_keeps_its_column_and_one_of_the_same_text_its_own(keys: KeyRing) -> None:
    topic = await builders.make_topic()
    await everything_answered(keys, topic)
    other = msgspec.structs.replace(builders.OFTEN, options=["常坐", "不坐"])
    new = builders.new_topic(questions=[other])
    await topics.save_topic("buses-first", new, by=None, now=builders.NOW)
    (line,) = await csv_of(topic)
    assert (line["您多久乘一次公交？"], line["您多久乘一次公交？ (2)"]) == ("", "每周")
    assert line["您最想改的一件事"] == "准点"


async def test_an_erased_suggestion_keeps_its_line_without_texts(keys: KeyRing) -> None:
    topic = await builders.make_topic()
    tracking = await everything_answered(keys, topic)
    await suggestions.erase(tracking, by=None, now=builders.NOW)
    (line,) = await jsonl_of(topic)
    assert (line["tracking"], line["body"], line[f"q_{topic.questions[3].id}"]) == (tracking, None, None)


async def test_an_empty_topic_gives_files_with_headings_only() -> None:
    topic = await builders.make_topic()
    assert await csv_of(topic) == []
    assert await jsonl_of(topic) == []
    assert len(rows_of(await workbook_of(topic), "Suggestions")) == 1
