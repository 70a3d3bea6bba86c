"""A little work for the browser where a place is hot: find the number that makes a hash.

One person's telephone does it while they write; a script that sends thousands does it thousands of times. The
number follows from the form's token, so nothing is stored, and it counts once as the token does.

Source: ALTCHA's scheme (SHA-256 of a salt and a number below a limit), with the token as the salt.
"""

import hashlib
import hmac

from jianyan.keys import KeyRing

MOST = 50_000
"""The number is below this; on average half of them are tried."""


def challenge(keys: KeyRing, token: str) -> str:
    """Give the hash, in hex, of the token followed by the number that is looked for."""
    return hashlib.sha256(f"{token}{_number(keys, token)}".encode()).hexdigest()


def is_done(keys: KeyRing, token: str, sent: str) -> bool:
    """Say whether this is the number for the token."""
    return bool(sent) and hmac.compare_digest(str(_number(keys, token)).encode(), sent.strip().encode())


def _number(keys: KeyRing, token: str) -> int:
    return int.from_bytes(keys.derive("work", token.encode())) % MOST
