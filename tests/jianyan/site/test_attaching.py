"""Photos and a voice note on the citizens' form."""

import html
import re
import time
from pathlib import Path

import pytest
from litestar import Litestar

import pictures
import recordings
from jianyan import suggestions, trail, uploads
from jianyan.clock import now
from jianyan.uploads import FileKind
from jianyan.uploads.bucket import Bucket
from jianyan.uploads.tables import Photo
from ports import free_port

JSON = {"Accept": "application/json"}
ZH = {"Accept-Language": "zh-CN", "Accept": "text/html"}
BODY = "站台没有灯，夜里看不见台阶。"


def token_in(page: str) -> str:
    found = re.search(r'name="form_token" value="([^"]+)"', page)
    assert found
    return found[1]


def kept_in(page: str) -> list[str]:
    return re.findall(r'name="kept" value="([0-9a-f]{32})"', page)


async def test_a_form_asks_for_photos_where_its_topic_does_and_stays_small(asking) -> None:
    answer = await asking.client.get(f"/s/{asking.code}", headers={**ZH, "Accept-Encoding": "gzip"})
    assert 'enctype="multipart/form-data"' in answer.text
    assert answer.text.count('name="photo"') == 3
    assert answer.text.count('name="voice"') == 1
    assert int(answer.headers["content-length"]) + len(str(answer.headers)) < 14 * 1024
    asked = (await asking.client.get(f"/s/{asking.code}", headers=JSON)).json()
    assert asked["takes"] == {"photo": 3, "voice": 1}


async def test_a_form_of_another_topic_is_as_it_was(place) -> None:
    page = (await place.client.get(f"/s/{place.code}", headers=ZH)).text
    assert "enctype" not in page
    assert 'type="file"' not in page
    refused = await place.send_files(pictures.telling())
    assert [each["field"] for each in refused.json()["errors"]] == ["photo"]
    assert await Photo.count() == 0


async def test_photos_and_a_voice_note_go_with_their_suggestion(asking, keys) -> None:
    answer = await asking.send_files(
        pictures.telling(), pictures.telling("PNG"), voice=recordings.recording()
    )
    assert answer.status_code == 201
    found = await suggestions.by_tracking(answer.json()["tracking"])
    assert len(await asking.photos_of(answer)) == 2
    assert len((await suggestions.voices_of([found.id]))[found.id]) == 1
    assert await suggestions.voice_seconds(found.id) == [1]
    assert await suggestions.first_fault() is None


async def test_a_form_without_files_is_taken_urlencoded_and_multipart_alike(asking) -> None:
    token = await asking.token()
    first, again = (
        await asking.send_files(form_token=token),
        await asking.send(BODY, form_token=token, photo=""),
    )
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json() == again.json()


async def test_the_same_form_again_keeps_one_set_of_photos(asking, app: Litestar) -> None:
    token = await asking.token()
    first, again = [await asking.send_files(pictures.telling(), form_token=token) for _ in range(2)]
    assert first.json() == again.json()
    assert len(await asking.photos_of(first)) == 1
    assert await Photo.count().where(Photo.erased_at.is_null()) == 1
    await uploads.remove_erased(app.state.runtime.store, now=now())
    assert len(asking.stored()) == 2


async def test_the_same_words_with_another_photo_are_asked_about(asking) -> None:
    token = await asking.token()
    await asking.send_files(pictures.telling(), form_token=token)
    other = pictures.saved(pictures.picture(64, 64))
    page = await asking.send_files(other, form_token=token, accept=ZH)
    assert page.status_code == 422
    [kept] = kept_in(page.text)
    second = await asking.send(BODY, form_token=token_in(page.text), kept=kept)
    assert await asking.photos_of(second) == [kept]


@pytest.mark.parametrize(
    ("photo", "sentence"),
    [
        (b"<svg onload=alert(1)>", "JPEG"),
        (pictures.bomb(), "像素"),
        (pictures.saved(pictures.picture(900, 900), "PNG")[:-400], "损坏"),
        (b"\xff\xd8" + bytes(uploads.BYTES_MOST), "8"),
    ],
)
async def test_a_photo_that_cannot_be_taken_costs_neither_the_text_nor_the_others(
    asking, photo: bytes, sentence: str
) -> None:
    voice = recordings.recording("amr")
    page = await asking.send_files(pictures.telling(), photo, voice=voice, phone="13800138000", accept=ZH)
    assert page.status_code == 422
    assert BODY in html.unescape(page.text)
    error = re.search(r'id="photo-error">([^<]+)', page.text)
    assert error
    assert sentence in error[1]
    kept = kept_in(page.text)
    assert len(kept) == 2
    assert page.text.count('type="file"') == 2
    again = await asking.send(BODY, form_token=token_in(page.text), kept=kept, phone="13800138000")
    assert again.status_code == 201
    assert len(await asking.photos_of(again)) == 1


