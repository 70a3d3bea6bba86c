import re
from datetime import timedelta

import httpx
import pytest

import builders
import cast
import pictures
from jianyan import suggestions, tallies, topics
from jianyan.clock import now
from jianyan.suggestions import Contribution, Spot, SuggestionState
from jianyan.topics import TopicDetail

ZH = {"Accept-Language": "zh-CN", "Accept": "text/html"}
OWN = {**ZH, "Sec-Fetch-Site": "same-origin"}
MICRO = {"body": "井盖响了一夜。", "place": "文化路 27 号门口", "topic": "buses-first", "lat": "", "lon": ""}
NOTE = {"title": "夜班工人返程难", "body": "十点以后没有车，多数人合乘。"}


async def sign_in(client: httpx.AsyncClient) -> None:
    await builders.make_account(cast.HE, now=now())
    fields = {"email": cast.HE, "password": cast.PASSWORD}
    assert (await client.post("/sign-in", data=fields, headers=OWN)).status_code == 303


async def send(
    client: httpx.AsyncClient, path: str, fields: dict[str, str], **files: object
) -> httpx.Response:
    page = (await client.get(path, headers=ZH)).text
    hidden = dict(re.findall(r'name="((?:csrf|form)_token)" value="([^"]+)"', page))
    return await client.post(path, data={**hidden, **fields}, headers=OWN, files=files or None)  # type: ignore[arg-type]


async def written() -> list[suggestions.SuggestionDetail]:
    return await suggestions.in_state(None, list(SuggestionState), most=10)


async def test_he_sends_something_seen_on_the_spot_with_its_photo(place) -> None:
    await sign_in(place.client)
    photo = ("a.jpg", pictures.telling(), "image/jpeg")
    answer = await send(place.client, "/me/micro", {**MICRO, "lat": "28.2", "lon": "112.9"}, photo_file=photo)
    assert (answer.status_code, answer.headers["location"]) == (303, "/me")
    [found] = await written()
    assert (found.kind, found.state) == (Contribution.MICRO, SuggestionState.WAITING)
    assert await suggestions.spot_of(found.id) == Spot("文化路 27 号门口", 28.2, 112.9)
    assert len((await suggestions.photos_of([found.id]))[found.id]) == 1
    mine = (await place.client.get("/me", headers=ZH)).text
    assert "微建议" in mine
    assert "井盖响了一夜。" in mine


async def test_a_refused_form_keeps_text_place_and_photo(place) -> None:
    await sign_in(place.client)
    photo = ("a.jpg", pictures.telling(), "image/jpeg")
    refused = await send(
        place.client, "/me/micro", {**MICRO, "place": "", "lat": "28.2", "lon": "1"}, photo_file=photo
    )
    assert refused.status_code == 422
    assert 'id="place-error"' in refused.text
    assert MICRO["body"] in refused.text
    kept = dict(re.findall(r'name="(\w+)" value="([^"]*)"', refused.text))
    assert (kept["lat"], len(kept["photo"])) == ("28.2", 32)
    sent = {**MICRO, **{name: kept[name] for name in ("csrf_token", "form_token", "photo")}}
    assert (await place.client.post("/me/micro", data=sent, headers=OWN)).status_code == 303
    [found] = await written()
    assert len((await suggestions.photos_of([found.id]))[found.id]) == 1


@pytest.mark.parametrize("content", [b"no picture", b"GIF89a" + b"0" * 50])
async def test_what_is_no_photo_is_told_and_the_text_stays(place, content: bytes) -> None:
    await sign_in(place.client)
    answer = await send(place.client, "/me/micro", MICRO, photo_file=("a.jpg", content, "image/jpeg"))
    assert 400 <= answer.status_code < 500
    assert MICRO["body"] in answer.text
    assert await written() == []


@pytest.mark.parametrize("slug", ["", "nowhere", "draft"])
async def test_a_micro_suggestion_names_an_open_topic(place, slug: str) -> None:
    await builders.make_topic("draft", published=False)
    await sign_in(place.client)
    answer = await send(place.client, "/me/micro", {**MICRO, "topic": slug})
    assert answer.status_code == 422
    assert 'id="topic-error"' in answer.text


async def test_only_this_page_may_ask_the_device_where_it_is(place) -> None:
    await sign_in(place.client)
    page = await place.client.get("/me/micro", headers=ZH)
    assert "geolocation=(self)" in page.headers["permissions-policy"]
    assert "unsafe" not in page.headers["content-security-policy"]
    for path in ("/me/note", "/me", f"/s/{place.code}"):
        other = await place.client.get(path, headers=ZH)
        assert "geolocation=()" in other.headers["permissions-policy"]


