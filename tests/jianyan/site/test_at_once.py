"""The form at once, over real sockets: the bytes of the usual way, in order, and nothing that has to wait."""

import asyncio
import gc
import logging
import re
import socket
import struct
from collections.abc import AsyncIterator

import pytest

import builders
from jianyan import metrics, topics
from jianyan.clock import now
from jianyan.limits import Kind, network_of
from jianyan.runtime import Runtime
from jianyan.site.landings import Landings
from jianyan.web.at_once import Post
from wires import Quick, Server, get, post, serving

UUID = "f81d4fae-7dec-11d0-a765-00a0c91e6b{:02x}"
TOKEN = re.compile(rb'form_token" value="([\w-]{66})"')
NUMBER = re.compile(rb"\r\nx-request-id: ([^\r]+)")
MANY = 2_000


@pytest.fixture
async def served(app, place) -> AsyncIterator[Server]:
    """Serve the running app, whose form was opened once."""
    async with serving(app) as server:
        await place.edited()
        await server.say(get(place.code), is_off=True)
        yield server


@pytest.mark.parametrize(
    ("path", "more"),
    [
        ("/s/{}", ""),
        ("/S/{}", ""),
        ("/s/{}?lang=en", ""),
        ("/s/{}?lang=xx&lang=en", ""),
        ("/s/{}?", ""),
        ("/s/{}", "Accept-Encoding: gzip, deflate, br\r\n"),
        ("/s/{}", "Accept: text/html\r\nAccept-Language: en-GB\r\n"),
        ("/s/{}", "Accept: application/json\r\n"),
        ("/s/{}", "Accept: \r\n"),
        ("/s/{}", "Accept: text/html\r\nAccept: application/json\r\n"),
        ("/s/{}", 'If-None-Match: "abc"\r\nIf-Modified-Since: Thu, 26 Nov 2026 00:00:00 GMT\r\n'),
        ("/s/{}", "Range: bytes=0-99\r\n"),
        ("/s/{}", f"Cookie: {'x' * 9_000}\r\n"),
        ("/s/{}", "hOsT: 127.0.0.1:8000\r\nACCEPT-language:en\r\n".replace("hOsT", "Host")),
        ("/s/{}", "Sec-Purpose: prefetch\r\n"),
        ("/s/{}", "X-Forwarded-For: 203.0.113.9\r\n"),
    ],
)
async def test_what_is_given_at_once_is_what_the_usual_way_gives(
    served: Server, place, path: str, more: str
) -> None:
    asked = get(place.code, more, path=path)
    assert await served.say(asked, asked) == await served.say(asked, asked, is_off=True)
    assert served.at_once.answered == 2


@pytest.mark.parametrize(
    ("more", "asked"),
    [
        ("", {"method": "HEAD"}),
        ("", {"version": "1.0"}),
        ("Connection: keep-alive\r\n", {"version": "1.0"}),
        ("Connection: close\r\n", {}),
        ("Expect: 100-continue\r\n", {}),
        ("Content-Length: 0\r\n", {}),
        ("Connection: Upgrade\r\nUpgrade: h2c\r\n", {}),
        ("Host: elsewhere.example\r\n", {}),
        ("Host: 127.0.0.1\r\nHost: 127.0.0.1\r\n", {}),
        ("", {"path": "/s/{}%20"}),
        ("", {"path": "/s/{}/"}),
        ("", {"path": "http://127.0.0.1/s/{}"}),
        ("", {"path": "/s/00000000"}),
        ("", {"path": "/healthz"}),
    ],
)
async def test_whatever_is_not_a_plain_look_at_a_form_goes_the_usual_way(
    served: Server, place, more: str, asked: dict[str, str]
) -> None:
    request = get(place.code, more, **asked)
    assert await served.say(request) == await served.say(request, is_off=True)
    assert served.at_once.answered == 0


async def test_a_body_that_comes_with_a_look_is_not_taken_for_the_next_request(served: Server, place) -> None:
    long = get(place.code, "Content-Length: 5\r\n") + "GET /"
    chunked = get(place.code, "Transfer-Encoding: chunked\r\n") + "5\r\nGET /\r\n0\r\n\r\n"
    plain, *others = await served.say(get(place.code), long, chunked, get(place.code))
    assert others == [plain] * 3


