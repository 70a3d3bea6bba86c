"""Files that swell, and files with changed bytes, sent to a server as strangers would: it goes on."""

import asyncio
import random
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest

import pictures
import recordings
from faults.installation import IS_LONG, Installation

PICTURES, VOICES = (2_000, 500) if IS_LONG else (100, 40)
MEGABYTE = 1 << 20
LINK = (
    "SELECT placement.code FROM placement JOIN campaign ON campaign.id = placement.campaign "
    "JOIN topic ON topic.id = campaign.topic WHERE topic.slug = 'lamps'"
)


class Stranger:
    """Sends forms with files to a served topic that asks for them."""

    def __init__(self, place: Installation, code: str) -> None:
        self._client = httpx.Client(
            base_url=place.address, headers={"Accept": "application/json"}, timeout=60
        )
        self._path = f"/s/{code}"

    def token(self) -> str:
        """Open the form and give its token."""
        return str(self._client.get(self._path).json()["form_token"])

    def send(self, name: str, content: bytes, token: str | None = None) -> int:
        """Send a suggestion with one file and give the status of the answer."""
        data = {"body": "站台没有灯。", "form_token": token or self.token()}
        return self._client.post(self._path, data=data, files={name: ("file", content)}).status_code

    def close(self) -> None:
        self._client.close()


@pytest.fixture
def place(install: Callable[[], Installation]) -> Installation:
    place = install()
    place.succeed("topic", "add", "--slug", "lamps", "--title", "灯", "--takes-files", *CATEGORIES)
    place.start()
    return place


CATEGORIES = ("--category", "灯", "--category", "棚")


@pytest.fixture
def stranger(place: Installation) -> Iterator[Stranger]:
    stranger = Stranger(place, str(asyncio.run(place.rows(LINK))[0][0]))
    yield stranger
    stranger.close()


def cpu_ms(pid: int) -> float:
    """Give the time of the processor that a process has used."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return 10.0 * (int(fields[11]) + int(fields[12]))


def highest_bytes(pid: int) -> int:
    """Give the most memory that a process has had since this was last reset."""
    [line] = [one for one in Path(f"/proc/{pid}/status").read_text().splitlines() if "VmHWM" in one]
    return int(line.split()[1]) * 1_024


def test_a_picture_of_144_million_pixels_costs_the_server_next_to_nothing(
    place: Installation, stranger: Stranger
) -> None:
    bomb = pictures.bomb()
    assert stranger.send("photo", bomb) == 422  # whatever is loaded late is loaded now
    tokens = [stranger.token() for _ in range(20)]
    Path(f"/proc/{place.pid}/clear_refs").write_text("5")
    before, began = highest_bytes(place.pid), cpu_ms(place.pid)
    assert {stranger.send("photo", bomb, token) for token in tokens} == {422}
    spent, more = (cpu_ms(place.pid) - began) / len(tokens), highest_bytes(place.pid) - before
    print(f"refused in {spent:.1f} ms of the processor, {more / MEGABYTE:.1f} MB more")
    assert spent <= 50
    assert more <= 20 * MEGABYTE


def test_files_with_changed_bytes_are_taken_or_refused_and_the_server_goes_on(
    place: Installation, stranger: Stranger
) -> None:
    chance, pid = random.Random(29), place.pid
    whole = [("photo", pictures.telling(kind)) for kind in ("JPEG", "PNG", "WEBP")]
    spoken = [("voice", recordings.recording(kind)) for kind in recordings.FORMATS]
    statuses: dict[int, int] = {}
    for samples, count in ((whole, PICTURES), (spoken, VOICES)):
        for turn in range(count):
            name, content = samples[turn % len(samples)]
            status = stranger.send(name, pictures.mutated(content, chance))
            statuses[status] = statuses.get(status, 0) + 1
    assert set(statuses) == {201, 422}
    assert sum(statuses.values()) == PICTURES + VOICES
    assert min(statuses.values()) > (PICTURES + VOICES) // 20
    assert place.pid == pid
    assert place.status("/readyz") == 200
    assert {stranger.send(name, content) for name, content in (*whole, *spoken)} == {201}
