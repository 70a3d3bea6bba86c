import asyncio
import csv
import io
import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from litestar import Litestar
from litestar.types import Message, Receive, Scope, Send

import builders
import cast
from conftest import BASE_URL
from jianyan import accounts, jobs, topics, trail, work
from jianyan.accounts import Front, OrganisationKind, SignedIn
from jianyan.clock import now
from jianyan.db import transaction
from jianyan.jobs import JobKind, JobState
from jianyan.jobs.tables import Job
from jianyan.keys import KeyRing
from jianyan.settings import Settings
from jianyan_admin.exports import WAITED_FOR_MOST

WHOLE = b"0123456789" * 100_000


@pytest.fixture
def desk(qiao: Any) -> Any:
    """Give the desk of Qiao, who reads English today."""
    qiao.browser.headers["accept-language"] = "en"
    return qiao


async def session_of(desk: Any) -> SignedIn:
    token = desk.browser.cookies["jianyan_console"]
    session = await accounts.signed_in(token, front=Front.CONSOLE, now=now())
    assert session is not None
    return session


async def ask(desk: Any, **changes: object) -> int:
    return await jobs.ask(builders.new_job(**changes), by=await session_of(desk), now=now())


async def make(settings: Settings) -> None:
    """Make the file of the job that waits longest."""

    async def write(order: work.Order) -> None:
        order.path.write_bytes(WHOLE)

    assert await work.work_once(settings, {JobKind.EXPORT: write})


def files(settings: Settings) -> list[Path]:
    return list(work.folder_of(settings).iterdir())


async def take(desk: Any, job_id: int) -> httpx.Response:
    answer: httpx.Response = await desk.send("/admin/jobs/file", {"job": str(job_id)})
    return answer


async def test_an_export_of_more_than_20000_rows_is_made_by_a_job_and_a_smaller_one_at_once(
    desk: Any, settings: Settings
) -> None:
    topic = await builders.make_topic()
    await builders.fill(topic.id, WAITED_FOR_MOST)
    wanted = {"topic": "buses-first", "file": "suggestions-csv"}
    small = await desk.send("/admin/exports/download", wanted)
    assert (small.status_code, len(small.text.splitlines())) == (200, WAITED_FOR_MOST + 1)
    await builders.fill(topic.id, 1)
    large = await desk.send("/admin/exports/download", wanted)
    assert (large.status_code, large.headers["location"]) == (303, "/admin/jobs?done=job-asked")
    page = (await desk.see("/admin/jobs", done="job-asked")).text
    assert "The file is being made." in page
    assert "Waits for its turn" in page
    assert await work.work_once(settings)
    page = (await desk.see("/admin/jobs")).text
    found = re.search(r'name="job" value="(\d+)"[^>]*>Download<', page)
    assert found is not None
    answer = await take(desk, int(found[1]))
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert "filename*=UTF-8''%E4%BC%98%E5%85%88" in answer.headers["content-disposition"]
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert (len(rows), rows[0][0]) == (WAITED_FOR_MOST + 2, "Number")
    acts = [act for act in await trail.history(f"topic-{topic.id}") if act.kind == "export"]
    assert [act.data for act in acts] == [{"what": "suggestions", "format": "csv"}] * 2
    assert {act.actor for act in acts} == {(await session_of(desk)).person.trail_id}


async def test_what_was_not_asked_for_because_of_too_many_is_not_recorded(desk: Any) -> None:
    topic = await builders.make_topic()
    await builders.fill(topic.id, WAITED_FOR_MOST + 1_000)
    for _ in range(jobs.OPEN_MOST):
        await ask(desk)
    answer = await desk.send("/admin/exports/download", {"topic": "buses-first", "file": "suggestions-csv"})
    assert answer.status_code == 409
    assert [act for act in await trail.history(f"topic-{topic.id}") if act.kind == "export"] == []


async def test_a_file_is_given_whole_once_and_is_gone_then(desk: Any, settings: Settings) -> None:
    job_id = await ask(desk)
    await make(settings)
    answer = await take(desk, job_id)
    assert (answer.status_code, answer.content) == (200, WHOLE)
    assert answer.headers["content-length"] == str(len(WHOLE))
    assert "content-encoding" not in answer.headers
    assert answer.headers["cache-control"] == "no-store"
    assert files(settings) == []
    again = await take(desk, job_id)
    assert again.status_code == 410
    assert "downloaded already" in again.text
    assert "Downloaded" in (await desk.see("/admin/jobs")).text


async def test_a_download_that_breaks_off_can_be_asked_for_again(
    desk: Any, app: Litestar, settings: Settings
) -> None:
    job_id = await ask(desk)
    await make(settings)

    async def breaking(scope: Scope, receive: Receive, send: Send) -> None:
        """Leave when the first piece has come."""
        left, is_sent = asyncio.Event(), False

        async def receive_and_leave() -> Any:
            nonlocal is_sent
            if not is_sent:
                message = await receive()
                is_sent = not message.get("more_body")
                return message
            await left.wait()
            return {"type": "http.disconnect"}

        async def send_until_left(message: Message) -> None:
            await send(message)
            if message.get("body"):
                left.set()
                await asyncio.sleep(0.05)

        await app(scope, receive_and_leave, send_until_left)
        await send({"type": "http.response.body", "body": b"", "more_body": False})  # httpx waits for it

    transport = httpx.ASGITransport(breaking)  # type: ignore[arg-type]
    async with httpx.AsyncClient(
        transport=transport, base_url=BASE_URL, cookies=desk.browser.cookies
    ) as browser:
        sent = {"job": str(job_id), "csrf_token": desk.csrf_token}
        broken = await browser.post("/admin/jobs/file", data=sent)
    assert 0 < len(broken.content) < len(WHOLE)
    whole = await take(desk, job_id)
    assert (whole.status_code, whole.content) == (200, WHOLE)


