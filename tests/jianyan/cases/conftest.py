"""A city whose departments answer."""

import pytest

from cities import City


@pytest.fixture
async def city(database: str, ready_made: City) -> City:
    """Give a city with a published suggestion."""
    return ready_made
