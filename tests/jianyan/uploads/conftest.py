"""A darkroom and a store for the tests of uploads."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from jianyan.uploads import Darkroom, Store


@pytest.fixture
async def darkroom() -> AsyncIterator[Darkroom]:
    """Give a darkroom; it is closed afterwards."""
    darkroom = Darkroom()
    yield darkroom
    await darkroom.close()


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """Give a store whose folder is not there yet."""
    return Store(tmp_path / "uploads")
