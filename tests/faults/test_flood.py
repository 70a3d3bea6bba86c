"""A flood of scripted posts from one, some and very many addresses, beside honest people who do the work."""

import asyncio
import hashlib
import random
import time
import uuid
from collections.abc import Awaitable, Callable
from urllib.parse import urlsplit

import pytest

from faults.installation import IS_LONG, Installation
from faults.load import Ledger, Wire
from jianyan.limits import LIMITS, Kind

POSTS, HONEST = (20_000, 200) if IS_LONG else (600, 40)
ADDRESSES = (1, 50, 5_000) if IS_LONG else (1, 50, 300)
READING_S = 3.2
Sent = tuple[str, str]
"""State and receipt."""
WORDS = "公交站点末班车座椅路灯斑马线换乘雨棚信号公园厕所菜场老人孩子夜里早上拥堵绕行"


async def visit(place: Installation, source: str) -> Wire:
    """Connect from an address of the loopback network."""
    where = urlsplit(place.address)
    reader, writer = await asyncio.open_connection(where.hostname, where.port, local_addr=(source, 0))
    return Wire(reader, writer, where.netloc)


async def send(place: Installation, code: str, source: str, ledger: Ledger, *, works: bool) -> Sent:
    """Open the form, wait as a reader does, send; give the state and the receipt.

    Args:
        place: where to.
        code: of the placement.
        source: address it comes from.
        ledger: takes down what was sent and acknowledged.
        works: whether the work of a hot place is done, as a browser does.
    """
    body = text()
    wire = await visit(place, source)
    try:
        opened = (await wire.ask("GET", f"/s/{code}")).json
        token = str(opened["form_token"])
        form = {"body": body, "form_token": token}
        asked = opened.get("work")
        if works and isinstance(asked, dict):
            form["work"] = await asyncio.to_thread(solved, token, asked)
    finally:
        wire.writer.close()
    await asyncio.sleep(READING_S)
    wire = await visit(place, source)
    try:
        ledger.sent.add(body)
        sent = (await wire.ask("POST", f"/s/{code}", form)).json
        ledger.acknowledge(body, str(sent["receipt"]))
    finally:
        wire.writer.close()
    return str(sent["state"]), str(sent["receipt"])


def solved(token: str, asked: dict[str, object]) -> str:
    """Find the number, as the page's script does."""
    numbers = range(int(str(asked["most"])))
    return str(
        next(n for n in numbers if hashlib.sha256(f"{token}{n}".encode()).hexdigest() == asked["challenge"])
    )


def address(number: int) -> str:
    return f"127.{1 + number // 62_500}.{number // 250 % 250}.{1 + number % 250}"


def text() -> str:
    """Give words that are nobody else's."""
    return "".join(random.choices(WORDS, k=24)) + str(uuid.uuid4())


async def all_of(visits: list[Callable[[], Awaitable[Sent]]], at_once: int) -> list[Sent]:
    """Let all come, some at once."""
    turns = asyncio.Semaphore(at_once)

    async def one(begin: Callable[[], Awaitable[Sent]]) -> Sent:
        async with turns:
            return await begin()

    return list(await asyncio.gather(*(one(begin) for begin in visits)))


@pytest.mark.parametrize("addresses", ADDRESSES)
async def test_a_flood_is_held_and_honest_people_beside_it_are_not(
    install: Callable[..., Installation], code: str, ledger: Ledger, addresses: int
) -> None:
    place = install(settings={"JIANYAN_LIMITS": "on"})
    place.start()
    began = time.monotonic()
    flood = [
        (lambda number=number: send(place, code, address(number % addresses), ledger, works=False))
        for number in range(POSTS)
    ]
    flooding = asyncio.create_task(all_of(flood, at_once=300))
    await asyncio.sleep(2 * READING_S)  # by now the place is hot
    honest = [
        (lambda number=number: send(place, code, address(90_000 + 300 * number), ledger, works=True))
        for number in range(HONEST)
    ]
    people = await all_of(honest, at_once=20)
    scripts = await flooding
    waiting = [state for state, _ in people].count("waiting")
    counted = [state for state, _ in scripts].count("waiting")
    code_bucket = LIMITS[Kind.CODE]
    budget = code_bucket.burst + (time.monotonic() - began) / code_bucket.every_s
    assert waiting >= 0.99 * HONEST
    assert 0 < counted <= budget
    assert all(receipt for _, receipt in (*people, *scripts))
    kept = await place.rows("SELECT state, count(*) FROM suggestion GROUP BY state")
    assert sum(count for _, count in kept) == POSTS + HONEST
    assert dict(kept)["held"] == POSTS + HONEST - counted - waiting
    await place.check(ledger)
