"""Work that makes no file but leaves an outcome: a sheet taken in, a report computed again."""

from pathlib import Path

import msgspec
import pytest

import builders
from jianyan import accounts, cases, jobs, reports, screening, suggestions, topics, trail, uploads, work
from jianyan.accounts import SignedIn
from jianyan.clock import now
from jianyan.jobs import JobKind, JobState
from jianyan.settings import Settings
from jianyan.sheets import read_rows
from jianyan.suggestions import SuggestionState
from jianyan.work import WORKS, Order, work_once
from long_work import ask, only

SHEET = f"{'a' * 64}.txt"
OFFICE = "江州市交通运输局"
ANSWERED = "内容,时间,答复,答复时间,单位"
ANSWERS = {"reply": "答复", "reply_time": "答复时间", "department": "单位"}


def files(settings: Settings) -> list[Path]:
    return list(work.folder_of(settings).iterdir())


async def asked_to_take_in(
    qiao: SignedIn,
    topic_id: int,
    settings: Settings,
    *rows: str,
    head: str = "内容",
    answers: dict[str, str] | None = None,
) -> None:
    """Have a sheet taken in that the topic has nothing of yet: with one column, or with answers."""
    place = Path(settings.uploads) / uploads.UNFINISHED
    place.mkdir(parents=True, exist_ok=True)
    (place / SHEET).write_text("\n".join([head, *rows, ""]))
    columns = {"body": "内容", "time": "时间"} if answers else {"body": "内容"}
    order = suggestions.SheetOrder(
        sheet=SHEET,
        columns=msgspec.json.encode(columns).decode(),
        state="",
        keep_good=False,
        already=0,
        actor=qiao.person.trail_id,
        role=qiao.person.role.value,
    )
    if answers:
        order = cases.AnswersOrder(
            **msgspec.structs.asdict(order),
            answers=msgspec.json.encode(answers).decode(),
            department="",
            add_departments=False,
            cased=0,
        )
    facts = {"kind": JobKind.IMPORT, "parameters": order.parameters(), "media_type": "", "total_count": 3}
    await ask(qiao, topic_id=topic_id, **facts)


async def imports_of(topic_id: int) -> list[trail.Act]:
    return [act for act in await trail.history(f"topic-{topic_id}") if act.kind == "import"]


async def taken_in_by_a_worker_before(settings: Settings) -> None:
    """Let a worker do all of the job except to say that it is done."""
    job = await jobs.take("killed", now=now())
    assert job is not None
    path = Path(settings.uploads) / "nothing"
    await WORKS[JobKind.IMPORT](Order(job=job, path=path, progress=work.Progress(total=3), settings=settings))
    await jobs.let_go(job)


@pytest.mark.parametrize("before", ["nothing", "some rows", "all but the end"])
async def test_a_sheet_is_taken_in_once_wherever_a_worker_before_was_killed(
    qiao: SignedIn, topic_id: int, settings: Settings, before: str
) -> None:
    await asked_to_take_in(qiao, topic_id, settings, "加车", "加站", "加站")
    if before == "some rows":
        topic = await topics.topic_by_id(topic_id)
        job = await jobs.take("killed", now=now())
        assert job is not None
        sheet = read_rows(Path(settings.uploads) / uploads.UNFINISHED / SHEET)
        columns = suggestions.SuggestionColumns(body="内容")
        read = suggestions.rows_of_sheet(sheet, columns, topic=topic, zone=settings.zone, now=job.asked_at)
        await suggestions.submit_many(read.rows[:2], now=now())
        await jobs.let_go(job)
    elif before == "all but the end":
        await taken_in_by_a_worker_before(settings)
    assert await work_once(settings)
    done = await only(qiao)
    assert (done.state, done.failure, done.kept_until) == (JobState.DONE, "", None)
    count = msgspec.json.decode(files(settings)[0].read_bytes(), type=suggestions.ImportCount)
    assert (count.taken, count.already, count.refused) == (3, 0, 0)
    assert await suggestions.count_in_state(topic_id, list(SuggestionState)) == 3 + 3
    (act,) = await imports_of(topic_id)
    assert (act.actor, act.data["taken"]) == (qiao.person.trail_id, 3)