async def test_photos_stay_with_a_form_whose_text_is_refused(asking) -> None:
    refused = await asking.send_files(pictures.telling(), body="", category="x")
    assert [each["field"] for each in refused.json()["errors"]] == ["category", "body"]
    token, kept = refused.json()["form_token"], refused.json()["kept"]
    sent = await asking.send("这回写好了", form_token=token, kept=kept)
    assert await asking.photos_of(sent) == kept
    again = await asking.send("这回写好了", form_token=token, kept=kept)
    assert again.json() == sent.json()


async def test_a_kept_photo_belongs_to_one_suggestion_and_strangers_names_to_none(asking, qiao_photo) -> None:
    kept = (await asking.send_files(pictures.telling(), body="")).json()["kept"]
    assert (await asking.send("第一条", kept=kept)).status_code == 201
    for names in (kept, ["0" * 32], [qiao_photo], ["../../secret"]):
        refused = await asking.send("第二条", kept=names)
        assert refused.status_code == 422
        assert "已不在" in str(refused.json())


@pytest.fixture
async def qiao_photo(app: Litestar) -> str:
    """Give the name of a photo that staff took."""
    runtime, by = app.state.runtime, trail.Actor("q1a0", "staff")
    taken = await uploads.take_in(
        pictures.telling(), darkroom=runtime.darkroom, store=runtime.store, by=by, now=now()
    )
    return taken.name


async def test_more_files_than_asked_for_are_left_out(asking) -> None:
    small = [pictures.saved(pictures.picture(20 + number, 20)) for number in range(4)]
    refused = await asking.send_files(*small)
    assert [each["field"] for each in refused.json()["errors"]] == ["photo"]
    assert len(refused.json()["kept"]) == 3


async def test_a_form_that_is_too_large_comes_back_with_its_text(asking) -> None:
    heavy = b"\xff\xd8" + bytes(29 * 1024 * 1024)
    page = await asking.send_files(heavy, accept=ZH)
    assert page.status_code == 413
    assert BODY in html.unescape(page.text)
    assert 'id="photo-error"' in page.text
    assert (await asking.send_files(bytes(65 * 1024 * 1024))).status_code == 413
    assert (await asking.send(BODY, form_token=token_in(page.text))).status_code == 201


async def test_a_swelling_picture_is_refused_at_once_and_needs_no_process(asking, app: Litestar) -> None:
    bomb, token = pictures.bomb(), await asking.token()
    began = time.process_time()
    answer = await asking.send_files(bomb, form_token=token)
    assert time.process_time() - began < 0.5  # generous: the figure is measured elsewhere
    assert answer.json()["errors"][0]["field"] == "photo"
    assert app.state.runtime.darkroom.process.pid is None


async def test_a_bus_may_send_and_whoever_sends_on_and_on_keeps_the_text(asking, limited) -> None:
    photo = pictures.saved(pictures.picture(16, 16))
    limited.files_of_network = type(limited.files_of_network)(burst=3, every_s=60)
    fine = await asking.send_files(photo, photo, photo)
    assert fine.status_code == 201
    page = await asking.send_files(photo, accept=ZH)
    assert page.status_code == 422
    assert BODY in html.unescape(page.text)
    assert (await asking.send(BODY, form_token=token_in(page.text))).status_code == 201


async def test_a_store_that_is_away_asks_for_the_text_once_more(asking, app: Litestar) -> None:
    runtime = app.state.runtime
    store, runtime.store = runtime.store, away(runtime.store.folder)
    page = await asking.send_files(pictures.telling(), phone="13800138000", accept=ZH)
    assert page.status_code == 503
    assert "文字先发出" in page.text
    assert "retry-after" in page.headers
    assert BODY in html.unescape(page.text)
    fields = dict(re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', page.text))
    assert fields["phone"] == "13800138000"
    assert (await asking.send(BODY, **fields)).status_code == 201
    answer = await asking.send_files(pictures.telling())
    assert answer.status_code == 503
    runtime.store = store


def away(folder: Path) -> Bucket:
    """Give a bucket where nobody answers."""
    return Bucket(f"http://key:secret@127.0.0.1:{free_port()}/photos", folder)


async def test_the_receipt_says_what_came_along(asking) -> None:
    page = await asking.send_files(pictures.telling(), voice=recordings.recording(), accept=ZH)
    assert page.status_code == 201
    assert "照片 1 张，录音 1 段" in page.text
    assert FileKind.PHOTO.value not in page.text.partition("<main>")[2].partition("</main>")[0]
