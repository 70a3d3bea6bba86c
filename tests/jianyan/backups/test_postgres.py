from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from conftest import PostgresCluster
from jianyan import db
from jianyan.backups import ToolFailed, dump, facts, is_empty, load, postgres
from jianyan.tables import TABLES
from postgres_tools import path_with_tools

SPY = """#!/bin/sh
[ "$1" = --version ] && { echo "pg_dump (PostgreSQL) 99.1"; exit; }
echo "$* $PGPASSWORD" > "${0}.seen"
"""


@pytest.fixture(autouse=True)
def _tools(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", path_with_tools())


@pytest.fixture
def url(postgres: PostgresCluster) -> str:
    """Give an address with a password; the tests' server asks for none."""
    return postgres.url("template").replace("postgres:@", "postgres:g%40heim@")


@pytest.fixture
def blank(postgres: PostgresCluster) -> Iterator[str]:
    """Give the address of a database without anything."""
    postgres.run('CREATE DATABASE "blank"')
    yield postgres.url("blank")
    postgres.drop(postgres.url("blank"))


@asynccontextmanager
async def opened(url: str) -> AsyncIterator[None]:
    engine = db.make_engine(url)
    db.bind(engine, TABLES)
    await engine.open()
    try:
        yield
    finally:
        await engine.close()


async def test_nobody_reads_the_password_in_the_list_of_processes(
    url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "pg_dump").write_text(SPY)
    (tmp_path / "pg_dump").chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=":")
    async with opened(url):
        await dump(url, tmp_path / "copy")
    arguments, password = (tmp_path / "pg_dump.seen").read_text().rsplit(maxsplit=1)
    assert password == "g@heim"
    assert "heim" not in arguments
    assert "--dbname=postgresql://postgres@" in arguments


async def test_a_load_that_fails_leaves_nothing_behind(url: str, blank: str, tmp_path: Path) -> None:
    async with opened(url):
        was = await facts()
        await dump(url, tmp_path / "copy")
    copy = (tmp_path / "copy").read_bytes()
    async with opened(blank):
        await TABLES[0].raw("CREATE TABLE topic (x int)")
        with pytest.raises(ToolFailed, match="already exists"):
            await load(blank, [copy])
        assert await is_empty()
        await TABLES[0].raw("DROP TABLE topic")
        await load(blank, [copy])
        assert not await is_empty()
        assert await facts() == was


@pytest.mark.parametrize(
    ("url", "address", "password"),
    [
        ("postgresql://ann:s%3A1@db:5433/city", "postgresql://ann@db:5433/city", "s:1"),
        ("postgres://db/city", "postgresql://db/city", ""),
        ("postgresql:///city?host=/run/pg", "postgresql:///city?host=%2Frun%2Fpg", ""),
        ("postgresql://ann@db/city?password=x&a=b", "postgresql://ann@db/city?a=b", "x"),
    ],
)
def test_the_password_leaves_the_address(url: str, address: str, password: str) -> None:
    assert postgres._without_password(url) == (address, password)
