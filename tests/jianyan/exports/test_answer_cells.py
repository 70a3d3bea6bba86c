from datetime import timedelta
from typing import Any

import msgspec
import pytest

import builders
from cities import NOW, City
from jianyan import cases, exports, topics
from jianyan.accounts import within
from jianyan.cases import Adoption, NewRating, Result, Satisfaction
from readers import joined, lines_of

ZONE = builders.SHANGHAI
NAMES = (
    *("departments", "handed_over_on", "due_on", "answered_on"),
    *("working_days", "result", "adoption", "satisfaction"),
)


@pytest.fixture
async def city(database: str, ready_made: City) -> City:
    return ready_made


async def line_of(city: City) -> dict[str, Any]:
    """Give what programs read of the only suggestion."""
    with within(city.qiao.scope):
        topic = await topics.topic_by_slug("buses-first")
        [line] = (await joined(exports.suggestions_jsonl(topic, zone=ZONE))).splitlines()
    whole: dict[str, Any] = msgspec.json.decode(line)
    assert tuple(whole)[-8:] == NAMES
    return {name: whole[name] for name in NAMES}


async def test_what_was_not_handed_over_has_empty_cells_at_the_end(city: City) -> None:
    assert set((await line_of(city)).values()) == {None}


async def test_a_case_in_hand_has_a_department_and_a_day(city: City) -> None:
    await city.claimed()
    assert await line_of(city) == {
        **dict.fromkeys(NAMES),
        "departments": "江州市交通运输局",
        "handed_over_on": "2026-07-01",
        "due_on": "2026-08-12",
    }


async def test_an_answer_says_when_how_and_to_whose_satisfaction(city: City) -> None:
    case_id = await city.answered(now=NOW + timedelta(days=6))
    rating = NewRating(is_solved=True, satisfaction=Satisfaction.FAIRLY)
    suggestion_id = (await city.seen(case_id)).suggestion_id
    await cases.rate(case_id, suggestion_id, rating, now=NOW + timedelta(days=7), zone=ZONE)
    line = await line_of(city)
    assert (line["answered_on"], line["working_days"]) == ("2026-07-07", 4)
    assert (line["result"], line["adoption"], line["satisfaction"]) == ("A", "adopted", "fairly")


async def test_of_several_cases_all_departments_and_the_best_answer_stand_there(city: City) -> None:
    worse = {"result": Result.REFERENCE, "adoption": Adoption.REFERENCE, "reason": "见正文。"}
    first = await city.claimed(start=0, length=5)
    await city.reply(first, "留作参考。", **worse)
    await cases.publish_reply(first, by=city.wei, now=NOW + timedelta(days=12))
    await city.answered(start=6, length=5, now=NOW + timedelta(days=1))
    await city.hand_over(start=12, length=3, lead_id=city.police)
    cancelled = await city.hand_over()
    await cases.cancel(cancelled, "交办有误", by=city.qiao, now=NOW)
    line = await line_of(city)
    assert line["departments"] == "江州市交通运输局；江州市公安局"
    assert (line["result"], line["adoption"]) == ("A", "adopted")
    assert (line["answered_on"], line["working_days"]) == ("2026-07-13", 8)


async def test_people_read_words_and_programs_codes(city: City) -> None:
    await city.answered()
    with within(city.qiao.scope):
        topic = await topics.topic_by_slug("buses-first")
        file = await joined(exports.suggestions_csv(topic, language="zh-CN", zone=ZONE))
    header, line = lines_of(file)
    said = dict(zip(header, line, strict=True))
    assert (said["采纳情况"], said["办理类别"], said["交办日期"]) == ("采纳", "A", "2026-07-01")
    assert header[-1] == "满意度"
