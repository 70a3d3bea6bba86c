"""The buckets that every suggestion takes from: one for its code, its network, its topic, and its like.

A bus, a campus and half a province can share one address, and a code on television is scanned by
thousands. So an empty bucket refuses nobody: it makes a place hot, where a browser does a little work unseen,
and whoever does not do it is held for a person to look at.
"""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from importlib import import_module
from typing import NamedTuple, Protocol

from jianyan.keys import KeyRing
from jianyan.limits.buckets import Buckets, StoreGone

_HOT = timedelta(seconds=60)
_HOT_MOST = 10_000


class Kind(StrEnum):
    """What a bucket is for."""

    CODE = "code"
    NETWORK = "network"
    TOPIC = "topic"
    LIKE = "like"

    __hash__ = str.__hash__  # a form looks up a dozen of them, and that of an enumeration is slow


class Limit(NamedTuple):
    """A bucket's size, and the seconds in which one comes back."""

    burst: int
    every_s: float


LIMITS: Mapping[Kind, Limit] = {
    Kind.CODE: Limit(120, 1.0),
    Kind.NETWORK: Limit(120, 1.0),
    Kind.TOPIC: Limit(3_000, 0.02),
    Kind.LIKE: Limit(20, 30.0),
}
"""A full bus at one stop; a campus; a topic on television; the same words again and again."""


class Shared(Protocol):
    """Buckets that all processes share."""

    async def spend(self, asked: Sequence[tuple[str, str, int, float]]) -> list[bool]:
        """Take one from each bucket; see SharedBuckets."""

    async def close(self) -> None:
        """Let the store go."""


class Gate:
    """The buckets of this process, and the ones that all processes share where there is a store for them.

    Args:
        shared: the store; None: this process counts for itself.
    """

    def __init__(self, shared: Shared | None = None) -> None:
        self._shared = shared
        self._own = {
            kind: Buckets(burst=limit.burst, every_s=limit.every_s) for kind, limit in LIMITS.items()
        }
        self._single: dict[Limit, Buckets] = {}
        self._hot: dict[tuple[Kind, str], datetime] = {}
        self._calm_from = datetime.min.replace(tzinfo=UTC)

    async def spend(self, asked: Mapping[Kind, str], *, now: datetime) -> frozenset[Kind]:
        """Take one from each bucket and give the kinds that had none left.

        Args:
            asked: the key of each kind.
            now: for the buckets of this process.
        """
        (empty,) = await self.spend_all([asked], now=now)
        return empty

    async def spend_all(self, asked: Sequence[Mapping[Kind, str]], *, now: datetime) -> list[frozenset[Kind]]:
        """Do so for several, one after the other; a store that is shared is asked once."""
        empty = await self._empty(asked, now)
        for keys, kinds in zip(asked, empty, strict=True):
            for kind in kinds:
                if len(self._hot) >= _HOT_MOST:
                    self._hot.clear()
                self._hot[kind, keys[kind]] = self._calm_from = now + _HOT
        return empty

    async def admits(self, what: str, key: str, limit: Limit, *, now: datetime) -> bool:
        """Take one from a bucket with a limit of its own, and say whether there was one; nothing becomes hot.

        Args:
            what: the bucket is for, in a word.
            key: tells the buckets for it apart.
            limit: of this bucket.
            now: for the buckets of this process.
        """
        if self._shared:
            try:
                return (await self._shared.spend([(what, key, *limit)]))[0]
            except StoreGone:
                pass  # each process counts for itself until it is back
        own = self._single.setdefault(limit, Buckets(burst=limit.burst, every_s=limit.every_s))
        return own.spend(f"{what} {key}", now=now)

    def is_calm(self, *, now: datetime) -> bool:
        """Say whether no bucket at all was found empty here within the last minute: the usual case."""
        return now >= self._calm_from

    def is_hot(self, asked: Mapping[Kind, str], *, now: datetime) -> bool:
        """Say whether one of these buckets was found empty here within the last minute."""
        return any(self._hot.get(key, now) > now for key in asked.items())

    async def close(self) -> None:
        """Let the store go."""
        if self._shared:
            await self._shared.close()

    async def _empty(self, asked: Sequence[Mapping[Kind, str]], now: datetime) -> list[frozenset[Kind]]:
        if self._shared:
            try:
                had = iter(
                    await self._shared.spend(
                        [(kind, key, *LIMITS[kind]) for keys in asked for kind, key in keys.items()]
                    )
                )
                return [frozenset(kind for kind in keys if not next(had)) for keys in asked]
            except StoreGone:
                pass  # each process counts for itself until it is back
        return [
            frozenset(kind for kind, key in keys.items() if not self._own[kind].spend(key, now=now))
            for keys in asked
        ]


def gate_of(store_url: str, keys: KeyRing) -> Gate:
    """Give the gate of a process.

    Args:
        store_url: of the store that all processes share; empty: there is none, and its client, which takes a
            tenth of a worker's memory, is not imported.
        keys: hide what the buckets are named after.
    """
    if not store_url:
        return Gate()
    return Gate(import_module("jianyan.limits.shared").SharedBuckets(store_url, keys))
