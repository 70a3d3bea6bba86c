"""Figures of the whole service: the form, and the way of a citizen from the code to the receipt."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec

from bench.figures import Figure, Sample
from bench.load import Journeys, Load
from bench.servers import Server
from bench.world import World, citizens, readers, record


class Plan(msgspec.Struct, frozen=True, kw_only=True):
    """How long and how often is measured."""

    rounds: int = 3
    seconds: float = 6.0
    """Of each run; a sixth of it is run before and not counted."""
    clients: int = 32


@contextmanager
def ours(world: World, folder: Path, *, limits: str = "off") -> Iterator[Server]:
    """Serve with one worker."""
    arguments = ["-m", "jianyan.cli", "serve", "--port", "0", "--json"]
    with Server(arguments, folder, {**world.settings, "JIANYAN_LIMITS": limits}) as server:
        yield server


@contextmanager
def bare(recorded: Path, folder: Path) -> Iterator[Server]:
    """Serve the recorded answers with nothing around them."""
    with Server(["-m", "bench.bare", str(recorded)], folder) as server:
        server.answer("/")  # it says its address before it serves
        yield server


def logged_by(server: Server) -> str:
    """Say how much a server logged and how it begins; empty: nothing."""
    lines = server.errors().splitlines()
    return f"{len(lines)} lines logged: {lines[0][:60]}…" if lines else ""


def run(server: Server, journeys: Journeys, plan: Plan, *, is_kept: bool = False) -> Sample:
    """Measure one run, with what it cost the server."""
    load = Load(server.address, journeys, is_kept=is_kept)
    try:
        load.closed_loop(clients=plan.clients, seconds=plan.seconds / 6)
        cpu = server.cpu_s()
        sample = load.closed_loop(clients=plan.clients, seconds=plan.seconds)
        used = server.cpu_s() - cpu
    finally:
        load.close()
    sample.cpu_ms = used * 1000 / sample.count if sample.count else None
    sample.server_busy = used / sample.seconds
    return sample


def form(world: World, folder: Path, plan: Plan) -> list[Figure]:
    """Measure GET of the form on connections that stay open."""
    figures = []
    with ours(world, folder) as server:
        for encoding, name in (("identity", "GET form"), ("gzip", "GET form, gzip")):
            recorded = folder / "answers.json"
            record(server, world, recorded, encoding=encoding)
            with bare(recorded, folder) as yardstick:
                figure = Figure(name=name, unit="/s", ours=[], yardstick_name="bare uvicorn, same bytes")
                for _ in range(plan.rounds):
                    figure.yardstick.append(
                        run(yardstick, readers(world, encoding=encoding), plan, is_kept=True)
                    )
                    figure.ours.append(run(server, readers(world, encoding=encoding), plan, is_kept=True))
            figures.append(figure)
    return figures


def flow(world: World, folder: Path, plan: Plan, *, name: str, limits: str) -> Figure:
    """Measure new connection, GET, POST, receipt, close."""
    figure = Figure(
        name=f"{name}, limits {limits}", unit="/s", ours=[], yardstick_name="bare GET+POST, same bytes"
    )
    recorded = folder / "answers.json"
    with ours(world, folder, limits=limits) as server:
        if limits == "on":
            run(server, citizens(world, seed=99), plan)  # the topic becomes hot: its form comes with work
        record(server, world, recorded)
        with bare(recorded, folder) as yardstick:
            for place in range(plan.rounds):
                figure.yardstick.append(run(yardstick, citizens(world, seed=place), plan))
                figure.ours.append(run(server, citizens(world, seed=10 + place), plan))
        figure.note = logged_by(server)
    return figure
