"""Passwords as argon2id, hashed in threads so that signing in never stops the others.

Source: OWASP Password Storage (argon2id, 19 MiB, 2 passes, 1 lane).
"""

import asyncio
import os

from cryptography.exceptions import InvalidKey
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

MEMORY_KIB = 19 * 1024
PASSES = 2
_AT_ONCE = 2


class _Gate:
    """At most two hashes at once in a process: each takes 19 MiB and a core."""

    def __init__(self) -> None:
        self._loop: asyncio.AbstractEventLoop | None = None
        self._semaphore = asyncio.Semaphore(_AT_ONCE)

    def semaphore(self) -> asyncio.Semaphore:
        loop = asyncio.get_running_loop()
        if loop is not self._loop:
            self._loop, self._semaphore = loop, asyncio.Semaphore(_AT_ONCE)
        return self._semaphore


_gate = _Gate()


async def hashed(password: str) -> str:
    """Give the PHC string of a password."""
    async with _gate.semaphore():
        return await asyncio.to_thread(_hash, password)


async def matches(password: str, phc: str) -> bool:
    """Say whether the password is the one that was hashed."""
    async with _gate.semaphore():
        return await asyncio.to_thread(_verify, password, phc)


def _hash(password: str) -> str:
    kdf = Argon2id(salt=os.urandom(16), length=32, iterations=PASSES, lanes=1, memory_cost=MEMORY_KIB)
    return kdf.derive_phc_encoded(password.encode())


def _verify(password: str, phc: str) -> bool:
    try:
        Argon2id.verify_phc_encoded(password.encode(), phc)
    except InvalidKey:
        return False
    return True


NOBODY = _hash(os.urandom(16).hex())
"""A hash that no password matches: an unknown address costs as much time as a wrong password."""
