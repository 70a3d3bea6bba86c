"""What the load walks through: a topic with placements in a database of its own, and a citizen's ways."""

import asyncio
import http.client
import itertools
import random
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from urllib.parse import urlencode

import msgspec

from bench.bare import Answer
from bench.fill import make_topic
from bench.load import Journeys, NotMeasurable, Step
from bench.phrases import bodies
from bench.servers import Server
from jianyan.commands.opening import opened
from jianyan.settings import Settings
from jianyan.topics import QuestionKind
from jianyan_migrations.running import migrate

SLUG = "buses-first"
_TOKEN = b'name="form_token" value="'
_TEXTS = 20_000
_HOP_HEADERS = {"date", "server", "connection"}


class World(msgspec.Struct, frozen=True):
    """What the load knows of one database."""

    settings: dict[str, str]
    """JIANYAN_ variables of the installation."""
    codes: list[str]
    categories: list[int]
    ratings: list[int]
    """Ids of the questions that are answered with 1 to 5."""


def make_world(
    folder: Path, database_url: str, *, placements: int, categories: list[str] | None = None
) -> World:
    """Migrate a database and open a topic as `fill.make_topic` does."""
    settings = Settings(
        database_url=database_url, secret_file=str(folder / "secret"), uploads=str(folder), work="off"
    )
    asyncio.run(migrate(database_url))
    codes, categories, ratings = asyncio.run(_opened_topic(settings, placements, categories))
    variables = {
        f"JIANYAN_{name.upper()}": str(value) for name, value in msgspec.to_builtins(settings).items()
    }
    return World(variables, codes, categories, ratings)


async def _opened_topic(
    settings: Settings, placements: int, categories: list[str] | None
) -> tuple[list[str], list[int], list[int]]:
    async with opened(settings):
        topic, places = await make_topic(SLUG, placements=placements, categories=categories)
    ratings = [question.id for question in topic.questions if question.kind is QuestionKind.RATING]
    return [place.code for place in places], [category.id for category in topic.categories], ratings


def readers(world: World, *, encoding: str = "identity") -> Journeys:
    """Give journeys of somebody who only opens forms, each at another placement."""
    requests = [_get(code, encoding) for code in world.codes]
    return ([request] for request in itertools.cycle(requests))


def citizens(world: World, *, seed: int) -> Journeys:
    """Give journeys of somebody who opens the form, sends it on the same connection and reads the receipt."""
    chance = random.Random(seed)
    gets = [_get(code, "identity") for code in world.codes]
    heads = [
        f"POST /s/{code} HTTP/1.1\r\nHost: 127.0.0.1\r\n{_BROWSER}{_FORM}Content-Length: ".encode()
        for code in world.codes
    ]
    places = list(zip(gets, heads, strict=True))
    contents = _contents(world, seed)

    def journey(content: bytes) -> list[Step]:
        get, head = chance.choice(places)
        return [get, _Sending(head, content)]

    return map(journey, contents)


class _Sending:
    """Makes the POST of the form that was answered."""

    __slots__ = ("_content", "_head")

    def __init__(self, head: bytes, content: bytes) -> None:
        self._head = head
        self._content = content

    def __call__(self, form: bytes) -> bytes:
        start = form.index(_TOKEN) + len(_TOKEN)
        content = b"form_token=" + form[start : form.index(b'"', start)] + self._content
        return self._head + b"%d\r\n\r\n" % len(content) + content


_BROWSER = (
    "User-Agent: Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/126.0 Mobile Safari/537.36\r\n"
    "Accept: text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8\r\n"
    "Accept-Language: zh-CN,zh;q=0.9\r\n"
)
_FORM = "Content-Type: application/x-www-form-urlencoded\r\nSec-Fetch-Site: same-origin\r\n"


def _get(code: str, encoding: str) -> bytes:
    head = f"GET /S/{code} HTTP/1.1\r\nHost: 127.0.0.1\r\n{_BROWSER}"
    return f"{head}Accept-Encoding: {encoding}\r\n\r\n".encode()


def _contents(world: World, seed: int) -> Iterator[bytes]:
    """Give what is sent, encoded beforehand; each text comes once with each number at its end."""
    chance = random.Random(seed)
    texts = itertools.islice(bodies(seed), _TEXTS)
    made = [
        urlencode(
            {
                "category": chance.choice([*world.categories, ""]),
                **{f"q_{question}": chance.randrange(1, 6) for question in world.ratings},
                "phone": "",
                "body": text,
            }
        ).encode()
        for text in texts
    ]
    return (b"&" + content + b"%d" % lap for lap in itertools.count() for content in made)


def record(server: Server, world: World, path: Path, *, encoding: str = "identity") -> None:
    """Write the server's own answers to a GET and a POST into the file that the yardstick sends.

    Raises:
        NotMeasurable: one of them was refused.
    """
    get, post = next(citizens(world, seed=0))
    assert isinstance(get, bytes)
    assert isinstance(post, _Sending)
    with closing(http.client.HTTPConnection(*server.address, timeout=30)) as connection:
        opened = _asked(connection, get, encoding)
        sent = _asked(connection, post(_asked(connection, get, "identity").body), encoding)
    path.write_bytes(msgspec.json.encode({"get": opened, "post": sent}))


def _asked(connection: http.client.HTTPConnection, request: bytes, encoding: str) -> Answer:
    head, _, content = request.partition(b"\r\n\r\n")
    line, *headers = head.decode().split("\r\n")
    method, target, _version = line.split(" ")
    sent = dict(header.split(": ", 1) for header in headers) | {"Accept-Encoding": encoding}
    connection.request(method, target, content or None, sent)
    answer = connection.getresponse()
    body = answer.read()
    if not 200 <= answer.status < 300:
        raise NotMeasurable(f"answered {answer.status} to {line}: {body.decode(errors='replace')}")
    kept = [(name, value) for name, value in answer.getheaders() if name.lower() not in _HOP_HEADERS]
    return Answer(answer.status, kept, body)
