"""Excel finds nothing to repair in anything that is taken away of a topic, whatever is in it."""

import io
from collections.abc import Callable
from typing import Any

import pytest

import builders
import cast
from jianyan import exports, suggestions
from jianyan.keys import KeyRing
from jianyan.topics import NewQuestion, QuestionKind, TopicDetail
from office_check import findings

pytestmark = pytest.mark.usefixtures("database")
FORMULA = "=cmd|' /C calc'!A0"
STRANGE = {
    "title": FORMULA,
    "categories": [FORMULA, "+1", "-1", "@SUM(1)", "<r>'[类别]:*?/\\</r>"],
    "questions": [
        NewQuestion(text=FORMULA, kind=QuestionKind.SINGLE, options=[FORMULA, "'=1'", '&<>"']),
        NewQuestion(text="'[x]:*?/\\" * 4, kind=QuestionKind.RATING),
        NewQuestion(text="<r>=1</r>", kind=QuestionKind.TEXT),
    ],
}


async def file_of(topic: TopicDetail, what: str) -> bytes:
    file = io.BytesIO()
    facts = {"language": "zh-CN", "zone": builders.SHANGHAI, "now": builders.NOW}
    await exports.write_file(file, topic, what=what, form="xlsx", **facts)
    return file.getvalue()


@pytest.mark.parametrize("count", [0, 3, 60])
@pytest.mark.parametrize("what", ["workbook", "tally", "suggestions"])
async def test_excel_finds_nothing_to_repair_in_a_file_of_a_topic(
    crowd: Callable[..., Any], what: str, count: int
) -> None:
    topic = await builders.make_topic(**STRANGE)
    await builders.make_placement(name=FORMULA, line="+1")
    await crowd(topic, count)
    assert findings(await file_of(topic, what), "xlsx") == []


async def test_excel_finds_nothing_to_repair_in_a_file_of_telephone_numbers(keys: KeyRing) -> None:
    topic = await builders.make_topic()
    await builders.submit(keys, await builders.make_placement(), phone=cast.LAN_PHONE)
    contacts, file = await suggestions.contacts_of(topic.id, keys=keys), io.BytesIO()
    assert exports.contacts_xlsx(file, contacts, language="zh-CN", made_at=builders.NOW).row_count == 1
    assert findings(file.getvalue(), "xlsx") == []
