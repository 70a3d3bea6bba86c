import sqlite3
from pathlib import Path
from shutil import copy
from typing import Any

import pytest

from builders import NO_WORDS
from jianyan import db, suggestions
from jianyan.db.sqlite_connection import Connection
from jianyan.tables import TABLES


async def test_what_is_new_at_a_place_is_found_without_a_walk_through_its_topic(
    migrated_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[tuple[str, Any]] = []
    run = Connection.run

    async def noted(self: Connection, query: str, arguments: Any = ()) -> Any:
        asked.append((query, arguments))
        return await run(self, query, arguments)

    monkeypatch.setattr(Connection, "run", noted)
    file = copy(migrated_file, tmp_path / "jianyan.sqlite")
    engine = db.make_engine(f"sqlite:///{file}")
    db.bind(engine, TABLES)
    await engine.open()
    assert await suggestions.latest_published(1, words=NO_WORDS, most=3, placement_id=1) == []
    await engine.close()
    ((query, arguments),) = asked
    with sqlite3.connect(file) as plain:
        plan = [step[3] for step in plain.execute(f"EXPLAIN QUERY PLAN {query}", arguments)]
    assert plan[0] == "SEARCH suggestion USING INDEX suggestion_published_placement (placement=? AND state=?)"
    assert not any("TEMP B-TREE" in step for step in plan)