async def test_another_session_of_the_same_person_is_refused(
    desk: Any, client: httpx.AsyncClient, settings: Settings
) -> None:
    job_id = await ask(desk)
    await make(settings)
    sent = {"email": cast.QIAO, "password": cast.PASSWORD}
    assert (await client.post("/admin/sign-in", data=sent)).status_code == 303
    page = await client.get("/admin/jobs", headers={"accept-language": "en"})
    assert "Made in another session" in page.text
    assert ">Download<" not in page.text
    token = re.search(r'name="csrf_token" value="([^"]+)"', page.text)
    assert token is not None
    answer = await client.post("/admin/jobs/file", data={"job": str(job_id), "csrf_token": token[1]})
    assert answer.status_code == 403
    assert (await take(desk, job_id)).status_code == 200


async def test_another_person_of_the_same_office_finds_nothing(
    desk: Any, sign_in: Any, settings: Settings
) -> None:
    job_id, waiting = await ask(desk), await ask(desk)
    await make(settings)
    ada = await sign_in(cast.ADA)
    assert "优先发展城市公交" not in (await ada.see("/admin/jobs")).text
    assert (await take(ada, job_id)).status_code == 404
    assert (await ada.send("/admin/jobs/cancel", {"job": str(waiting)})).status_code == 404
    assert (await take(desk, job_id)).status_code == 200


@pytest.mark.parametrize("named", ["", "x", "-1", "0", "987654", "99999999999999999999", "１"])
async def test_a_job_that_is_not_there_is_not_found(desk: Any, named: str) -> None:
    for path in ("/admin/jobs/file", "/admin/jobs/cancel"):
        assert (await desk.send(path, {"job": named})).status_code == 404


async def test_who_no_longer_sees_the_topic_gets_no_file_of_it(desk: Any, settings: Settings) -> None:
    topic = await builders.make_topic()
    job_id = await ask(desk, topic_id=topic.id)
    await make(settings)
    kind = OrganisationKind.COMMITTEE
    elsewhere = await accounts.add_organisation_below(None, "岳州市政协", kind=kind, by=None, now=now())
    async with transaction():
        await topics.tables.Topic.update({"owner": elsewhere}).where(topics.tables.Topic.id == topic.id)
    assert "优先发展城市公交" not in (await desk.see("/admin/jobs")).text
    assert (await take(desk, job_id)).status_code == 404


async def test_a_job_that_runs_shows_how_far_it_is_and_asks_for_itself_again(desk: Any) -> None:
    await ask(desk)
    job = await jobs.take("first", now=now())
    assert job is not None
    await jobs.advance(job, done=12_000, total=48_210, now=now())
    for path in ("/admin/jobs", "/admin/jobs/list"):
        page = (await desk.see(path)).text
        assert "12,000 of 48,210" in page
        assert 'max="48210" value="12000"' in page
        assert 'hx-trigger="every 2s"' in page
        assert "Nothing is being made" not in page
    assert "<html" not in page


async def test_a_list_in_which_nothing_runs_does_not_ask_again(desk: Any, settings: Settings) -> None:
    assert "No file is being made." in (await desk.see("/admin/jobs")).text
    job_id = await ask(desk)
    await make(settings)
    page = (await desk.see("/admin/jobs")).text
    assert "hx-trigger" not in page
    assert f'id="file-{job_id}"' in page


async def test_what_waits_is_cancelled_and_stands_there_as_cancelled(desk: Any) -> None:
    job_id = await ask(desk)
    answer = await desk.send("/admin/jobs/cancel", {"job": str(job_id)})
    assert answer.headers["location"] == "/admin/jobs?done=job-cancelled"
    page = (await desk.see("/admin/jobs")).text
    assert '<span class="state">Cancelled</span>' in page
    again = await desk.send("/admin/jobs/cancel", {"job": str(job_id)})
    assert again.status_code == 409
    assert "This has ended already." in again.text
    (job,) = await jobs.own_jobs((await session_of(desk)).person)
    assert job.state is JobState.CANCELLED


async def test_a_failure_is_told_by_its_sentence(desk: Any) -> None:
    await ask(desk)
    job = await jobs.take("first", now=now())
    assert job is not None
    await jobs.fail(job, "The disk is full, come back tomorrow.", now=now())
    assert "The disk is full, come back tomorrow." in (await desk.see("/admin/jobs")).text


async def test_jobs_that_stand_are_said_to(desk: Any) -> None:
    await ask(desk)
    async with transaction():
        await Job.update({Job.asked_at: now() - timedelta(minutes=2)}, force=True)
    assert "Nothing is being made at the moment." in (await desk.see("/admin/jobs")).text


async def test_a_file_that_nobody_took_for_a_day_is_gone(desk: Any, settings: Settings) -> None:
    job_id = await ask(desk)
    await make(settings)
    async with transaction():
        await Job.update({Job.ended_at: now() - jobs.KEPT}, force=True)
    assert "nobody downloaded it within a day" in (await desk.see("/admin/jobs")).text
    answer = await take(desk, job_id)
    assert answer.status_code == 410
    assert "waited for a day" in answer.text


async def test_moderators_have_no_files(wei: Any) -> None:
    assert (await wei.see("/admin/jobs")).status_code == 403


async def test_a_form_of_another_session_takes_nothing(desk: Any, settings: Settings, keys: KeyRing) -> None:
    job_id = await ask(desk)
    await make(settings)
    desk.csrf_token = "stolen"
    assert (await take(desk, job_id)).status_code == 403
    assert len(files(settings)) == 1