async def test_answers_come_in_the_order_of_the_requests(served: Server, place) -> None:
    kinds = [
        lambda number: get(place.code, number),
        lambda number: get(place.code, number, path="/healthz"),
        lambda number: get(place.code, number, method="HEAD"),
        lambda number: post(place.code, "forged", number),
        lambda number: get(place.code, number),
    ]
    numbers = [UUID.format(place) for place in range(50)]
    requests = [
        kinds[place % len(kinds)](f"X-Request-Id: {number}\r\n") for place, number in enumerate(numbers)
    ]
    async with served.connection() as wire:
        for size in (1, 7, 50):
            for first in range(0, 50, size):
                answers = await wire.ask(*requests[first : first + size])
                assert [NUMBER.search(each)[1].decode() for each in answers] == numbers[first : first + size]
    assert served.at_once.answered > 0


async def test_a_suggestion_is_sent_on_the_connection_on_which_the_form_came(served: Server, place) -> None:
    async with served.connection() as wire:
        (form,) = await wire.ask(get(place.code))
        (receipt,) = await wire.ask(post(place.code, TOKEN.search(form)[1].decode()))
        (another,) = await wire.ask(get(place.code))
    assert receipt.startswith(b"HTTP/1.1 201 ")
    assert another.startswith(b"HTTP/1.1 200 ")
    assert TOKEN.search(another)[1] != TOKEN.search(form)[1]
    assert served.at_once.answered == 2


async def test_a_request_in_pieces_is_answered_when_it_is_whole(served: Server, place) -> None:
    async with served.connection() as wire:
        for piece in get(place.code).encode():
            wire.writer.write(bytes([piece]))
            await wire.writer.drain()
        assert (await wire.answer()).startswith(b"HTTP/1.1 200 ")
        wire.writer.write(b"GET /s/")
        assert (await wire.answer()).startswith(b"HTTP/1.1 408 ")


@pytest.mark.parametrize("is_off", [False, True])
async def test_a_connection_that_rests_is_kept_a_while_and_closed_without_a_word(
    served: Server, place, *, is_off: bool
) -> None:
    served.at_once.is_off = is_off
    async with served.connection() as wire:
        (form,) = await wire.ask(get(place.code))
        await asyncio.sleep(0.6)
        (receipt,) = await wire.ask(post(place.code, TOKEN.search(form)[1].decode()))
        assert receipt.startswith(b"HTTP/1.1 201 ")
        began = asyncio.get_running_loop().time()
        assert await asyncio.wait_for(wire.reader.read(), 5) == b""
        assert asyncio.get_running_loop().time() - began > 0.5
    async with served.connection() as wire:
        await wire.ask(get(place.code))
        wire.writer.write(b"GET /s/")
        assert (await wire.answer()).startswith(b"HTTP/1.1 408 ")


async def test_whoever_asks_without_end_and_reads_nothing_is_waited_for(served: Server, place) -> None:
    async with served.connection() as wire:
        wire.writer.write(get(place.code).encode() * MANY)
        await asyncio.sleep(1.0)
        assert 0 < served.at_once.answered < MANY / 2
        answers = [await wire.answer() for _ in range(MANY)]
    forms = [answer for answer in answers if answer.startswith(b"HTTP/1.1 200 ")]
    assert len({TOKEN.search(form)[1] for form in forms}) == len(forms) >= served.at_once.answered
    # What had waited too long when its turn came is told to come again, as in any crowd.
    assert {answer[:13] for answer in answers} <= {b"HTTP/1.1 200 ", b"HTTP/1.1 503 "}


async def test_a_client_that_leaves_in_the_middle_disturbs_nobody(
    served: Server, place, caplog: pytest.LogCaptureFixture
) -> None:
    for count in (1, 50, MANY):
        ours = socket.create_connection(("127.0.0.1", served.port))
        ours.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        ours.setblocking(False)
        ours.send(get(place.code).encode() * count)
        await asyncio.sleep(0.05)
        ours.close()  # with a reset
        await asyncio.sleep(0.1)
    assert (await served.say(get(place.code)))[0].startswith(b"HTTP/1.1 200 ")
    assert [record for record in caplog.records if record.levelno >= logging.ERROR] == []


