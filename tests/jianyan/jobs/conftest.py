"""Qiao, who asks for work in her session, and jobs of hers."""

from collections.abc import Callable, Coroutine
from typing import Any

import pytest

import builders
import cast
from builders import NOW
from jianyan import jobs
from jianyan.accounts import SignedIn


@pytest.fixture
async def qiao(database: str) -> SignedIn:
    """Give the session of Qiao, who is staff."""
    await builders.make_account(cast.QIAO)
    return await builders.make_session(cast.QIAO)


@pytest.fixture
def ask(qiao: SignedIn) -> Callable[..., Coroutine[Any, Any, int]]:
    """Give what asks for a job, as Qiao and now unless told otherwise, and gives its number."""

    async def asked(by: SignedIn = qiao, **changes: Any) -> int:
        at = changes.pop("now", NOW)
        return await jobs.ask(builders.new_job(**changes), by=by, now=at)

    return asked
