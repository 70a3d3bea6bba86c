"""The receipt: derived from the form's key, shown once, stored nowhere.

The first 75 bits of HMAC-SHA-256(secret, "receipt" ‖ key) and a check character. The database keeps a keyed
hash of it, under which the suggestion is found again; neither database nor backup can show the receipt.
"""

import hashlib

from jianyan import codes
from jianyan.keys import KeyRing

LENGTH = 16


def derived(keys: KeyRing, key: bytes, *, key_id: str) -> str:
    """Give the receipt of a form's key: 16 characters of Crockford base32.

    Args:
        key: the form's 16 bytes.
        key_id: the secret that the form's token names.
    """
    return codes.from_bits(keys.derive("receipt", key, key_id=key_id), length=LENGTH)


def stored_hash(keys: KeyRing, receipt: str, *, key_id: str) -> str:
    """Give what is stored of a receipt: `key id:keyed hash`."""
    return f"{key_id}:{keys.derive('receipt-hash', receipt.encode(), key_id=key_id).hex()}"


def possible_hashes(keys: KeyRing, typed: str) -> list[str]:
    """Give what could be stored of a receipt as a person typed it; empty where it cannot be one."""
    receipt = codes.tidy(typed)
    if not codes.is_code(receipt, length=LENGTH):
        return []
    return keys.keyed_hashes("receipt-hash", receipt.encode())


def key_hash(key: bytes, *, opened: int | None) -> str:
    """Give what is stored of a form's key: 64 hexadecimal digits.

    The keys of forms that were opened about the same time lie side by side in the database: its pages are
    written for many of them at once.

    Args:
        key: of the form.
        opened: seconds since 1970, of which the key begins with the fraction; None: all of the key is random.
    """
    digits = hashlib.sha256(key).hexdigest()
    return digits if opened is None else f"{opened:08x}{key[:2].hex()}{digits[12:]}"
