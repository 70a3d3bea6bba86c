"""Forms taken together when something is in the way: a crowd, no database, limits, a bug, a stop."""

import asyncio
import re
import socket
import struct
from datetime import timedelta

import pytest

import builders
from jianyan import suggestions, topics
from jianyan.clock import now
from jianyan.db import GroupCommit
from jianyan.db.unavailable import DatabaseBusy
from jianyan.limits import Kind, network_of
from jianyan.runtime import Runtime
from jianyan.site.together import Together
from wires import Server, get, post

TRACKING = re.compile(rb"[0-9A-Z]{4} [0-9A-Z]{4} [0-9A-Z]{4} [0-9A-Z]{2}\b")
TAKEN = b"HTTP/1.1 201 "


async def test_what_was_sent_by_somebody_who_left_is_kept(
    roomy: Server, place, held_back: asyncio.Event
) -> None:
    ours = socket.create_connection(("127.0.0.1", roomy.port))
    ours.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    ours.send(post(place.code, place.opened(), body="我先走了").encode())
    await asyncio.sleep(0.1)
    ours.close()  # with a reset
    await asyncio.sleep(0.1)
    assert (await place.kept(), roomy.at_once.waiting) == (0, 1)
    held_back.set()
    await asyncio.sleep(0.2)
    assert (await place.kept(), roomy.at_once.waiting) == (1, 0)


@pytest.mark.parametrize("is_usual", [False, True])
async def test_while_nothing_can_be_written_the_form_comes_back_to_be_sent_again(
    roomy: Server, place, answered: list[int], monkeypatch: pytest.MonkeyPatch, *, is_usual: bool
) -> None:
    async def busy(_: object) -> None:
        raise DatabaseBusy

    own, place.runtime.intake = place.runtime.intake, GroupCommit(busy)
    place.runtime.intake.start()
    form = place.opened()
    roomy.at_once.is_off = is_usual
    (told,) = await roomy.say_together([post(place.code, form, body="写不进去<b>")])
    await place.runtime.intake.stop()
    place.runtime.intake = own
    assert told.startswith(b"HTTP/1.1 503 ")
    assert re.search(rb"\r\nretry-after: \d+\r\n", told)
    assert "写不进去&lt;b&gt;".encode() in told
    assert form.encode() in told
    assert answered == ([] if is_usual else [503])


async def test_where_many_wait_already_the_next_go_the_usual_way_and_what_is_too_much_comes_back(
    roomy: Server, place, answered: list[int], held_back: asyncio.Event
) -> None:
    forms = [post(place.code, place.opened(), body=f"第{number}条") for number in range(90)]
    asked = []
    for start in range(0, 90, 30):  # one batch in hand, one that waits, and one too much
        asked.append(asyncio.ensure_future(roomy.say_together(forms[start : start + 30])))
        await asyncio.sleep(0.2)
    held_back.set()
    told = [answer[:13] for answers in asked for answer in await answers]
    assert told[:60] == [TAKEN] * 60 == [b"HTTP/1.1 %d " % status for status in answered]
    assert (told[60:].count(TAKEN), told[60:].count(b"HTTP/1.1 503 ")) == (10, 20)
    assert await place.kept() == 70


async def test_a_bug_is_told_of_by_the_usual_way_and_costs_the_others_nothing(
    roomy: Server, place, answered: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(Together, "_compose", broken)
    assert (await roomy.say(post(place.code, place.opened())))[0].startswith(TAKEN)
    assert answered == []
    monkeypatch.undo()
    monkeypatch.setattr("jianyan.site.together.doubts", broken)
    told = await roomy.say_together([post(place.code, place.opened()) for _ in range(3)])
    assert [answer[:13] for answer in told] == [TAKEN] * 3
    assert roomy.at_once.waiting == 0


async def test_what_is_over_takes_nothing_more(roomy: Server, place, answered: list[int]) -> None:
    early = place.opened()
    over = builders.new_topic(opens_at=now() - timedelta(days=2), closes_at=now() - timedelta(hours=1))
    await topics.save_topic(place.topic.slug, over, by=None, now=now())
    await place.edited()
    await roomy.say(get(place.code))
    (told,) = await roomy.say(post(place.code, early, body="来晚了"))
    assert (answered, told[:13]) == ([], b"HTTP/1.1 410 ")
    assert "来晚了".encode() in told


async def test_a_hot_place_holds_whoever_did_no_work_wherever_a_proxy_says_they_are(
    roomy: Server, place, limited: Runtime, answered: list[int]
) -> None:
    def from_bus(number: int) -> str:
        words = "".join(chr(0x4E00 + (number * 37 + letter * 91) % 3_000) for letter in range(12))
        return post(place.code, place.opened(), "X-Forwarded-For: 203.0.113.9\r\n", body=words)

    told = await roomy.say_together([from_bus(number) for number in range(125)])
    states = [await state_of(answer) for answer in told]
    assert (states.count("waiting"), states.count("held")) == (120, 5)
    assert states.index("held") >= 115  # all of one turn, one after the other
    assert answered == [201] * 125
    hot = {
        address: place.runtime.gate.is_hot({Kind.NETWORK: network_of(address)}, now=now())
        for address in ("203.0.113.9", "127.0.0.1")
    }
    assert hot == {"203.0.113.9": True, "127.0.0.1": False}
    elsewhere = post(place.code, place.opened(ago_s=1), body="我刚打开就写好了")
    assert await state_of((await roomy.say(elsewhere))[0]) == "held"


async def state_of(answer: bytes) -> str:
    tracking = TRACKING.search(answer)[0].decode().replace(" ", "")
    return str((await suggestions.by_tracking(tracking)).state)


async def test_whoever_stops_the_service_waits_for_what_was_sent(
    roomy: Server, place, held_back: asyncio.Event
) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", roomy.port)
    writer.write(post(place.code, place.opened()).encode())
    await asyncio.sleep(0.1)
    roomy.stop()
    await asyncio.sleep(0.2)
    held_back.set()
    told = await asyncio.wait_for(reader.read(), 5)
    writer.close()
    assert told.startswith(TAKEN)
    assert b"\r\nconnection: close\r\n" in told
    assert told.count(b"HTTP/1.1") == 1
