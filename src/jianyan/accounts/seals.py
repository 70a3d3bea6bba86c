"""What a browser keeps for us between two steps of signing in, sealed: it can neither read nor change it."""

from typing import TypeVar

import msgspec

from jianyan.keys import KeyRing, UnfitSecret

Sealed = TypeVar("Sealed", bound=msgspec.Struct)


def sealed(keys: KeyRing, purpose: str, value: msgspec.Struct, *, about: str = "") -> str:
    """Give what a cookie holds: hex of the encrypted value.

    Args:
        keys: of the installation.
        purpose: what it is for; under another one it cannot be opened.
        value: what is sealed.
        about: likewise, where one purpose has several cases.
    """
    return keys.encrypt(purpose, msgspec.json.encode(value).decode(), about=about).hex()


def unsealed(keys: KeyRing, purpose: str, text: str, kind: type[Sealed], *, about: str = "") -> Sealed | None:
    """Give what was sealed, or None where the text is none of ours."""
    try:
        return msgspec.json.decode(keys.decrypt(purpose, bytes.fromhex(text), about=about), type=kind)
    except (ValueError, UnfitSecret):
        return None
