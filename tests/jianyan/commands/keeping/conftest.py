"""Two installations: the one that is backed up, and an empty one elsewhere."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import builders
from jianyan.settings import Settings, from_env
from postgres_tools import path_with_tools

BODY = "末班车太早了，晚班下班赶不上。"
PHONE = "13800138000"


@pytest.fixture(autouse=True)
def _tools(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", path_with_tools())


@pytest.fixture
def uploads(settings: Settings, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Give the installation a folder of uploads with two files."""
    folder = tmp_path / "uploads"
    (folder / "2026" / "07").mkdir(parents=True)
    (folder / "2026" / "07" / "站牌.jpg").write_bytes(os.urandom(3_000))
    (folder / "空.txt").write_bytes(b"")
    monkeypatch.setenv("JIANYAN_UPLOADS", str(folder))
    return folder


@pytest.fixture
def sent(inside: Callable[..., Any], keys: Any, uploads: Path) -> list[tuple[str, str]]:
    """Send three suggestions and give (tracking, receipt) of each."""

    async def send() -> list[tuple[str, str]]:
        await builders.make_topic()
        code = await builders.make_placement()
        done = [await builders.submit(keys, code, BODY + number, phone=PHONE) for number in "一二三"]
        return [(received.tracking, receipt) for received, receipt in done]

    return list(inside(send))


@pytest.fixture
def archive(jianyan: Any, sent: list[tuple[str, str]], tmp_path: Path) -> Path:
    """Back the installation up and give the file."""
    path = tmp_path / "kept" / "jianyan.backup"
    path.parent.mkdir()
    assert jianyan("backup", path).code == 0
    return path


@pytest.fixture
def elsewhere(
    settings: Settings,
    engine_name: str,
    request: pytest.FixtureRequest,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> Callable[[], Settings]:
    """Give what points the environment at an empty installation that has the same secret."""

    def move() -> Settings:
        url = f"sqlite:///{tmp_path}/elsewhere/jianyan.sqlite"
        if engine_name == "postgresql":
            cluster = request.getfixturevalue("postgres")
            name = f"elsewhere_{tmp_path.name}"
            url = cluster.url(name)
            cluster.run(f'CREATE DATABASE "{name}"')
            request.addfinalizer(lambda: cluster.drop(url))
        monkeypatch.setenv("JIANYAN_DATABASE_URL", url)
        monkeypatch.setenv("JIANYAN_UPLOADS", str(tmp_path / "elsewhere" / "uploads"))
        return from_env(os.environ)

    return move
