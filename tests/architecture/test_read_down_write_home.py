"""A slice may read the tables of the slices below it; only the home slice writes its rows."""

import ast
import re
from pathlib import Path

from architecture.sources import PACKAGES, calls, name_of, parsed, python_files, slices

WRITING = {"insert", "update", "delete", "objects", "alter", "create_table"}
"""What only the home slice calls on a table; `objects` gives rows that can be saved."""
WRITING_SQL = re.compile(r"\b(INSERT INTO|DELETE FROM|UPDATE \w+ SET)\b")


def tables_of(tree: ast.Module) -> dict[str, str]:
    """Give local name → slice of every table that a module imports."""
    found: dict[str, str] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module:
            parts = node.module.split(".")
            if parts[0] == "jianyan" and parts[-1] == "tables" and len(parts) == 3:
                found |= {alias.asname or alias.name: parts[1] for alias in node.names}
    return found


def imports_a_whole_tables_module(tree: ast.Module) -> bool:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import) and any(alias.name.endswith(".tables") for alias in node.names):
            return True
        if isinstance(node, ast.ImportFrom) and any(alias.name == "tables" for alias in node.names):
            return True
    return False


def foreign_writes(tree: ast.Module, home: str | None) -> list[str]:
    """List what a module of the slice `home` (None: of no slice) writes in tables that are not its own."""
    foreign = {name: owner for name, owner in tables_of(tree).items() if owner != home}
    found = []
    for call in calls(tree):
        function = call.func
        if isinstance(function, ast.Name) and function.id in foreign:
            found.append(f"makes a row of {foreign[function.id]}.{function.id}")
        elif isinstance(function, ast.Name) and function.id in {"Insert", "Change"}:
            table = name.id if isinstance(name := call.args[0], ast.Name) else ""
            if table in foreign:
                found.append(f"writes {foreign[table]}.{table}")
        elif isinstance(function, ast.Attribute) and isinstance(function.value, ast.Name):
            table = function.value.id
            if table in foreign and function.attr in WRITING:
                found.append(f"calls {function.attr} on {foreign[table]}.{table}")
    return sorted(found)


def written_sql(tree: ast.Module) -> list[str]:
    texts = [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    ]
    return [text for text in texts if WRITING_SQL.search(text)]


def home_of(path: Path) -> str | None:
    folder = PACKAGES["jianyan"]
    if not path.is_relative_to(folder):
        return None
    first = path.relative_to(folder).parts[0]
    return first if first in slices() else None


def test_only_the_home_slice_writes_its_rows() -> None:
    found = {name_of(path): foreign_writes(parsed(path), home_of(path)) for path in python_files()}
    assert {name: writes for name, writes in found.items() if writes} == {}


def test_tables_are_imported_by_name_so_that_their_use_can_be_seen() -> None:
    assert [name_of(path) for path in python_files() if imports_a_whole_tables_module(parsed(path))] == []


def test_rows_are_written_through_the_tables_and_not_as_sql() -> None:
    found = {name_of(path): sql for path in python_files() if (sql := written_sql(parsed(path)))}
    assert set(found) == {"src/jianyan/db/steps.py"}  # where an Insert becomes the one statement


def test_a_write_away_from_home_is_found() -> None:
    planted = ast.parse(
        "from jianyan.topics.tables import Topic, Option as Choice\n"
        "from jianyan.campaigns.tables import Campaign\n"
        "async def f():\n"
        "    await Topic.select().where(Topic.id == 1)\n"
        "    await Topic.update({'slug': 'x'}).where(Topic.id == 1)\n"
        "    await Campaign.insert(Campaign(topic=1))\n"
        "    Choice(label='x')\n"
        "    yield Insert(Topic, (Topic.slug,), rows)\n"
        "    yield Change(Topic, columns, values, Topic.id, 7)\n"
    )
    assert foreign_writes(planted, "campaigns") == [
        "calls update on topics.Topic",
        "makes a row of topics.Choice",
        "writes topics.Topic",
        "writes topics.Topic",
    ]
    assert foreign_writes(planted, "topics") == [
        "calls insert on campaigns.Campaign",
        "makes a row of campaigns.Campaign",
    ]


def test_sql_that_writes_is_found() -> None:
    assert written_sql(ast.parse("x = 'DELETE FROM topic'\ny = 'for UPDATE and DELETE'")) == [
        "DELETE FROM topic"
    ]
