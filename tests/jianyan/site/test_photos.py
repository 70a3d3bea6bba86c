import pytest
from litestar import Litestar

import pictures
import recordings
from jianyan import erasures, suggestions, trail, uploads
from jianyan.clock import now
from jianyan.suggestions import SuggestionState
from jianyan.uploads import NoSuchFile, key_of

ZH = {"Accept-Language": "zh-CN", "Accept": "text/html"}


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
async def test_nothing_that_tells_where_it_was_taken_is_stored_or_served(
    asking, app: Litestar, kind: str
) -> None:
    answer = await asking.send_files(pictures.telling(kind), voice=recordings.recording("mp3"))
    [name] = await asking.photos_of(answer)
    await asking.settle(answer)
    served = [(await asking.client.get(f"/photos/{name}{query}")).content for query in ("", "?size=small")]
    kept = [path.read_bytes() for path in asking.stored()]
    assert len(kept) == 3
    for content in (*kept, *served):
        for mark in (pictures.SECRET.encode(), b"Exif", b"adobe", b"GPS", b"ICC_PROFILE", b"TIT2"):
            assert mark not in content


async def test_a_photo_is_public_while_its_suggestion_is_and_a_voice_note_never(asking) -> None:
    answer = await asking.send_files(pictures.telling(), voice=recordings.recording())
    found = await suggestions.by_tracking(answer.json()["tracking"])
    [photo], [voice] = await asking.photos_of(answer), (await suggestions.voices_of([found.id]))[found.id]
    topic_page = f"/t/{asking.topic.slug}"
    assert (await asking.client.get(f"/photos/{photo}")).status_code == 404
    assert photo not in (await asking.client.get(topic_page, headers=ZH)).text
    await asking.settle(answer)
    for name in (voice, "0" * 32):
        assert (await asking.client.get(f"/photos/{name}")).status_code == 404
    shown = await asking.client.get(f"/photos/{photo}")
    assert shown.headers["content-type"] == "image/jpeg"
    assert shown.headers["content-security-policy"] == "default-src 'none'; sandbox"
    assert shown.headers["x-content-type-options"] == "nosniff"
    assert pictures.opened(shown.content).size == (300, 200)
    page = await asking.client.get(topic_page, headers=ZH)
    assert f'src="/photos/{photo}?size=small"' in page.text
    assert "img-src 'self' data:" in page.headers["content-security-policy"]
    await asking.settle(answer, SuggestionState.DECLINED)
    assert (await asking.client.get(f"/photos/{photo}")).status_code == 404


async def test_whoever_holds_the_receipt_sees_the_photos(asking, app: Litestar, keys) -> None:
    answer = await asking.send_files(pictures.telling(), voice=recordings.recording())
    asked = {"receipt": answer.json()["receipt"]}
    page = (await asking.client.post("/receipt", data=asked, headers=ZH)).text
    assert page.count("data:image/jpeg;base64,") == 1
    runtime, tracking = app.state.runtime, answer.json()["tracking"]
    [name] = await asking.photos_of(answer)
    await erasures.erase(
        tracking, by=None, now=now(), secret_file=runtime.settings.secret_file, store=runtime.store
    )
    assert "data:image/jpeg" not in (await asking.client.post("/receipt", data=asked, headers=ZH)).text
    with pytest.raises(NoSuchFile):
        await runtime.store.content(key_of(name))
    assert asking.stored() == []


async def test_the_photo_of_a_slip_is_shown_to_nobody_outside(asking, app: Litestar, keys) -> None:
    runtime = app.state.runtime
    by = trail.Actor("q1a0", "staff")
    photo = await uploads.take_in(
        pictures.telling(), darkroom=runtime.darkroom, store=runtime.store, by=by, now=now()
    )
    new = suggestions.NewSuggestion(
        tracking=suggestions.new_tracking(),
        topic_id=asking.topic.id,
        body="纸条：站台没有灯。",
        source=suggestions.Source.STAFF,
        state=SuggestionState.PUBLISHED,
        received_at=now(),
        received_on=now().date(),
        photos=[suggestions.NewPhoto(photo.id, photo.sha256)],
    )
    await suggestions.submit_many([new], now=now())
    page = (await asking.client.get(f"/t/{asking.topic.slug}", headers=ZH)).text
    assert "纸条：站台没有灯。" in page
    assert photo.name not in page
    assert (await asking.client.get(f"/photos/{photo.name}")).status_code == 404
