"""Voice notes at the desk: heard there, and nowhere else."""

from datetime import timedelta

import httpx
import pytest
from litestar import Litestar

import builders
import pictures
import recordings
from jianyan import suggestions, topics
from jianyan.clock import now

JSON = {"Accept": "application/json"}


@pytest.fixture
async def spoken(client: httpx.AsyncClient, app: Litestar) -> str:
    """Send a suggestion with a photo and a voice note, and give its number."""
    opens_at = now() - timedelta(hours=1)
    await builders.make_topic(opens_at=opens_at, closes_at=None, takes_files=True, questions=[])
    path = f"/s/{await builders.make_placement()}"
    token = (await client.get(path, headers=JSON)).json()["form_token"]
    files = {"photo": ("a.jpg", pictures.telling()), "voice": ("a.amr", recordings.recording("amr"))}
    sent = await client.post(
        path, data={"body": "站台没有灯", "form_token": token}, files=files, headers=JSON
    )
    assert sent.status_code == 201
    return str(sent.json()["tracking"])


async def voice_of(tracking: str) -> str:
    found = await suggestions.by_tracking(tracking)
    [name] = (await suggestions.voices_of([found.id]))[found.id]
    return name


async def test_a_moderator_hears_a_voice_note_on_the_page_of_its_suggestion(wei, spoken: str) -> None:
    name = await voice_of(spoken)
    page = await wei.see(f"/admin/suggestions/{spoken}")
    assert f'<audio controls preload="metadata" src="/admin/photos/{name}"' in page.text
    assert "media-src 'self'" in page.headers["content-security-policy"]
    queue = await wei.see("/admin/queue")
    assert "media-src" not in queue.headers["content-security-policy"]
    assert f'href="/admin/suggestions/{spoken}" target="_blank"' in queue.text


async def test_a_voice_note_comes_whole_and_in_parts_and_can_do_nothing(wei, spoken: str) -> None:
    path = f"/admin/photos/{await voice_of(spoken)}"
    answer = await wei.see(path)
    assert answer.headers["content-type"] == "audio/mp4"
    assert answer.headers["content-disposition"] == "inline"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["content-security-policy"] == "default-src 'none'; sandbox"
    assert answer.headers["cache-control"] == "private, no-store"
    assert recordings.seconds_of(answer.content) == pytest.approx(1, abs=0.1)
    part = await wei.browser.get(path, headers={"Range": "bytes=4-7"})
    assert (part.status_code, part.content) == (206, b"ftyp")


async def test_a_voice_note_is_nobodys_without_a_desk(client: httpx.AsyncClient, spoken: str) -> None:
    name = await voice_of(spoken)
    assert (await client.get(f"/admin/photos/{name}")).status_code == 303
    assert (await client.get(f"/photos/{name}")).status_code == 404


async def test_staff_let_a_topic_ask_for_photos_and_no_longer(qiao) -> None:
    await builders.make_topic()
    fields = {
        "title": "站台怎么改",
        "opens_at": "2026-07-01T09:00",
        "categories": "灯\n棚",
        "slug": "buses-first",
    }
    for sent, wanted in (({"takes_files": "1"}, True), ({}, False)):
        assert (await qiao.send("/admin/topics/buses-first/edit", {**fields, **sent})).status_code == 303
        assert (await topics.topic_by_slug("buses-first")).takes_files is wanted
        page = (await qiao.see("/admin/topics/buses-first/edit")).text
        assert ('name="takes_files" value="1" checked' in page) is wanted
