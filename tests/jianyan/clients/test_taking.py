from datetime import datetime, timedelta

import pytest

import builders
import cast
from jianyan import clients, erasures, suggestions
from jianyan.clients import Client, Location, NewRequest, RequestDetail
from jianyan.clients.tables import ApiClient
from jianyan.errors import InvalidFields
from jianyan.keys import KeyRing
from jianyan.suggestions import Draft, Received, SentAlready, SuggestionState
from jianyan.topics import TopicDetail
from jianyan.uploads import Store

NEAR = Location(lat=28.2004, lon=112.9, address="五里牌路 1 号", address_id="ADR-7")


async def take(
    topic: TopicDetail,
    client: Client,
    keys: KeyRing,
    *,
    location: Location = NEAR,
    body: str = "末班车太早了。",
    named: str = "",
    media_url: str = "",
    phone: str = "",
    now: datetime = builders.NOW,
) -> Received:
    draft = Draft(body=body, category=str(topic.categories[0].id), phone=phone)
    new = NewRequest(topic=topic, draft=draft, location=location, media_url=media_url, idempotency_key=named)
    return await clients.take_request(
        new,
        client=client,
        words=builders.NO_WORDS,
        keys=keys,
        zone=builders.SHANGHAI,
        contact_days=90,
        now=now,
    )


async def said_of(received: Received) -> RequestDetail | None:
    return await clients.service_request_of((await suggestions.by_tracking(received.tracking)).id)


async def test_what_a_system_says_beside_the_text_is_kept(
    topic: TopicDetail, hotline: Client, keys: KeyRing
) -> None:
    taken = await take(topic, hotline, keys, media_url="https://pictures.example/1.jpg")
    assert await said_of(taken) == RequestDetail(
        client="12345 热线",
        organisation="江州市政协",
        location=NEAR,
        media_url="https://pictures.example/1.jpg",
    )
    (row,) = await ApiClient.select(ApiClient.used_at)
    assert row["used_at"] == builders.NOW


async def test_a_request_near_a_place_is_from_there_and_others_from_none(
    topic: TopicDetail, hotline: Client, keys: KeyRing
) -> None:
    code = await builders.make_placement(lat=28.2, lon=112.9)
    away = await builders.make_placement(name="另一站", lat=28.3, lon=112.9)
    await builders.make_topic("elsewhere")
    foreign = await builders.make_placement("elsewhere")

    async def place_of(location: Location) -> str | None:
        taken = await take(topic, hotline, keys, location=location)
        return (await suggestions.by_tracking(taken.tracking)).code

    assert await place_of(NEAR) == code
    assert await place_of(Location(lat=28.25, lon=112.9)) is None
    assert await place_of(Location(address="五里牌")) is None
    assert await place_of(Location(address_id=f"{away[:4].lower()}-{away[4:]}")) == away
    assert await place_of(Location(lat=28.2, lon=112.9, address_id=away)) == away
    assert await place_of(Location(address_id=foreign)) is None
    assert await place_of(Location(address_id="00000000")) is None


async def test_the_same_request_is_known_up_to_the_end_of_the_next_day(
    topic: TopicDetail, hotline: Client, keys: KeyRing
) -> None:
    first = await take(topic, hotline, keys)
    for later in (timedelta(minutes=1), timedelta(hours=24), timedelta(hours=35)):
        again = await take(topic, hotline, keys, now=builders.NOW + later)
        assert (again.tracking, again.again) == (first.tracking, True)
    other = await take(topic, hotline, keys, now=builders.NOW + timedelta(hours=36))
    assert (other.tracking != first.tracking, other.again) == (True, False)


async def test_two_systems_that_send_the_same_are_two(
    topic: TopicDetail, hotline: Client, keys: KeyRing, ada: object
) -> None:
    person = await builders.make_session(cast.ADA, away=1)
    new = clients.NewClient(name="区级平台", organisation=hotline.scope.organisation or 0, per_minute=60)
    key = await clients.add_client(new, by=person.person, now=builders.NOW)
    other = await clients.client_by_key(key)
    taken = {
        (await take(topic, one, keys, named=named)).tracking
        for one in (hotline, other)
        for named in ("", "a")
    }
    assert len(taken) == 4


async def test_a_name_cannot_be_made_to_meet_a_content(
    topic: TopicDetail, hotline: Client, keys: KeyRing
) -> None:
    await take(topic, hotline, keys, named="a")
    with pytest.raises(SentAlready):
        await take(topic, hotline, keys, named="a", body="站牌看不清。")


async def test_a_refused_request_uses_nothing_up(topic: TopicDetail, hotline: Client, keys: KeyRing) -> None:
    with pytest.raises(InvalidFields):
        await take(topic, hotline, keys, body="", named="a")
    assert not (await take(topic, hotline, keys, named="a")).again


async def test_the_phone_number_is_kept_as_those_of_citizens_are(
    topic: TopicDetail, hotline: Client, keys: KeyRing
) -> None:
    await take(topic, hotline, keys, phone="138 0013 8000")
    assert await suggestions.contact_count(topic.id) == 1
    await suggestions.forget_contacts((builders.NOW + timedelta(days=89)).date())
    assert await suggestions.contact_count(topic.id) == 1
    await suggestions.forget_contacts((builders.NOW + timedelta(days=91)).date())
    assert await suggestions.contact_count(topic.id) == 0


async def test_what_is_erased_is_erased_here_too(
    topic: TopicDetail, hotline: Client, keys: KeyRing, tmp_path: object
) -> None:
    taken = await take(topic, hotline, keys, media_url="https://pictures.example/1.jpg")
    await erasures.erase(
        taken.tracking,
        by=None,
        now=builders.NOW,
        secret_file=f"{tmp_path}/secret",
        store=Store(tmp_path),  # type: ignore[arg-type]
    )
    said = await said_of(taken)
    assert said is not None
    assert (said.location, said.media_url) == (Location(), "")
    assert (await suggestions.by_tracking(taken.tracking)).state is SuggestionState.WAITING