async def test_each_form_is_counted_once_as_a_scan_and_as_a_request(
    served: Server, place, monkeypatch: pytest.MonkeyPatch
) -> None:
    scanned: list[int] = []
    noted: list[tuple[object, ...]] = []
    monkeypatch.setattr(place.runtime, "scanned", scanned.append)
    monkeypatch.setattr(metrics, "answered", lambda *told: noted.append(told[:3]))
    await served.say(get(place.code), get(place.code), get(place.code, "Purpose: prefetch\r\n"))
    assert len(scanned) == 2
    assert noted == [("/s/{code}", "GET", "2xx")] * 3
    assert served.at_once.answered == 3


async def test_what_was_edited_is_not_given_any_more(served: Server, place) -> None:
    await topics.save_topic(
        place.topic.slug, builders.new_topic(title="公交怎样更好坐", closes_at=None), by=None, now=now()
    )
    await place.edited()
    first, second = await served.say(get(place.code), get(place.code))
    assert "公交怎样更好坐".encode() in first
    assert first == second
    assert served.at_once.answered == 1
    await topics.close_topic(place.topic.slug, by=None, now=now())
    await place.edited()
    over = await served.say(get(place.code), get(place.code))
    assert [answer[:13] for answer in over] == [b"HTTP/1.1 303 "] * 2


async def test_in_a_crowd_nobody_is_served_before_his_turn(
    served: Server, place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(place.runtime.intake, "is_half_full", lambda: True)
    assert (await served.say(get(place.code)))[0].startswith(b"HTTP/1.1 503 ")
    monkeypatch.setattr(place.runtime.intake, "is_half_full", lambda: False)
    held = [await asyncio.open_connection("127.0.0.1", served.port) for _ in range(Quick.requests_most)]
    for _, writer in held:
        writer.write(get(place.code, "Transfer-Encoding: chunked\r\n", method="POST").encode())
    await asyncio.sleep(0.1)
    assert (await served.say(get(place.code)))[0].startswith(b"HTTP/1.1 200 ")
    assert served.at_once.answered == 0
    for _, writer in held:
        writer.close()


async def test_a_hot_place_comes_with_work_whoever_stands_in_between(
    served: Server, place, limited: Runtime
) -> None:
    gate = limited.gate
    for _ in range(200):
        await gate.spend({Kind.NETWORK: network_of("203.0.113.9")}, now=now())
    near, far = get(place.code), get(place.code, "X-Forwarded-For: 203.0.113.9\r\n")
    is_hot = [b'name="work"' in answer for answer in await served.say(near, far)]
    assert (is_hot, served.at_once.answered) == ([False, True], 2)
    for _ in range(200):
        await gate.spend({Kind.CODE: place.code}, now=now())
    assert b'name="work"' in (await served.say(near))[0]
    assert served.at_once.answered == 3


async def test_a_bug_is_told_of_by_the_usual_way(
    served: Server, place, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(Landings, "form", broken)
    assert (await served.say(get(place.code)))[0].startswith(b"HTTP/1.1 500 ")
    assert [record.message for record in caplog.records if record.name == "jianyan"] == ["bug"]


@pytest.mark.parametrize("is_off", [False, True])
async def test_a_connection_that_ended_leaves_no_garbage(served: Server, place, *, is_off: bool) -> None:
    asked = [get(place.code), post(place.code, place.opened())]
    await served.say(*asked, is_off=is_off)
    await asyncio.sleep(0.05)
    gc.collect()
    gc.disable()
    try:
        answers = await served.say(*asked, is_off=is_off)
        await asyncio.sleep(0.05)  # the other end is heard to have closed
        left = [type(each).__name__ for each in gc.get_objects() if isinstance(each, Quick | Post)]
    finally:
        gc.enable()
    assert (len(answers), left) == (2, [])
