"""What people send into the city: by a code, as a member, on paper."""

from collections.abc import Sequence
from datetime import datetime

import builders
import cast
import pictures
from jianyan import campaigns, screening, slips, suggestions, topics, uploads
from jianyan.accounts import Person
from jianyan.clock import day_of
from jianyan.keys import KeyRing
from jianyan.suggestions import Draft, NewPhoto
from jianyan.uploads import Darkroom, Store


async def send(
    texts: Sequence[str], keys: KeyRing, code: str, at: datetime
) -> tuple[list[str], dict[str, str]]:
    """Send the texts from a place, each with an answer in words, and give their numbers and receipts."""
    arrival = await campaigns.arrive(code)
    words = await screening.words_in_force()
    question = arrival.topic.questions[-1].id
    sent: dict[str, str] = {}
    for text in texts:
        issued = suggestions.tokens.issue(keys, code, now=at)
        token = suggestions.tokens.read(keys, issued, code=code, now=at)
        new = suggestions.compose(
            Draft(
                body=text,
                category=str(arrival.topic.categories[0].id),
                answers={f"q_{question}": ["多一些灯"]},
                phone=cast.LAN_PHONE,
            ),
            arrival=arrival,
            token=token,
            keys=keys,
            zone=builders.SHANGHAI,
            contact_days=90,
            now=at,
        )
        received = (await suggestions.submit_many([suggestions.looked_through(new, words)], now=at))[0]
        assert not isinstance(received, Exception)
        sent[received.tracking] = suggestions.receipts.derived(keys, token.key, key_id=token.key_id)
    return list(sent), sent


async def send_as_member(slug: str, keys: KeyRing, he: Person, at: datetime) -> str:
    topic = await topics.topic_by_slug(slug)
    issued = suggestions.tokens.issue(keys, f"T{topic.id:07d}", now=at)
    token = suggestions.tokens.read(keys, issued, code=f"T{topic.id:07d}", now=at)
    new = suggestions.compose_for_member(
        Draft(body="委员建议：夜里每小时一班。"),
        topic=topic,
        token=token,
        account_id=he.account_id,
        trail_id=he.trail_id,
        zone=builders.SHANGHAI,
        now=at,
    )
    received = (await suggestions.submit_many([new], now=at))[0]
    assert not isinstance(received, Exception)
    return received.tracking


async def type_slip(
    slug: str, store: Store, keys: KeyRing, code: str, staff: Person, at: datetime
) -> tuple[int, str]:
    """Type a slip with a photo, and give its batch and the name of its photo."""
    topic, zone = await topics.topic_by_slug(slug), builders.SHANGHAI
    darkroom = Darkroom()
    photo = await uploads.take_in(pictures.telling(), darkroom=darkroom, store=store, by=staff.actor, now=at)
    await darkroom.close()
    new = slips.NewBatch(code=code, on=day_of(at, zone).isoformat())
    batch = await slips.begin_batch(new, topic, by=staff, zone=zone, now=at)
    issued = suggestions.tokens.issue(keys, code, now=at)
    await slips.type_slip(
        batch,
        slips.NewSlip(body="纸条：夜里站台没有灯。", photos=[NewPhoto(photo.id, photo.sha256)]),
        token=suggestions.tokens.read(keys, issued, code=code, now=at),
        words=builders.NO_WORDS,
        keys=keys,
        by=staff,
        zone=zone,
        now=at,
    )
    return batch.id, photo.name
