"""`make bench`: measures beside yardsticks, prints one table, writes bench.json.

    PYTHONPATH=tests .venv/bin/python -m bench [--only form,flow] [--long] [--rounds 3] [--seconds 6]

The servers run on the first core, this process with the load on the second; one core alone is refused.
"""

import argparse
import os
import platform
import signal
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from bench import (
    answers,
    board,
    databases,
    desk,
    endurance,
    exporting,
    fronts,
    grouping,
    keyboard,
    meanwhile,
    screening,
)
from bench.figures import Figure, as_json, table
from bench.fill import CATEGORIES
from bench.fronts import Plan
from bench.servers import LOAD_CORE, SERVER_CORE, on_core
from bench.world import World, make_world

_PLACEMENTS = 200


def _form(folder: Path, plan: Plan, _: bool) -> Iterator[Figure]:
    yield from fronts.form(_sqlite_world(folder), folder, plan)


def _flow(folder: Path, plan: Plan, is_long: bool) -> Iterator[Figure]:
    for limits in ("off", "on"):
        yield fronts.flow(_sqlite_world(folder, limits), folder, plan, name="flow, SQLite", limits=limits)
    if is_long:
        url = f"sqlite:///{folder}/full.sqlite"
        world = make_world(folder, url, placements=2_000, categories=CATEGORIES)
        board.fill(world, 1_000_000)
        yield fronts.flow(world, folder, plan, name="flow beside 1,000,000, SQLite", limits="off")


def _postgres(folder: Path, plan: Plan, _: bool) -> Iterator[Figure]:
    with databases.cluster(folder) as fresh:
        world = make_world(folder, fresh("flow"), placements=_PLACEMENTS)
        yield fronts.flow(world, folder, plan, name="flow, PostgreSQL on the load's core", limits="off")


def _raw(folder: Path, plan: Plan, _: bool) -> Iterator[Figure]:
    with databases.cluster(folder) as fresh, on_core(SERVER_CORE):
        yield from databases.alone(folder, fresh, plan)


def _import(folder: Path, plan: Plan, _: bool) -> Iterator[Figure]:
    with databases.cluster(folder) as fresh, on_core(SERVER_CORE):
        yield from databases.imports(folder, fresh, plan)


def _memory(folder: Path, plan: Plan, is_long: bool) -> Iterator[Figure]:
    world = _sqlite_world(folder)
    yield endurance.first_visit(world, folder)
    yield endurance.memory(world, folder, plan, submissions=200_000 if is_long else 20_000)


def _overload(folder: Path, plan: Plan, is_long: bool) -> Iterator[Figure]:
    yield endurance.overload(_sqlite_world(folder), folder, plan, seconds=60 if is_long else 10)


def _screening(_: Path, plan: Plan, __: bool) -> Iterator[Figure]:
    yield from screening.texts(plan)


def _meanwhile(folder: Path, plan: Plan, is_long: bool) -> Iterator[Figure]:
    yield from meanwhile.beside_a_job(
        _sqlite_world(folder), folder, plan, rows=200_000 if is_long else 100_000
    )


def _keyboard(folder: Path, _: Plan, is_long: bool) -> Iterator[Figure]:
    count = 100_000 if is_long else 10_000
    with databases.cluster(folder) as fresh:
        for name, url in (("SQLite", f"sqlite:///{folder}/keys.sqlite"), ("PostgreSQL", fresh("keys"))):
            world = make_world(folder, url, placements=_PLACEMENTS)
            keyboard.fill(world, count)
            yield keyboard.keys(world, folder, cards=200, name=name, count=count)


