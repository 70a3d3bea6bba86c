"""An installation on SQLite for each test, copied from one that was prepared once."""

import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from faults.installation import Installation
from faults.load import Ledger


@pytest.fixture
def tmp_path(request: pytest.FixtureRequest) -> Iterator[Path]:
    """Give a folder on a disk, for what happens to a disk is told here; it stays where the test failed."""
    failed = request.session.testsfailed
    folder = Path(tempfile.mkdtemp(prefix="jianyan-faults-"))
    yield folder
    if request.session.testsfailed == failed:
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """Give a folder with a database and a secret, and the code of its placement."""
    place = Installation(tmp_path_factory.mktemp("prepared"))
    code = place.prepare()
    place.succeed("check")  # makes the secret
    return place.folder, code


@pytest.fixture
def code(prepared: tuple[Path, str]) -> str:
    """Give the code of the placement of every installation here."""
    return prepared[1]


@pytest.fixture
def install(prepared: tuple[Path, str], tmp_path: Path) -> Iterator[Callable[..., Installation]]:
    """Give what makes an installation, with its arguments; it is not started yet, and killed in the end."""
    made: list[Installation] = []

    def new(folder: Path | None = None, **arguments: Any) -> Installation:
        place = Installation(folder or tmp_path / "installation", **arguments)
        for name in ("jianyan.sqlite", "secret"):
            shutil.copy(prepared[0] / name, place.folder / name)
        made.append(place)
        return place

    yield new
    for place in made:
        place.close()


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    """Give an empty ledger."""
    return Ledger(tmp_path / "ledger")
