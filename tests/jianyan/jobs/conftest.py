"""Jobs that Qiao asks for."""

from collections.abc import Callable, Coroutine
from typing import Any

import pytest

import builders
from builders import NOW
from jianyan import jobs
from jianyan.accounts import SignedIn


@pytest.fixture
def ask(qiao: SignedIn) -> Callable[..., Coroutine[Any, Any, int]]:
    """Give what asks for a job, as Qiao and now unless told otherwise, and gives its number."""

    async def asked(by: SignedIn = qiao, **changes: Any) -> int:
        at = changes.pop("now", NOW)
        return await jobs.ask(builders.new_job(**changes), by=by, now=at)

    return asked
