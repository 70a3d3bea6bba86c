import asyncio
from typing import Any

import pytest

from jianyan.errors import TooLarge
from jianyan.web.bodies import ClientLeft
from jianyan.web.large_bodies import BEGINNING_BYTES, Hold, NoRoomNow, SentBody
from jianyan.web.problems import BodyTooLarge

MEGABYTE = 1024 * 1024
FULL = TooLarge("too large")


def sending(*pieces: bytes, ends: bool = True) -> Any:
    """Give what the server hands over, piece by piece."""
    left = [*pieces]

    async def receive() -> dict[str, object]:
        if not left and not ends:
            return {"type": "http.disconnect"}
        return {"type": "http.request", "body": left.pop(0), "more_body": bool(left) or not ends}

    return receive


async def came(hold: Hold, *pieces: bytes, most: int = 4 * MEGABYTE, length: bytes | None = None) -> SentBody:
    async with hold.body(sending(*pieces), length, most=most, too_large=FULL) as body:
        return body


async def test_a_body_that_fits_is_whole() -> None:
    assert await came(Hold(), b"abc", b"def") == SentBody(b"abcdef")


async def test_of_a_body_that_is_too_large_the_beginning_is_kept() -> None:
    body = await came(Hold(), b"begin", *[bytes(MEGABYTE)] * 6)
    assert body.refusal is FULL
    assert body.content.startswith(b"begin")
    assert len(body.content) == BEGINNING_BYTES


async def test_a_body_that_finds_no_room_leaves_its_beginning_and_room_comes_back() -> None:
    hold = Hold(3 * MEGABYTE)
    pieces = [b"x" * MEGABYTE] * 2
    async with hold.body(sending(*pieces), None, most=4 * MEGABYTE, too_large=FULL) as first:
        second = await came(hold, *pieces)
        assert first.refusal is None
        assert isinstance(second.refusal, NoRoomNow)
        assert second.content == b"x" * BEGINNING_BYTES
    assert (await came(hold, *pieces)).refusal is None
    assert hold._room_bytes == 3 * MEGABYTE


async def test_what_nobody_would_wait_for_is_not_read() -> None:
    with pytest.raises(BodyTooLarge):
        await came(Hold(), length=str(200 * MEGABYTE).encode())
    with pytest.raises(BodyTooLarge):
        await came(Hold(), *[bytes(8 * MEGABYTE)] * 9)


async def test_whoever_leaves_or_dawdles_gives_the_room_back() -> None:
    hold = Hold(MEGABYTE, body_s=0.05)

    async def dawdling() -> dict[str, object]:
        await asyncio.sleep(0.02)
        return {"type": "http.request", "body": b"x", "more_body": True}

    for receive in (sending(b"x" * 1_000, ends=False), dawdling):
        with pytest.raises(ClientLeft):
            async with hold.body(receive, None, most=MEGABYTE, too_large=FULL):
                pass
    assert hold._room_bytes == MEGABYTE
