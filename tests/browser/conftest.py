"""A served city, and a browser before it."""

from typing import Any

import pytest

from browser import city as cities
from journeys.conftest import browser, installation

__all__ = ["browser", "city", "installation"]


@pytest.fixture
async def city(installation: Any) -> cities.City:
    """Give a served installation with something on every page."""
    return await cities.build(installation)