@pytest.mark.parametrize("before", ["nothing", "some rows", "all but the end"])
async def test_a_sheet_with_answers_is_taken_in_once_wherever_a_worker_before_was_killed(
    qiao: SignedIn, topic_id: int, settings: Settings, before: str
) -> None:
    kind = accounts.OrganisationKind.DEPARTMENT
    await accounts.add_organisation_below(None, OFFICE, kind=kind, by=None, now=now())
    rows = [f"{body},2026-06-01,已办,2026-06-20,{OFFICE}" for body in ("加车", "加站", "加站")]
    await asked_to_take_in(qiao, topic_id, settings, *rows, head=ANSWERED, answers=ANSWERS)
    if before == "some rows":
        await some_answers_taken_in(topic_id, settings)
    elif before == "all but the end":
        await taken_in_by_a_worker_before(settings)
    assert await work_once(settings)
    done = await only(qiao)
    assert (done.state, done.failure) == (JobState.DONE, "")
    count = msgspec.json.decode(files(settings)[0].read_bytes(), type=cases.CaseCount)
    assert count == cases.CaseCount(taken=3, already=0, refused=0, cases=3)
    assert await suggestions.count_in_state(topic_id, list(SuggestionState)) == 3 + 3
    assert await cases.first_fault() is None


async def some_answers_taken_in(topic_id: int, settings: Settings) -> None:
    """Let a worker be killed when it has written a part of the sheet."""
    job = await jobs.take("killed", now=now())
    assert job is not None
    path = Path(settings.uploads) / "part.csv"
    path.write_text("\n".join((path.parent / uploads.UNFINISHED / SHEET).read_text().splitlines()[:3]))
    columns = cases.CaseColumns(
        suggestions=suggestions.SuggestionColumns(body="内容", time="时间"), **ANSWERS
    )
    topic = await topics.topic_by_id(topic_id)
    read = cases.cases_of_sheet(read_rows(path), columns, topic=topic, zone=settings.zone, now=job.asked_at)
    known = await cases.departments_named([OFFICE], topic_id, add=False, by=None, now=now())
    words = builders.NO_WORDS
    await cases.take_over(read, topic=topic, departments=known, words=words, by=None, now=now())
    await jobs.let_go(job)


async def test_departments_that_nobody_knows_any_more_fail_the_job_and_nothing_is_written(
    qiao: SignedIn, topic_id: int, settings: Settings
) -> None:
    row = f"加车,2026-06-01,已办,2026-06-20,{OFFICE}"
    await asked_to_take_in(qiao, topic_id, settings, row, head=ANSWERED, answers=ANSWERS)
    assert await work_once(settings)
    assert OFFICE in (await only(qiao)).failure
    assert await suggestions.count_in_state(topic_id, list(SuggestionState)) == 3


async def test_rows_that_cannot_be_taken_any_more_fail_the_job_and_nothing_is_written(
    qiao: SignedIn, topic_id: int, settings: Settings
) -> None:
    await asked_to_take_in(qiao, topic_id, settings, "加车", "长" * 20_001)
    assert await work_once(settings)
    assert (await only(qiao)).failure == suggestions.RowsRefused.sentence
    assert await suggestions.count_in_state(topic_id, list(SuggestionState)) == 3
    assert await imports_of(topic_id) == []


async def test_a_sheet_that_waited_for_too_long_is_said(
    qiao: SignedIn, topic_id: int, settings: Settings
) -> None:
    await asked_to_take_in(qiao, topic_id, settings, "加车")
    (Path(settings.uploads) / uploads.UNFINISHED / SHEET).unlink()
    assert await work_once(settings)
    assert "not here any more" in (await only(qiao)).failure


async def test_the_outcome_of_computing_a_report_again_is_kept(
    qiao: SignedIn, topic_id: int, settings: Settings
) -> None:
    topic = await topics.topic_by_id(topic_id)
    words = await screening.words_in_force()
    report = await reports.freeze(
        topic.slug, words=words, zone=settings.zone, by=None, now=now(), language="zh-CN"
    )
    await ask(qiao, kind=JobKind.VERIFY, topic_id=topic_id, parameters={"report": report.slug}, media_type="")
    assert await work_once(settings)
    done = await only(qiao)
    found = msgspec.json.decode(files(settings)[0].read_bytes(), type=reports.Verification)
    assert found == await reports.verify(report.slug)
    assert (found.sound, done.done_count) == (True, report.trail_size)
