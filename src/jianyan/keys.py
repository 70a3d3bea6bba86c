"""The server's secrets: made once, kept in one file, named by id, never in the database.

The file holds one line a secret, `<id> <base64 of 32 bytes>`, newest first. The newest signs and encrypts;
older ones still open what names them, so that rotation changes no receipt.
"""

import base64
import binascii
import hashlib
import hmac
import os
import secrets
from pathlib import Path

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from jianyan.entropy import random_bytes

_SECRET_BYTES = 32
_ID_BYTES = 4
_NONCE_BYTES = 12


class UnfitSecret(Exception):
    """The secret file cannot be used; the message says why and what to do."""


class KeyRing(msgspec.Struct, frozen=True):
    """The server's secrets by id, newest first."""

    by_id: dict[str, bytes]
    """id (8 hex digits) → 32 bytes; at least one."""

    @property
    def newest(self) -> str:
        """Give the id of the secret that signs and encrypts now."""
        return next(iter(self.by_id))

    def derive(self, purpose: str, data: bytes, *, key_id: str | None = None) -> bytes:
        """Give HMAC-SHA-256 over the purpose and the data: 32 bytes.

        Raises:
            KeyError: no secret has that id.
        """
        secret = self.by_id[key_id or self.newest]
        return hmac.digest(secret, purpose.encode() + b"\0" + data, hashlib.sha256)

    def seal(self, purpose: str, data: bytes, *, key_id: str) -> bytes:
        """Give a short proof that the data was made here: keyed BLAKE2b, 16 bytes.

        Several times as fast as `derive`, for what is made with every page.

        Source: RFC 7693, 2.9 (keyed hashing).

        Raises:
            KeyError: no secret has that id.
        """
        person = purpose.encode()[:16]
        return hashlib.blake2b(data, key=self.by_id[key_id], person=person, digest_size=16).digest()

    def keyed_hashes(self, purpose: str, data: bytes) -> list[str]:
        """Give `id:hash` of the data under every secret, for looking up what names its secret."""
        return [f"{key_id}:{self.derive(purpose, data, key_id=key_id).hex()}" for key_id in self.by_id]

    def encrypt(self, purpose: str, text: str, *, about: str) -> bytes:
        """Encrypt a text with AES-256-GCM, bound to its purpose and to what it is about."""
        nonce = random_bytes(_NONCE_BYTES)
        cipher = AESGCM(self.derive(purpose, b"encryption"))
        sealed = cipher.encrypt(nonce, text.encode(), f"{purpose}:{about}".encode())
        return bytes.fromhex(self.newest) + nonce + sealed

    def decrypt(self, purpose: str, sealed: bytes, *, about: str) -> str:
        """Give the text that `encrypt` was given.

        Raises:
            UnfitSecret: its secret is not in the file, or the bytes were changed.
        """
        key_id = sealed[:_ID_BYTES].hex()
        nonce, rest = sealed[_ID_BYTES:][:_NONCE_BYTES], sealed[_ID_BYTES + _NONCE_BYTES :]
        try:
            cipher = AESGCM(self.derive(purpose, b"encryption", key_id=key_id))
            return cipher.decrypt(nonce, rest, f"{purpose}:{about}".encode()).decode()
        except (KeyError, InvalidTag) as broken:
            raise UnfitSecret("this was encrypted with a secret that is not in the secret file") from broken


def load_or_make(path: Path) -> KeyRing:
    """Read the secret file, making it (mode 0600) when it is missing.

    Raises:
        UnfitSecret: others can read it, or a line is not an id and 32 bytes that look random.
    """
    if not path.exists():
        _make(path)
    if path.stat().st_mode & 0o077:
        raise UnfitSecret(f"the secret file {path} can be read by others: run chmod 600 on it")
    by_id = dict(_parsed(line, path) for line in path.read_text().splitlines() if line.strip())
    if not by_id:
        raise UnfitSecret(f"the secret file {path} is empty: put it back from its safe copy")
    return KeyRing(by_id)


def _make(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    line = f"{secrets.token_hex(_ID_BYTES)} {base64.b64encode(secrets.token_bytes(_SECRET_BYTES)).decode()}\n"
    draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(line)
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(draft, path)  # unlike a rename, fails when another start was first
    except FileExistsError:
        pass
    finally:
        draft.unlink()


def _parsed(line: str, path: Path) -> tuple[str, bytes]:
    key_id, _, encoded = line.strip().partition(" ")
    try:
        identity, secret = bytes.fromhex(key_id), base64.b64decode(encoded, validate=True)
    except (ValueError, binascii.Error) as broken:
        raise UnfitSecret(f"the secret file {path} has a line that is not an id and base64") from broken
    if len(identity) != _ID_BYTES or len(secret) != _SECRET_BYTES or len(set(secret)) < _SECRET_BYTES // 2:
        raise UnfitSecret(f"the secret file {path} holds a weak secret: remove it and one will be made")
    return key_id, secret
