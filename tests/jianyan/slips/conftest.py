"""A typist with a pile of slips from one place."""

from collections.abc import Callable, Coroutine
from datetime import datetime
from typing import Any

import pytest

import builders
import cast
from jianyan import slips
from jianyan.accounts import Person
from jianyan.keys import KeyRing
from jianyan.screening import Words
from jianyan.slips import BatchDetail, NewBatch, NewSlip, Saved
from jianyan.suggestions import NewPhoto, tokens
from jianyan.topics import TopicDetail

Type = Callable[..., Coroutine[Any, Any, Saved]]


@pytest.fixture
async def topic(database: str) -> TopicDetail:
    """Give an open topic."""
    return await builders.make_topic()


@pytest.fixture
async def code(topic: TopicDetail) -> str:
    """Give the code of the place where slips are collected."""
    return await builders.make_placement()


@pytest.fixture
async def qiao(database: str) -> Person:
    """Give Qiao, who is staff."""
    return await builders.make_person(cast.QIAO)


@pytest.fixture
async def batch(topic: TopicDetail, code: str, qiao: Person) -> BatchDetail:
    """Give a batch that Qiao has begun, with slips of the day before."""
    new = NewBatch(code=code, on="2026-06-30")
    return await slips.begin_batch(new, topic, by=qiao, zone=builders.SHANGHAI, now=builders.NOW)


@pytest.fixture
def typed(batch: BatchDetail, qiao: Person, keys: KeyRing) -> Type:
    """Give what types a slip of the batch, each into a form of its own unless one is given."""

    async def type_one(
        body: str = "站台没有灯。",
        *,
        category: str = "",
        form: str = "",
        photos: list[NewPhoto] | None = None,
        is_second: bool = False,
        words: Words = builders.NO_WORDS,
        now: datetime = builders.NOW,
    ) -> Saved:
        form = form or tokens.issue(keys, batch.code, now=now)
        return await slips.type_slip(
            batch,
            NewSlip(body=body, category=category, photos=photos or [], is_second=is_second),
            token=tokens.read(keys, form, code=batch.code, now=now),
            words=words,
            keys=keys,
            by=qiao,
            zone=builders.SHANGHAI,
            now=now,
        )

    return type_one
