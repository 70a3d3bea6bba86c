"""A city whose departments answer."""

import pytest

from cities import City, make_city
from jianyan.keys import KeyRing


@pytest.fixture
async def city(database: str, keys: KeyRing) -> City:
    """Give a city with a published suggestion."""
    return await make_city(keys)
