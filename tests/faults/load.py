"""People who scan and send, and a ledger of what they were told was received."""

import asyncio
import hashlib
import json
import os
import uuid
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from urllib.parse import quote, urlsplit

_HEAD_MOST = 64 * 1024
_AGAIN = {429, 500, 502, 503, 504}
BROKEN = (OSError, EOFError, TimeoutError, asyncio.IncompleteReadError)
"""What a client meets whose server, or whose network, goes away."""


class Ledger:
    """What was sent, and what came back; each acknowledgement is on the disk before it counts.

    Args:
        path: lines {"receipt", "body_sha256"}, as `jianyan check --ledger` reads them; added to when there.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        path.touch()
        self.sent: set[str] = set()
        """Every body whose sending began; texts are unique."""
        self.acknowledged: set[str] = set()
        """Every body whose receipt came back whole."""
        self.receipts: dict[str, str] = {}
        """Body → its receipt."""
        self.statuses: Counter[int] = Counter()
        """How often each status came back for a POST; 0: the connection broke or took too long."""

    def acknowledge(self, body: str, receipt: str) -> None:
        """Write down that a receipt came back."""
        known = self.receipts.setdefault(body, receipt)
        assert known == receipt, "the same form has two receipts"
        if body in self.acknowledged:
            return
        line = {"receipt": receipt, "body_sha256": hashlib.sha256(body.encode()).hexdigest()}
        with self.path.open("a") as file:
            file.write(json.dumps(line) + "\n")
            file.flush()
            os.fsync(file.fileno())
        self.acknowledged.add(body)

    @property
    def unknown(self) -> set[str]:
        """Give the bodies that were sent and never acknowledged: they may be stored or not."""
        return self.sent - self.acknowledged


class Answer:
    """One answer, complete."""

    def __init__(self, status: int, headers: dict[str, str], content: bytes) -> None:
        self.status, self.headers, self.content = status, headers, content

    @property
    def json(self) -> dict[str, object]:
        """Give the content of a JSON answer."""
        return dict(json.loads(self.content))


class Wire:
    """One kept-alive connection."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, host: str) -> None:
        self.reader, self.writer, self._host = reader, writer, host

    async def ask(self, method: str, path: str, form: dict[str, str] | None = None) -> Answer:
        """Send one request and give its whole answer.

        Raises:
            OSError, EOFError, asyncio.IncompleteReadError: the connection broke before the answer's end.
        """
        await self.say(method, path, form)
        return await self.answer()

    async def say(self, method: str, path: str, form: dict[str, str] | None = None) -> None:
        """Send one request; raises as `ask`."""
        self.writer.write(request(self._host, method, path, form))
        await self.writer.drain()

    async def answer(self) -> Answer:
        """Give the next whole answer; raises as `ask`."""
        head = await self.reader.readuntil(b"\r\n\r\n")
        first, *lines = head.decode("latin-1").rstrip().split("\r\n")
        pairs = (line.partition(":") for line in lines)
        headers = {name.lower(): value.strip() for name, _, value in pairs}
        content = await self.reader.readexactly(int(headers.get("content-length", 0)))
        return Answer(int(first.split()[1]), headers, content)


def request(host: str, method: str, path: str, form: dict[str, str] | None = None) -> bytes:
    """Give the bytes of a request that wants JSON."""
    body = "&".join(f"{name}={quote(value, safe='')}" for name, value in (form or {}).items()).encode()
    kind = "Content-Type: application/x-www-form-urlencoded\r\n" if form else ""
    head = f"{method} {path} HTTP/1.1\r\nHost: {host}\r\nAccept: application/json\r\n{kind}"
    return f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body


@asynccontextmanager
async def connected(address: str) -> AsyncIterator[Wire]:
    """Open a connection to a server such as http://127.0.0.1:8000.

    Raises:
        OSError: nobody listens.
    """
    where = urlsplit(address)
    reader, writer = await asyncio.open_connection(where.hostname, where.port, limit=_HEAD_MOST)
    try:
        yield Wire(reader, writer, where.netloc)
    finally:
        writer.close()
        with suppress(OSError):
            await writer.wait_closed()


async def person(
    address: str, code: str, ledger: Ledger, *, tries: int = 100, pause_s: float = 0.05, timeout_s: float = 10
) -> bool:
    """Open the form and send one suggestion; say whether its receipt came back.

    The same form is sent again after a broken connection, a time-out, 429 or 5xx.

    Args:
        address: of the service.
        code: of the placement.
        ledger: takes down what happens.
        tries: how often each of opening and sending is tried, at least 1.
        pause_s: seconds between tries.
        timeout_s: seconds for one try.
    """
    token, body = None, f"建议 {uuid.uuid4()}"
    for _ in range(tries):
        try:
            async with asyncio.timeout(timeout_s), connected(address) as wire:
                if token is None:
                    opened = await wire.ask("GET", f"/S/{code}")
                    token = str(opened.json["form_token"]) if opened.status == 200 else None
                if token is not None and await _sent(wire, code, ledger, body, token):
                    return True
        except BROKEN:
            ledger.statuses[0] += 1
        await asyncio.sleep(pause_s)
    return False


async def _sent(wire: Wire, code: str, ledger: Ledger, body: str, token: str) -> bool:
    ledger.sent.add(body)
    answer = await wire.ask("POST", f"/s/{code}", {"body": body, "form_token": token})
    ledger.statuses[answer.status] += 1
    if answer.status == 201:
        ledger.acknowledge(body, str(answer.json["receipt"]))
        return True
    assert answer.status in _AGAIN, (answer.status, answer.content)
    return False


async def burst(
    address: str,
    code: str,
    ledger: Ledger,
    *,
    people: int,
    at_once: int = 32,
    tries: int = 100,
    pause_s: float = 0.05,
    timeout_s: float = 10,
) -> int:
    """Let many people send, some of them at once; give how many were acknowledged."""
    turns = asyncio.Semaphore(at_once)

    async def one() -> bool:
        async with turns:
            return await person(address, code, ledger, tries=tries, pause_s=pause_s, timeout_s=timeout_s)

    return sum(await asyncio.gather(*(one() for _ in range(people))))


@asynccontextmanager
async def sending(address: str, code: str, ledger: Ledger, *, at_once: int = 16) -> AsyncIterator[None]:
    """Let people come during the block, some at once; whoever has come by its end still sends."""
    is_over = False

    async def queue() -> None:
        while not is_over:
            await person(address, code, ledger, tries=2_000, pause_s=0.1)

    async with asyncio.TaskGroup() as queues:
        for _ in range(at_once):
            queues.create_task(queue())
        try:
            yield
        finally:
            is_over = True
