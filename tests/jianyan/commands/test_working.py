import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

import builders
import cast
import cities
from jianyan import calendars, cases, jobs, notices, work
from jianyan.accounts import SignedIn
from jianyan.calendars import NewException
from jianyan.clock import day_of, now
from jianyan.groups.tables import GroupMember
from jianyan.jobs import JobDetail, JobState
from jianyan.notices import KINDS_OF_PEOPLE, Wishes
from jianyan.notices.tables import Notice
from jianyan.settings import Settings
from jianyan.suggestions import NewSuggestion, Source, new_tracking, submit_many

MANY = 20_000


def until(holds: Callable[[], Any]) -> Any:
    """Give what comes to hold within half a minute."""
    ends = time.monotonic() + 30
    while time.monotonic() < ends:
        if found := holds():
            return found
        time.sleep(0.05)
    raise AssertionError("it did not come to that in half a minute")


def workers_of(pid: int) -> list[int]:
    """List the processes for long work that a server keeps beside itself."""
    return [
        worker
        for worker in map(int, filter(str.isdecimal, os.listdir("/proc")))
        if f"work\0--beside\0{pid}\0" in read(worker, "cmdline")
        and f"\nPPid:\t{pid}\n" in read(worker, "status")
    ]


def is_there(pid: int) -> bool:
    return "work\0--beside" in read(pid, "cmdline")


def read(pid: int, name: str) -> str:
    try:
        return Path(f"/proc/{pid}/{name}").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return ""


async def asked(count: int, form: str = "csv") -> tuple[SignedIn, int]:
    """Fill a topic and ask for its suggestions as Qiao; give her session and the number of the job."""
    await builders.make_account(cast.QIAO)
    session = await builders.make_session(cast.QIAO)
    topic = await builders.make_topic()
    at = {"received_at": now(), "received_on": day_of(now(), builders.SHANGHAI)}
    for _ in range(0, count, 1_000):
        batch = [
            NewSuggestion(
                tracking=new_tracking(), topic_id=topic.id, body="加一个站台", source=Source.CITIZEN, **at
            )
            for _ in range(min(count, 1_000))
        ]
        await submit_many(batch, now=now())
    new = builders.new_job(
        topic_id=topic.id, parameters={"what": "suggestions", "form": form}, total_count=count
    )
    return session, await jobs.ask(new, by=session, now=now())


@pytest.fixture
def job_of(inside: Any) -> Callable[[tuple[SignedIn, int]], JobDetail]:
    """Give what looks a job up as it stands now."""
    return lambda of: inside(lambda: jobs.own_job(of[1], by=of[0].person))


def test_a_worker_does_what_waits_and_ends_when_it_is_told_to(
    process: Any, inside: Any, settings: Settings, job_of: Any
) -> None:
    job = inside(lambda: asked(3))
    worker = process("work", "--json")
    until(lambda: job_of(job).state is JobState.DONE)
    assert os.getpriority(os.PRIO_PROCESS, worker.pid) >= 10
    worker.send_signal(signal.SIGTERM)
    out, err = worker.communicate(timeout=5)
    assert (worker.returncode, out, err) == (0, '{"done":1,"notices":0}\n', "")
    file = work.folder_of(settings) / job_of(job).file
    assert file.read_text(encoding="utf-8-sig").count("加一个站台") == 3


def test_a_worker_groups_what_says_the_same(process: Any, inside: Any) -> None:
    inside(lambda: asked(3))

    def grouped() -> int:
        return int(inside(lambda: GroupMember.count().run()))

    worker = process("work")
    until(lambda: grouped() == 3)
    assert grouped() == 3
    worker.send_signal(signal.SIGTERM)
    worker.communicate(timeout=5)


def test_a_worker_with_a_session_of_its_own_stands_back_with_all_of_it(inside: Any, job_of: Any) -> None:
    job = inside(lambda: asked(3))
    command = [sys.executable, "-m", "jianyan.cli", "work"]
    worker = subprocess.Popen(command, start_new_session=True)
    try:
        until(lambda: job_of(job).state is JobState.DONE)
        share = Path(f"/proc/{worker.pid}/autogroup")
        assert not share.exists() or share.read_text().endswith("nice 19\n")
    finally:
        worker.kill()
        worker.wait()


