"""One history on both engines: two starts at once, back and forth, and tables that equal it."""

import os
import sqlite3
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import asyncpg
import pytest
from piccolo.apps.migrations.auto.diffable_table import DiffableTable
from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.apps.migrations.auto.schema_differ import SchemaDiffer
from piccolo.apps.migrations.auto.schema_snapshot import SchemaSnapshot
from piccolo.apps.migrations.commands.backwards import run_backwards
from piccolo.apps.migrations.commands.base import BaseMigrationManager

import builders
from cities import make_city
from jianyan import cases, db, moderation
from jianyan.cases import CaseKind, NotYetMet, Term
from jianyan.keys import KeyRing
from jianyan.tables import TABLES
from jianyan.trail.tables import Trail
from jianyan_migrations import piccolo_conf
from jianyan_migrations.running import head, migrate

VERSIONS = Path(piccolo_conf.__file__).parent / "versions"
REFUSED = (sqlite3.IntegrityError, asyncpg.RaiseError)
FIRST_WITH_TREE = "2026-11-26T00:00:00:000006"
FIRST_WITH_MEETINGS = "2026-11-26T00:00:00:000100"
ADDED_ONLY = ("trail", "tree_head", "decision", "submission_key", "snapshot")


@pytest.fixture
def empty_url(engine_name: str, tmp_path: Path, request: pytest.FixtureRequest) -> Any:
    """Give the address of a database in which nothing is."""
    if engine_name == "sqlite":
        yield f"sqlite:///{tmp_path}/empty.sqlite"
        return
    cluster = request.getfixturevalue("postgres")
    cluster.run('CREATE DATABASE "empty"')
    yield cluster.url("empty")
    cluster.drop(cluster.url("empty"))


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run on both engines."""
    if "empty_url" in metafunc.fixturenames:
        chosen = metafunc.config.getoption("engine")
        engines = ["sqlite", "postgresql"] if chosen == "both" else [chosen]
        metafunc.parametrize("engine_name", engines, scope="session")


async def test_two_starts_at_once_make_one_history(empty_url: str, tmp_path: Path) -> None:
    environment = {
        **os.environ,
        "JIANYAN_DATABASE_URL": empty_url,
        "JIANYAN_SECRET_FILE": str(tmp_path / "s"),
    }
    command = [sys.executable, "-m", "jianyan.cli", "migrate", "--json"]
    starts = [
        subprocess.Popen(
            command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=tmp_path
        )
        for _ in range(3)
    ]
    outputs = [start.communicate(timeout=120) for start in starts]
    assert [start.returncode for start in starts] == [0, 0, 0], outputs
    engine = db.make_engine(empty_url)
    db.bind(engine, TABLES)
    await engine.open()
    assert await db.newest_migration() == head()
    for table in TABLES:
        assert await table.count() == 0
    await engine.close()


async def test_again_changes_nothing(empty_url: str) -> None:
    assert len(await migrate(empty_url)) == len(list(VERSIONS.glob("jianyan_*.py")))
    assert await migrate(empty_url) == []


async def test_forwards_backwards_forwards(empty_url: str, capsys: pytest.CaptureFixture[str]) -> None:
    first = await migrate(empty_url)
    await run_backwards("jianyan", migration_id="all", auto_agree=True)
    engine = db.make_engine(empty_url)
    db.bind(engine, TABLES)
    await engine.open()
    assert [table for table in TABLES if await table.table_exists()] == []
    await engine.close()
    assert await migrate(empty_url) == first
    capsys.readouterr()


async def test_the_tables_are_what_the_history_says() -> None:
    modules = BaseMigrationManager().get_migration_modules(str(VERSIONS))
    managers = [await modules[name].forwards() for name in sorted(modules)]
    assert all(isinstance(manager, MigrationManager) for manager in managers)
    snapshot = SchemaSnapshot(managers=managers).get_snapshot()
    now = [
        DiffableTable(
            class_name=table.__name__,
            tablename=table._meta.tablename,
            columns=table._meta.non_default_columns,
        )
        for table in TABLES
    ]
    differ = SchemaDiffer(schema=now, schema_snapshot=snapshot, auto_input="y")
    changes = [part for alter in differ.get_alter_statements() for part in alter.statements]
    assert changes == []
    fewer = SchemaDiffer(schema=now[1:], schema_snapshot=snapshot, auto_input="y")
    assert [part for alter in fewer.get_alter_statements() for part in alter.statements] != []


async def test_acts_that_were_recorded_before_the_column_say_their_topic_in_it(
    empty_url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    async def topics_of_acts() -> list[int | None]:
        return [row["topic"] for row in await Trail.select(Trail.topic).order_by(Trail.seq)]

    await migrate(empty_url)
    async with opened(empty_url):
        await builders.make_account("wei@jianyan.example")
        topic = await builders.make_topic()
        before = await topics_of_acts()
    assert set(before) == {None, topic.id}
    assert await migrate(empty_url) == []  # binds the history to an engine that is open
    await run_backwards("jianyan", migration_id=FIRST_WITH_TREE, auto_agree=True)
    assert FIRST_WITH_TREE in await migrate(empty_url)
    async with opened(empty_url):
        assert await topics_of_acts() == before
        with pytest.raises(REFUSED, match="rows are added, never changed"):
            async with db.transaction():
                await Trail.raw("UPDATE trail SET topic = NULL")
    capsys.readouterr()


async def test_motions_in_hand_at_the_upgrade_are_answered_and_later_ones_wait_for_a_meeting(
    empty_url: str, keys: KeyRing, capsys: pytest.CaptureFixture[str]
) -> None:
    await migrate(empty_url)
    async with opened(empty_url):
        city = await make_city(keys)
        own = city.qiao.scope.organisation
        for kind in (CaseKind.MOTION, CaseKind.REQUEST):
            await cases.set_term(own, kind, Term(9, 2), by=city.qiao, now=builders.NOW)
        before = await city.claimed(kind=CaseKind.MOTION)
        assert not (await cases.terms_of(own))[CaseKind.MOTION].meets_first
    assert await migrate(empty_url) == []  # binds the history to an engine that is open
    await run_backwards("jianyan", migration_id=FIRST_WITH_MEETINGS, auto_agree=True)
    assert FIRST_WITH_MEETINGS in await migrate(empty_url)
    async with opened(empty_url):
        await city.reply(before)
        terms = await cases.terms_of(own)
        asked = [kind for kind, term in terms.items() if term.meets_first]
        assert (asked, terms[CaseKind.MOTION].answer_days) == ([CaseKind.MOTION], 9)
        after = await city.claimed(kind=CaseKind.MOTION, start=0, length=5)
        with pytest.raises(NotYetMet):
            await city.reply(after)
    capsys.readouterr()


@asynccontextmanager
async def opened(url: str) -> AsyncIterator[None]:
    engine = db.make_engine(url)
    db.bind(engine, TABLES)
    await engine.open()
    yield
    await engine.close()


async def test_what_is_only_added_cannot_be_changed(database: str, keys: KeyRing) -> None:
    topic = await builders.make_topic()
    received, _ = await builders.submit(keys, await builders.make_placement())
    verdict = moderation.Verdict(act=moderation.Act.APPROVE, category_id=topic.categories[0].id)
    await moderation.decide(received.tracking, verdict, by=await builders.make_person(), now=builders.NOW)
    await builders.freeze()
    for name in ADDED_ONLY:
        table = next(each for each in TABLES if each._meta.tablename == name)
        key = table._meta.primary_key._meta.db_column_name
        assert await table.count() > 0
        for statement in (f"UPDATE {name} SET {key} = {key}", f"DELETE FROM {name}"):
            with pytest.raises(REFUSED, match="rows are added, never changed"):
                async with db.transaction():
                    await table.raw(statement)
    async with db.transaction():  # the negative control: what may change does
        await TABLES[-1].raw("UPDATE suggestion SET state = state")
