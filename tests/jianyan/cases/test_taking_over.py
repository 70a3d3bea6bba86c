"""A letter that was answered elsewhere is taken in with its answer, or not at all."""

import asyncio
from pathlib import Path

import pytest

import builders
from jianyan import accounts, cases, suggestions
from jianyan.accounts import OrganisationKind
from jianyan.cases import CaseAttempt, CaseColumns, CaseCount, ReadCases
from jianyan.cases.tables import Case
from jianyan.sheets import read_rows
from jianyan.suggestions import SuggestionColumns, SuggestionState
from jianyan.topics import TopicDetail

COLUMNS = CaseColumns(
    suggestions=SuggestionColumns(body="内容", id="编号", time="时间"),
    reply="答复",
    reply_time="答复时间",
    department="单位",
)
OFFICE, POLICE = "江州市交通运输局", "江州市公安局"


@pytest.fixture
async def topic(database: str) -> TopicDetail:
    """Give a topic beside whose office a department answers."""
    kind = OrganisationKind.DEPARTMENT
    await accounts.add_organisation_below(None, OFFICE, kind=kind, by=None, now=builders.NOW)
    return await builders.make_topic()


def listed(topic: TopicDetail, folder: Path, *leads: str) -> ReadCases:
    """Read a list of letters; an empty lead is a letter without an answer."""
    rows = [
        f"{number},2026-06-01,加一班车,{'已加' if lead else ''},{'2026-06-20' if lead else ''},{lead}"
        for number, lead in enumerate(leads)
    ]
    path = folder / "letters.csv"
    path.write_text("\n".join(["编号,时间,内容,答复,答复时间,单位", *rows, ""]))
    zone = builders.SHANGHAI
    return cases.cases_of_sheet(read_rows(path), COLUMNS, topic=topic, zone=zone, now=builders.NOW)


async def take(
    read: ReadCases, topic: TopicDetail, attempt: CaseAttempt | None = None, *, knows: str = OFFICE
) -> CaseCount:
    found = await cases.departments_named([knows], topic.id, add=True, by=None, now=builders.NOW)
    return await cases.take_over(
        read,
        topic=topic,
        departments=found,
        words=builders.NO_WORDS,
        by=None,
        now=builders.NOW,
        attempt=attempt,
    )


async def there(topic: TopicDetail) -> tuple[int, int]:
    """Count the letters of a topic and those with a case."""
    return await suggestions.count_in_state(topic.id, list(SuggestionState)), await Case.count()


async def test_letters_come_with_their_answers_however_many(topic: TopicDetail, tmp_path: Path) -> None:
    read = listed(topic, tmp_path, *[OFFICE, ""] * 300)
    assert await take(read, topic) == CaseCount(taken=600, already=0, refused=0, cases=300)
    assert await there(topic) == (600, 300)
    again = await take(listed(topic, tmp_path, *[OFFICE, ""] * 300), topic)
    assert again == CaseCount(taken=0, already=600, refused=0, cases=0)
    assert await cases.count_with_a_case(topic.id, [*read.answers]) == 300
    assert await cases.first_fault() is None


async def test_an_answer_that_cannot_be_written_takes_its_letters_along(
    topic: TopicDetail, tmp_path: Path
) -> None:
    read = listed(topic, tmp_path, *[OFFICE] * 250, POLICE)
    with pytest.raises(KeyError):
        await take(read, topic)
    letters, cased = await there(topic)
    assert letters == cased == 200


async def test_an_import_cancelled_at_any_moment_leaves_no_letter_without_its_answer(
    topic: TopicDetail, tmp_path: Path
) -> None:
    seen, wait_s = {0}, 0.0
    while 600 not in seen:
        taking = asyncio.create_task(take(listed(topic, tmp_path, *[OFFICE] * 600), topic))
        await asyncio.wait({taking}, timeout=wait_s)
        taking.cancel()
        await asyncio.wait({taking})
        letters, cased = await there(topic)
        assert letters == cased
        seen.add(letters)
        wait_s = 1.5 * wait_s + 0.01
    assert seen - {0, 600}
    assert await cases.first_fault() is None


async def test_what_an_attempt_before_wrote_counts_as_written(topic: TopicDetail, tmp_path: Path) -> None:
    await take(listed(topic, tmp_path, OFFICE), topic)
    read, attempt = listed(topic, tmp_path, *[OFFICE] * 250), CaseAttempt(job=7, already=1, cased=1)
    with pytest.raises(KeyError):
        await take(listed(topic, tmp_path, *[OFFICE] * 220, POLICE), topic)
    assert await there(topic) == (200, 200)
    assert await take(read, topic, attempt) == CaseCount(taken=249, already=1, refused=0, cases=249)
    assert await there(topic) == (250, 250)
