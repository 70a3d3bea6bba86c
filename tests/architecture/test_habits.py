import ast
from pathlib import Path

from architecture.sources import (
    PACKAGES,
    calls,
    dotted,
    functions,
    name_of,
    parsed,
    python_files,
    slices,
)

BROAD_ALLOWED = {
    "src/jianyan/app.py",
    "src/jianyan/db/group_commit.py",
    "src/jianyan/site/intake.py",
    "src/jianyan/site/together.py",
}
EVERYTHING = {"Exception", "BaseException"}
CLOCK = "src/jianyan/clock.py"
WALL_CLOCKS = ("datetime.now", "datetime.utcnow", "datetime.today", "date.today", "time.time", "time.time_ns")
EMPTY_NAMES = {"utils", "util", "common", "helpers", "helper", "core", "base", "manager", "handler", "misc"}
EMPTY_VERBS = ("get_", "do_", "process_", "handle_")


def broad_handlers(tree: ast.Module) -> list[int]:
    """List the lines that catch everything; one that raises it again is no catching."""
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.ExceptHandler):
            caught = {dotted(each) for each in ast.walk(node.type)} if node.type else {"Exception"}
            again = isinstance(node.body[-1], ast.Raise) and node.body[-1].exc is None
            if caught & EVERYTHING and not again:
                found.append(node.lineno)
    return found + [call.lineno for call in calls(tree) if suppresses_everything(call)]


def suppresses_everything(call: ast.Call) -> bool:
    return dotted(call.func).endswith("suppress") and bool({dotted(one) for one in call.args} & EVERYTHING)


def clock_readings(tree: ast.Module) -> list[str]:
    read = [dotted(call.func) for call in calls(tree)]
    imported = [
        f"time.{alias.name}"
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module == "time"
        for alias in node.names
    ]
    return [name for name in [*read, *imported] if name.endswith(WALL_CLOCKS)]


def asks_the_clock(tree: ast.Module) -> bool:
    return any(
        isinstance(node, ast.ImportFrom)
        and node.module == "jianyan.clock"
        and any(alias.name == "now" for alias in node.names)
        for node in ast.walk(tree)
    )


def empty_names(path: Path, tree: ast.Module) -> list[str]:
    parts = {path.stem, path.parent.name} & EMPTY_NAMES
    return [*parts, *(one.name for one in functions(tree) if one.name.startswith(EMPTY_VERBS))]


def test_only_the_last_resort_catches_everything() -> None:
    found = {name_of(path): broad_handlers(parsed(path)) for path in python_files()}
    assert {name for name, lines in found.items() if lines} <= BROAD_ALLOWED


def test_catching_everything_is_found_in_each_of_its_forms() -> None:
    for caught in ("except Exception:", "except:", "except (OSError, BaseException) as e:"):
        assert broad_handlers(ast.parse(f"try:\n    f()\n{caught}\n    pass\n")) == [3]
    assert broad_handlers(ast.parse("with suppress(Exception):\n    f()\n")) == [1]
    assert broad_handlers(ast.parse("try:\n    f()\nexcept BaseException:\n    g()\n    raise\n")) == []


def test_only_the_clock_reads_the_clock() -> None:
    found = {name_of(path): clock_readings(parsed(path)) for path in python_files()}
    assert [name for name, readings in found.items() if readings] == [CLOCK]


def test_a_reading_of_the_clock_is_found() -> None:
    assert clock_readings(ast.parse("import datetime\nx = datetime.datetime.now()\n")) == [
        "datetime.datetime.now"
    ]
    assert clock_readings(ast.parse("from time import time, perf_counter\n")) == ["time.time"]


def test_below_the_fronts_time_is_a_parameter() -> None:
    folders = [PACKAGES["jianyan"] / name for name in [*slices(), "tallies", "db", "sheets"]]
    found = [
        name_of(path)
        for path in python_files()
        if any(path.is_relative_to(folder) for folder in folders) and asks_the_clock(parsed(path))
    ]
    assert found == []
    assert asks_the_clock(ast.parse("from jianyan.clock import now\n"))


def test_names_say_something() -> None:
    assert {
        name_of(path): found for path in python_files() if (found := empty_names(path, parsed(path)))
    } == {}
    assert empty_names(Path("core/utils.py"), ast.parse("def get_topic(): ...")) != []


def test_annotations_are_there_when_the_program_runs() -> None:
    late = ast.ImportFrom
    found = [
        name_of(path)
        for path in python_files()
        for node in ast.walk(parsed(path))
        if isinstance(node, late) and node.module == "__future__"
    ]
    assert found == []
