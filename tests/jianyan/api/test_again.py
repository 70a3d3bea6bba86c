"""The same request again is the same request: lost answers, retries, two at once."""

import asyncio

from hotlines import Hotline
from jianyan import suggestions, topics
from jianyan.clock import now
from jianyan.suggestions import SuggestionState

ALL = list(SuggestionState)


async def test_the_same_request_has_the_same_number(hotline: Hotline) -> None:
    numbers = {await hotline.number() for _ in range(3)}
    assert len(numbers) == 1
    assert await suggestions.count_in_state(None, ALL) == 1


async def test_another_text_or_place_is_another_request(hotline: Hotline) -> None:
    numbers = {
        await hotline.number(),
        await hotline.number(description="站牌看不清。"),
        await hotline.number(lat="28.3"),
        await hotline.number(address_string="五里牌路 1 号"),
    }
    assert len(numbers) == 4


async def test_many_at_once_are_one(hotline: Hotline) -> None:
    numbers = await asyncio.gather(*(hotline.number() for _ in range(8)))
    assert len(set(numbers)) == 1
    assert await suggestions.count_in_state(None, ALL) == 1


async def test_a_named_request_is_known_by_its_name(hotline: Hotline) -> None:
    named = {"Idempotency-Key": "8e03978e-40d5-43dd-bc93-6894a57f9324"}
    first = await hotline.send(headers=named)
    again = await hotline.send(headers=named)
    assert first.json() == again.json()
    assert (again.status_code, again.headers["cache-control"]) == (201, "no-store")
    other = await hotline.send(headers={"Idempotency-Key": "another"})
    assert other.json() != first.json()
    assert other.status_code == 201


async def test_a_name_that_was_given_to_another_request_is_refused(hotline: Hotline) -> None:
    named = {"Idempotency-Key": "once"}
    assert (await hotline.send(headers=named)).status_code == 201
    answer = await hotline.send(headers=named, description="站牌看不清。")
    assert answer.status_code == 400
    assert "received already" in answer.json()[0]["description"]
    assert await suggestions.count_in_state(None, ALL) == 1


async def test_a_retry_after_the_topic_has_closed_has_the_first_answer(hotline: Hotline) -> None:
    named = {"Idempotency-Key": "lost"}
    first, plain = await hotline.send(headers=named), await hotline.number(description="站牌看不清。")
    await topics.close_topic(hotline.topic.slug, by=None, now=now())
    again = await hotline.send(headers=named)
    assert (again.status_code, again.json()) == (201, first.json())
    assert await hotline.number(description="站牌看不清。") == plain
    for headers, text in (({}, "夜里没有车。"), ({"Idempotency-Key": "new"}, "末班车太早了。")):
        assert (await hotline.send(headers=headers, description=text)).status_code == 410
    assert (await hotline.send(headers=named, description="夜里没有车。")).status_code == 410
    assert await suggestions.count_in_state(None, ALL) == 2