@pytest.mark.parametrize("form", ["jsonl", "xlsx"])
def test_a_worker_that_is_told_to_end_lets_its_job_go_within_five_seconds(
    process: Any, inside: Any, settings: Settings, job_of: Any, form: str
) -> None:
    job = inside(lambda: asked(MANY, form))
    worker = process("work")
    until(lambda: job_of(job).state is JobState.RUNNING)
    worker.send_signal(signal.SIGTERM)
    worker.communicate(timeout=5)
    assert job_of(job).state is JobState.WAITING
    assert list(work.folder_of(settings).iterdir()) == []


@pytest.fixture
def serve(process: Any) -> Iterator[Callable[..., Any]]:
    """Give what starts a server and waits until it has said its address."""
    started = []

    def start(*arguments: str) -> Any:
        server = process("serve", "--port", "0", *arguments)
        started.append(server)
        assert "http://127.0.0.1:" in server.stdout.readline()
        return server

    yield start
    for server in started:
        server.kill()
        server.communicate()


@pytest.mark.parametrize("workers", ["1", "2"])
def test_a_server_keeps_one_worker_and_ends_it_with_itself(serve: Any, workers: str) -> None:
    server = serve("--workers", workers)
    (first,) = until(lambda: workers_of(server.pid))
    os.kill(first, signal.SIGKILL)
    (second,) = until(lambda: [pid for pid in workers_of(server.pid) if pid != first])
    server.terminate()
    _out, err = server.communicate(timeout=30)
    assert not is_there(second)
    assert "Traceback" not in err


def test_a_worker_does_not_outlive_a_server_that_is_killed(serve: Any) -> None:
    server = serve()
    (worker,) = until(lambda: workers_of(server.pid))
    server.kill()
    until(lambda: not is_there(worker))
    assert not is_there(worker)


def test_a_server_without_work_keeps_no_worker(serve: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JIANYAN_WORK", "off")
    server = serve()
    time.sleep(3)
    assert workers_of(server.pid) == []


def test_a_database_that_is_not_migrated_is_one_sentence(
    jianyan: Any, process: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("JIANYAN_DATABASE_URL", f"sqlite:///{tmp_path}/empty.sqlite")
    worker = process("work")
    _out, err = worker.communicate(timeout=30)
    assert (worker.returncode, err) == (2, "The database is not migrated. Run jianyan migrate first.\n")


async def handed_over_long_ago() -> int:
    """Give a case that Bo has in hand, was handed over two months ago, and that he wants to be told of."""
    city = await cities.make_city(builders.KEYS)
    await notices.save_wishes(Wishes(kinds=KINDS_OF_PEOPLE), by=city.bo)
    return await city.claimed()


def day_off() -> date:
    """Give a Wednesday within the days of whatever was handed over long ago."""
    return date(2026, 7, 8)


async def day_off_set() -> None:
    new = NewException(organisation=None, day=day_off(), is_working=False, reason="停电")
    await calendars.set_exception(new, by=None, now=now())


def test_a_worker_counts_the_days_of_open_cases_anew_when_a_day_off_is_set(process: Any, inside: Any) -> None:
    case_id = inside(handed_over_long_ago)
    inside(day_off_set)

    def kinds() -> list[str]:
        return [step.kind.value for step in inside(lambda: cases.case_by_id(case_id, by=None)).steps]

    worker = process("work", "--json")
    until(lambda: "recounted" in kinds())
    inside(lambda: calendars.remove_exception(None, day_off(), by=None, now=now()))
    until(lambda: kinds().count("recounted") == 2)
    worker.send_signal(signal.SIGTERM)
    worker.communicate(timeout=5)
    assert kinds().count("recounted") == 2


def test_a_worker_reminds_of_what_is_overdue_and_tells_of_it(process: Any, inside: Any) -> None:
    case_id = inside(handed_over_long_ago)

    def kinds() -> list[str]:
        steps = inside(lambda: cases.case_by_id(case_id, by=None)).steps
        return [step.kind.value for step in steps]

    def told() -> list[str]:
        return [row["kind"] for row in inside(lambda: Notice.select(Notice.kind).order_by(Notice.id))]

    worker = process("work", "--json")
    until(lambda: "escalated" in kinds() and "case-due" in told())
    worker.send_signal(signal.SIGTERM)
    worker.communicate(timeout=5)
    assert kinds() == ["assigned", "claimed", "escalated"]
    assert told() == ["case-for-department", "case-due"]
