"""An installation that the commands find in the environment, and a way to run them."""

import asyncio
import json
import os
import subprocess
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any, NamedTuple, Protocol

import pytest

from jianyan import cli
from jianyan.commands.opening import opened
from jianyan.settings import Settings

CATEGORIES = ("线路规划", "站点设置", "收发班次")


class Ran(NamedTuple):
    """What a command did."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """Give the one JSON object that stands on stdout."""
        return json.loads(self.out)


class Jianyan(Protocol):
    """Runs a command in this process."""

    def __call__(self, *arguments: str | Path) -> Ran:
        """Run it."""


@pytest.fixture
def settings(settings: Settings, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Settings:
    """Give the settings of the test installation; the environment says the same."""
    for name in [name for name in os.environ if name.startswith("JIANYAN_")]:
        monkeypatch.delenv(name)
    for name in ("database_url", "base_url", "secret_file", "uploads"):
        monkeypatch.setenv(f"JIANYAN_{name.upper()}", getattr(settings, name))
    for name in ("LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "C.UTF-8")
    monkeypatch.chdir(tmp_path)
    return settings


@pytest.fixture
def jianyan(settings: Settings, capsys: pytest.CaptureFixture[str]) -> Jianyan:
    """Give what runs a command."""

    def run(*arguments: str | Path) -> Ran:
        capsys.readouterr()
        code = cli.main([str(argument) for argument in arguments])
        return Ran(code, *capsys.readouterr())

    return run


@pytest.fixture
def topic(jianyan: Jianyan) -> str:
    """Add a topic with three categories and give its slug."""
    categories = [word for name in CATEGORIES for word in ("--category", name)]
    assert jianyan("topic", "add", "--slug", "buses", "--title", "公交", *categories).code == 0
    return "buses"


@pytest.fixture
def inside(settings: Settings) -> Callable[[Callable[[], Awaitable[Any]]], Any]:
    """Give what runs verbs and queries on the database between two commands."""

    def run(work: Callable[[], Awaitable[Any]]) -> Any:
        async def within() -> Any:
            async with opened(settings):
                return await work()

        return asyncio.run(within())

    return run


@pytest.fixture
def process(settings: Settings) -> Callable[..., "subprocess.Popen[str]"]:
    """Give what starts a command as a process of its own."""

    def start(*arguments: str | Path) -> "subprocess.Popen[str]":
        command = [sys.executable, "-m", "jianyan.cli", *map(str, arguments)]
        return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)

    return start
