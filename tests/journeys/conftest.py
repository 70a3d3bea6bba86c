"""An installation as people have it: the served process, and a browser before it."""

import json
import os
import shutil
import subprocess
import sys
import time
import urllib.request
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.async_api import Browser, async_playwright

import cast
from jianyan.accounts import NEEDS_TOTP, Role, totp
from jianyan.clock import now
from ports import free_port

_CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
_QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@dataclass
class Installation:
    """A served installation on a SQLite file of its own."""

    folder: Path
    address: str
    environment: dict[str, str]
    secrets: dict[str, str] = field(default_factory=dict)
    """Of the authenticator apps, by address."""

    def add_account(self, email: str, role: str, *, password: str = cast.PASSWORD) -> None:
        """Add somebody, with an authenticator app where their role needs one."""
        command = [
            "account",
            "add",
            email,
            "--role",
            role,
            "--organisation",
            "江州市政协",
            "--password-stdin",
        ]
        needs_totp = [] if Role(role) not in NEEDS_TOTP else ["--totp"]
        said = self.run(*command, *needs_totp, given=f"{password}\n")
        if needs_totp:
            self.secrets[email] = str(said["totp_secret"])

    def code(self, email: str) -> str:
        """Give what somebody's app shows now; it works once."""
        return totp.code_of(self.secrets[email], totp.step_of(now()))

    def run(self, *arguments: str, given: str = "") -> dict[str, object]:
        """Run a command of the installation and give what it says with --json."""
        command = [sys.executable, "-m", "jianyan.cli", *arguments, "--json"]
        done = subprocess.run(
            command,
            cwd=self.folder,
            env=self.environment,
            input=given,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return dict(json.loads(done.stdout)) if done.stdout.strip() else {}


@pytest.fixture
def installation(
    migrated_file: Path, tmp_path: Path, request: pytest.FixtureRequest
) -> Iterator[Installation]:
    """Serve a migrated installation; it is stopped afterwards. Its host may be given as a parameter."""
    shutil.copy(migrated_file, tmp_path / "jianyan.sqlite")
    port = free_port()
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("JIANYAN_")},
        "JIANYAN_DATABASE_URL": f"sqlite:///{tmp_path}/jianyan.sqlite",
        "JIANYAN_BASE_URL": f"http://{getattr(request, 'param', '127.0.0.1')}:{port}",
        "JIANYAN_SECRET_FILE": str(tmp_path / "secret"),
        "JIANYAN_UPLOADS": str(tmp_path / "uploads"),
    }
    made = Installation(tmp_path, environment["JIANYAN_BASE_URL"], environment)
    command = [sys.executable, "-m", "jianyan.cli", "serve", "--port", str(port)]
    with (tmp_path / "server.log").open("w") as log:
        server = subprocess.Popen(command, cwd=tmp_path, env=environment, stdout=log, stderr=log)
        try:
            _wait_until_ready(made.address)
            yield made
        finally:
            server.terminate()
            server.wait(timeout=30)


def _wait_until_ready(address: str) -> None:
    for _ in range(300):
        try:
            with urllib.request.urlopen(f"{address}/readyz", timeout=2) as answer:
                if answer.status == 200:
                    return
        except OSError:
            time.sleep(0.1)
    raise AssertionError("the server did not become ready in 30 s")


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    """Open the system's Chromium."""
    path = next((found for name in _CHROMIUM if (found := shutil.which(name))), None)
    assert path, "Chromium is needed: run tests/bootstrap.sh"
    async with async_playwright() as playwright:
        opened = await playwright.chromium.launch(executable_path=path, args=list(_QUIET))
        yield opened
        await opened.close()
