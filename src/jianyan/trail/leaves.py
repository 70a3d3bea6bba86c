"""What one act looks like as bytes: plain facts that are nobody's, and salted commitments to the rest.

The encoding is canonical JSON (RFC 8785, restricted to ASCII keys, strings, whole numbers, lists and null),
so that the same act is the same bytes everywhere. A person's text is never in a leaf: only
HMAC-SHA-256(salt, text) is, with one random salt of 32 bytes a field kept beside the text. Deleting text and
salt leaves a leaf that still verifies and can no longer be opened or guessed.
"""

import hashlib
import hmac
from datetime import datetime
from functools import lru_cache
from typing import Any

import msgspec

from jianyan.entropy import random_bytes

SALT_BYTES = 32
_JSON = msgspec.json.Encoder(order="deterministic")
_PLAIN = frozenset({type(None), bool, int, str})
_COMMITMENT = b"jianyan/commitment/v1\0"


class Actor(msgspec.Struct, frozen=True):
    """Who acted: an opaque id and the role in which they did."""

    id: str
    role: str


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """One act that is about to be recorded."""

    kind: str
    """What was done, e.g. `submit`, `decide`, `erase`."""
    subject: str
    """What it was done to, 1 to 40 ASCII characters."""
    actor: Actor | None = None
    """None for a citizen."""
    topic: int | None = None
    channel: str | None = None
    """Code of the placement, or None."""
    data: dict[str, Any] = {}
    """States, ids, counts, reason codes: nothing personal."""
    commitments: dict[str, str] = {}
    """Field → hex of its salted commitment."""
    is_first: bool = False
    """True where the subject is new, which saves a look-up."""


def fresh_salt() -> bytes:
    """Draw the salt of one field: 32 random bytes."""
    return random_bytes(SALT_BYTES)


def commitment(salt: bytes, field: str, value: str) -> str:
    """Commit to a value: hex of HMAC-SHA-256 over the field's name and the value."""
    return hmac.digest(salt, _COMMITMENT + field.encode() + b"\0" + value.encode(), hashlib.sha256).hex()


def encoded(entry: Entry, *, n: int, previous: str | None, minute: datetime) -> bytes:
    """Write one act as its canonical leaf.

    Args:
        entry: the act.
        n: its number within the subject, from 0.
        previous: hex hash of the subject's leaf before, None for the first.
        minute: aware UTC, whole minutes.
    """
    leaf: dict[str, Any] = {
        "v": 1,
        "type": entry.kind,
        "subject": entry.subject,
        "n": n,
        "prev": previous,
        "time": _written(minute),
        "actor": entry.actor and {"id": entry.actor.id, "role": entry.actor.role},
        "topic": entry.topic,
        "chan": entry.channel,
        "data": entry.data,
        "com": entry.commitments,
    }
    _checked(entry.data)  # all else is text and whole numbers by its type
    return _JSON.encode({key: value for key, value in leaf.items() if value is not None})


@lru_cache(maxsize=16)
def _written(minute: datetime) -> str:
    return minute.strftime("%Y-%m-%dT%H:%MZ")


def canonical(value: dict[str, Any]) -> bytes:
    """Write a value as canonical JSON.

    Raises:
        TypeError: a key is not ASCII, or a value is a float or something JSON does not know.
    """
    _checked(value)
    return _JSON.encode(value)


def _checked(value: object) -> None:
    kind = type(value)
    if kind in _PLAIN or isinstance(value, str):
        return
    if isinstance(value, list):
        for item in value:
            if type(item) not in _PLAIN:
                _checked(item)
    elif isinstance(value, dict):
        for key, item in value.items():
            if not isinstance(key, str) or not key.isascii():
                raise TypeError(f"a leaf's keys are ASCII text, not {key!r}")
            if type(item) not in _PLAIN:
                _checked(item)
    else:
        raise TypeError(f"a leaf holds no {kind.__name__}")
