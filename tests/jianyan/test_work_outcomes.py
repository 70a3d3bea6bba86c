"""Work that makes no file but leaves an outcome: a sheet taken in, a report computed again."""

from pathlib import Path

import msgspec
import pytest

from jianyan import jobs, reports, screening, suggestions, topics, trail, uploads, work
from jianyan.accounts import SignedIn
from jianyan.clock import now
from jianyan.jobs import JobKind, JobState
from jianyan.settings import Settings
from jianyan.sheets import read_rows
from jianyan.suggestions import SuggestionState
from jianyan.work import WORKS, Order, work_once
from long_work import ask, only

SHEET = f"{'a' * 64}.txt"


def files(settings: Settings) -> list[Path]:
    return list(work.folder_of(settings).iterdir())


async def asked_to_take_in(qiao: SignedIn, topic_id: int, settings: Settings, *bodies: str) -> None:
    """Have a sheet with one column taken in, which nobody has of the topic yet."""
    place = Path(settings.uploads) / uploads.UNFINISHED
    place.mkdir(parents=True, exist_ok=True)
    (place / SHEET).write_text("\n".join(["内容", *bodies, ""]))
    order = suggestions.SheetOrder(
        sheet=SHEET,
        columns=msgspec.json.encode({"body": "内容"}).decode(),
        state="",
        keep_good=False,
        already=0,
        actor=qiao.person.trail_id,
        role=qiao.person.role.value,
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