async def noted(place) -> TopicDetail:
    """Let He send a note that a moderator then takes up, and give the topic it lies in."""
    await sign_in(place.client)
    assert (await send(place.client, "/me/note", NOTE)).status_code == 303
    [found] = await written()
    category = (await topics.topic_by_id(found.topic_id)).categories[0].id
    await suggestions.settle([found], to=SuggestionState.PUBLISHED, category_id=category, now=now())
    return await topics.topic_by_id(found.topic_id)


async def test_he_reads_where_his_note_stands(place) -> None:
    await noted(place)
    [found] = await written()
    for path in ("/me", f"/me/suggestions/{found.tracking}"):
        page = (await place.client.get(path, headers=ZH)).text
        assert NOTE["title"] in page
        assert "已采用。" in page
        assert "/t/notes-" not in page


async def test_no_public_page_says_a_word_of_a_note(place) -> None:
    topic = await noted(place)
    before = (await tallies.for_topic(await topics.topic_by_slug("buses-first"), now=now())).received
    assert before == 0
    place.client.cookies.clear()
    for path in ("/", "/proposals", "/t/buses-first", "/t/buses-first/tally.json", f"/s/{place.code}"):
        answer = await place.client.get(path, headers=ZH)
        assert answer.status_code == 200
        assert not any(word in answer.text for word in (NOTE["title"], NOTE["body"], topic.slug, topic.title))
    for path in ("", "/tally.json", "/tally.csv"):
        assert (await place.client.get(f"/t/{topic.slug}{path}", headers=ZH)).status_code == 404


async def test_a_refused_note_keeps_what_was_typed(place) -> None:
    await sign_in(place.client)
    answer = await send(place.client, "/me/note", {**NOTE, "title": ""})
    assert answer.status_code == 422
    assert NOTE["body"] in answer.text
    assert 'id="title-error"' in answer.text


async def test_a_form_is_taken_once_and_only_from_the_session_it_was_made_for(place) -> None:
    await sign_in(place.client)
    page = (await place.client.get("/me/note", headers=ZH)).text
    hidden = dict(re.findall(r'name="((?:csrf|form)_token)" value="([^"]+)"', page))
    for _ in range(2):
        assert (await place.client.post("/me/note", data={**hidden, **NOTE}, headers=OWN)).status_code == 303
    assert len(await written()) == 1
    stolen = {**hidden, **NOTE, "csrf_token": "0" * 64}
    assert (await place.client.post("/me/note", data=stolen, headers=OWN)).status_code == 403
    crossed = {**hidden, **MICRO}
    assert (await place.client.post("/me/micro", data=crossed, headers=OWN)).status_code == 422
    assert len(await written()) == 1


async def test_with_no_open_topic_the_page_says_so(client, app) -> None:
    opens_at = now() - timedelta(days=9)
    await builders.make_topic(opens_at=opens_at, closes_at=opens_at + timedelta(days=1))
    await sign_in(client)
    page = (await client.get("/me/micro", headers=ZH)).text
    assert "<form" not in page.partition("<main>")[2]


async def test_he_sends_a_photo_with_a_note_that_is_kept_while_the_form_comes_back(place) -> None:
    await sign_in(place.client)
    photo = ("a.jpg", pictures.telling(), "image/jpeg")
    refused = await send(place.client, "/me/note", {**NOTE, "title": ""}, photo_file=photo)
    assert refused.status_code == 422
    kept = dict(re.findall(r'name="(\w+)" value="([^"]*)"', refused.text))
    sent = {**NOTE, **{name: kept[name] for name in ("csrf_token", "form_token", "photo")}}
    assert (await place.client.post("/me/note", data=sent, headers=OWN)).status_code == 303
    [found] = await written()
    assert (await suggestions.photos_of([found.id]))[found.id] == [kept["photo"]]


@pytest.mark.parametrize("takes_files", [True, False])
async def test_he_sends_a_photo_with_a_suggestion_where_the_topic_asks_for_files(
    client: httpx.AsyncClient, takes_files: bool
) -> None:
    await sign_in(client)
    opens_at = now() - timedelta(hours=1)
    await builders.make_topic(
        "lamps", opens_at=opens_at, closes_at=None, takes_files=takes_files, questions=[]
    )
    asked = (await client.get("/me/suggest/lamps", headers=ZH)).text
    assert ('name="photo_file"' in asked) is takes_files
    photo = ("a.jpg", pictures.telling(), "image/jpeg")
    answer = await send(client, "/me/suggest/lamps", {"body": "路灯不亮。"}, photo_file=photo)
    assert answer.status_code == 303
    [found] = await written()
    assert len((await suggestions.photos_of([found.id])).get(found.id, [])) == takes_files