def _desk(folder: Path, plan: Plan, is_long: bool) -> Iterator[Figure]:
    count = 500_000 if is_long else 100_000
    with databases.cluster(folder) as fresh:
        for name, url in (("SQLite", f"sqlite:///{folder}/desk.sqlite"), ("PostgreSQL", fresh("desk"))):
            world = make_world(folder, url, placements=_PLACEMENTS)
            desk.fill(world, count)
            yield from desk.pages(world, folder, plan, name=name, count=count)
            yield answers.pages(world, folder, plan, name=name, count=count)
            yield from board.waits(world, folder, plan, name=f"{name}, {count:,} cases", count=count)


def _board(folder: Path, plan: Plan, is_long: bool) -> Iterator[Figure]:
    count = 1_000_000 if is_long else 100_000
    with databases.cluster(folder) as fresh:
        for name, url in (("SQLite", f"sqlite:///{folder}/board.sqlite"), ("PostgreSQL", fresh("board"))):
            world = make_world(folder, url, placements=2_000, categories=CATEGORIES)
            board.fill(world, count)
            yield from board.waits(world, folder, plan, name=name, count=count)


def _groups(folder: Path, plan: Plan, is_long: bool) -> Iterator[Figure]:
    yield from grouping.texts(plan, is_long=is_long)
    yield grouping.arrivals(_sqlite_world(folder), plan, is_long=is_long)


def _exports(folder: Path, plan: Plan, is_long: bool) -> Iterator[Figure]:
    with databases.cluster(folder) as fresh:
        yield from exporting.lists(folder, fresh, plan, count=1_000_000 if is_long else 50_000)


_MEASURES: dict[str, Callable[[Path, Plan, bool], Iterator[Figure]]] = {
    "form": _form,
    "flow": _flow,
    "postgres": _postgres,
    "raw": _raw,
    "import": _import,
    "memory": _memory,
    "overload": _overload,
    "screening": _screening,
    "meanwhile": _meanwhile,
    "keyboard": _keyboard,
    "desk": _desk,
    "board": _board,
    "groups": _groups,
    "exports": _exports,
}


def main() -> int:
    """Measure what was asked for."""
    arguments = _arguments()
    if SERVER_CORE == LOAD_CORE:
        sys.exit("bench needs two cores: one for the server, one for the load")
    signal.signal(signal.SIGTERM, lambda number, _: sys.exit(128 + number))  # ends what was started, too
    plan = Plan(rounds=arguments.rounds, seconds=arguments.seconds, clients=arguments.clients)
    figures: list[Figure] = []
    for name in arguments.only:
        with tempfile.TemporaryDirectory(prefix="jianyan-bench-") as home, on_core(LOAD_CORE):
            folder = Path(home)
            for figure in _MEASURES[name](folder, plan, arguments.long):
                figures.append(figure)
                print(f"{figure.name}: measured", file=sys.stderr, flush=True)
    print(table(figures))
    machine = {"platform": platform.platform(), "python": platform.python_version(), "cores": os.cpu_count()}
    Path(arguments.output).write_bytes(as_json(figures, machine))
    return 0


def _sqlite_world(folder: Path, name: str = "bench") -> World:
    home = folder / name
    home.mkdir()
    return make_world(home, f"sqlite:///{home}/jianyan.sqlite", placements=_PLACEMENTS)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="bench", description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--only", type=_names, default=list(_MEASURES), metavar=",".join(_MEASURES))
    parser.add_argument("--rounds", type=int, default=3, help="runs of each figure (default: %(default)s)")
    parser.add_argument("--seconds", type=float, default=6.0, help="of each run (default: %(default)s)")
    parser.add_argument("--clients", type=int, default=32, help="at once (default: %(default)s)")
    parser.add_argument("--long", action="store_true", help="200,000 submissions, a minute of overload")
    parser.add_argument("-o", "--output", default="bench.json", help="(default: %(default)s)")
    return parser.parse_args()


def _names(text: str) -> list[str]:
    names = text.split(",")
    for name in names:
        if name not in _MEASURES:
            raise argparse.ArgumentTypeError(f"{name} is none of {', '.join(_MEASURES)}")
    return names


if __name__ == "__main__":
    sys.exit(main())
