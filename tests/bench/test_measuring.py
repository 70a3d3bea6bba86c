"""Tiny runs of the tool itself; no time is asserted."""

import itertools
import sqlite3
from contextlib import closing
from pathlib import Path

import msgspec
import pytest

from bench import board
from bench.bare import Answer
from bench.fill import fill
from bench.fronts import Plan, bare, flow
from bench.load import Load, NotMeasurable
from bench.world import World, citizens, make_world
from jianyan import suggestions, trail
from jianyan.commands.opening import opened
from jianyan.settings import Settings
from jianyan.suggestions import SuggestionState

TINY = Plan(rounds=1, seconds=2.0, clients=4)
GET = b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"


@pytest.fixture
def world(tmp_path: Path) -> World:
    return make_world(tmp_path, f"sqlite:///{tmp_path}/jianyan.sqlite", placements=3)


def rows(folder: Path) -> int:
    with closing(sqlite3.connect(folder / "jianyan.sqlite")) as connection:
        return int(
            connection.execute("SELECT count(*) FROM suggestion WHERE receipt_hash NOTNULL").fetchone()[0]
        )


def test_every_counted_flow_is_a_suggestion_in_the_database(world: World, tmp_path: Path) -> None:
    figure = flow(world, tmp_path, TINY, name="flow", limits="off")
    (ours,), (yardstick,) = figure.ours, figure.yardstick
    assert ours.others == yardstick.others == {}
    assert 0 < ours.count <= rows(tmp_path)
    assert yardstick.count > 0
    assert ours.cpu_ms
    assert ours.server_busy
    assert figure.ratio == ours.rate / yardstick.rate


def test_a_form_that_is_refused_is_not_measured(world: World, tmp_path: Path) -> None:
    lost = msgspec.structs.replace(world, codes=["00000000"])
    with pytest.raises(NotMeasurable, match="answered 404"):
        flow(lost, tmp_path, TINY, name="flow", limits="off")
    assert rows(tmp_path) == 0


@pytest.fixture
def refusing(tmp_path: Path) -> Path:
    """Write the answers of a server that takes GET and refuses POST."""
    taken = Answer(200, [("content-length", "41")], b'<input name="form_token" value="abc"></form>'[:41])
    refused = Answer(503, [("content-length", "2")], b"no")
    path = tmp_path / "answers.json"
    path.write_bytes(msgspec.json.encode({"get": taken, "post": refused}))
    return path


def test_what_is_refused_is_counted_apart(world: World, refusing: Path, tmp_path: Path) -> None:
    with bare(refusing, tmp_path) as server:
        load = Load(server.address, citizens(world, seed=1))
        sample = load.closed_loop(clients=2, seconds=1.0)
        load.close()
    assert sample.count == 0
    assert set(sample.others) == {503}


def test_an_open_loop_begins_as_many_as_its_rate_says(refusing: Path, tmp_path: Path) -> None:
    with bare(refusing, tmp_path) as server:
        load = Load(server.address, itertools.repeat([GET]))
        sample = load.open_loop(a_second=100, seconds=0.5, most=1_000)
        load.close()
    assert sample.count == load.begun == load.due
    assert 0 < load.due <= 50


def test_an_open_loop_begins_no_more_than_it_may_hold(refusing: Path, tmp_path: Path) -> None:
    with bare(refusing, tmp_path) as server:
        load = Load(server.address, itertools.repeat([GET] * 50))
        load.open_loop(a_second=20_000, seconds=0.3, most=3)
        load.close()
    assert 3 <= load.begun < load.due


async def test_filling_twice_adds_two_topics_whose_record_is_complete(settings: Settings) -> None:
    for _ in range(2):
        assert await fill(settings, suggestions=620, placements=5) > 0
    async with opened(settings):
        assert await suggestions.count_in_state(None, list(SuggestionState)) == 1_240
        assert await suggestions.first_fault() is None
        assert await trail.first_fault() is None


def test_the_board_is_measured_after_a_start_and_from_then_on(world: World, tmp_path: Path) -> None:
    board.fill(world, 620)
    cold, warm = board.waits(world, tmp_path, TINY, name="SQLite", count=620)
    assert (cold.ours[0].count, warm.ours[0].count) == (1, 100)
    assert "620 in the topic, 4 placements" in warm.note
