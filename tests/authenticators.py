"""A passkey and the browser around it, in software: enough to answer as both do, rightly or wrongly."""

import hashlib
import json
import secrets
from base64 import b64encode
from dataclasses import dataclass, field
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from webauthn.helpers import bytes_to_base64url, encode_cbor

PRESENT, VERIFIED, ATTESTED = 0x01, 0x04, 0x40


@dataclass
class Authenticator:
    """One passkey on one device, before a page of `origin`."""

    origin: str = "http://localhost:8000"
    host: str = "localhost"
    flags: int = PRESENT | VERIFIED
    count: int = 0
    counts: bool = True
    user_handle: bytes = b""
    credential_id: bytes = field(default_factory=lambda: secrets.token_bytes(32))
    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))

    def registration(self, challenge: bytes, **changes: Any) -> str:
        """Answer the question for a new passkey."""
        attested = bytes(16) + len(self.credential_id).to_bytes(2) + self.credential_id + self.public_key()
        data = self._data(self.flags | ATTESTED) + attested
        answer = {
            "credential_id": self.credential_id,
            "client_data": self._client_data("webauthn.create", challenge),
            "attestation": encode_cbor({"fmt": "none", "attStmt": {}, "authData": data}),
        }
        return as_json({**answer, **changes})

    def assertion(self, challenge: bytes, **changes: Any) -> str:
        """Answer the question for this passkey; each time it counts one on, where it counts at all."""
        self.count += self.counts
        data, client_data = self._data(self.flags), self._client_data("webauthn.get", challenge)
        signed = data + hashlib.sha256(client_data).digest()
        answer = {
            "credential_id": self.credential_id,
            "client_data": client_data,
            "authenticator_data": data,
            "signature": self.key.sign(signed, ec.ECDSA(hashes.SHA256())),
            "user_handle": self.user_handle,
        }
        return as_json({**answer, **changes})

    def public_key(self, algorithm: int = -7) -> bytes:
        """Give the COSE key."""
        numbers = self.key.public_key().public_numbers()
        return encode_cbor(
            {1: 2, 3: algorithm, -1: 1, -2: numbers.x.to_bytes(32), -3: numbers.y.to_bytes(32)}
        )

    def _data(self, flags: int) -> bytes:
        return hashlib.sha256(self.host.encode()).digest() + bytes([flags]) + self.count.to_bytes(4)

    def _client_data(self, kind: str, challenge: bytes) -> bytes:
        named = {"type": kind, "challenge": bytes_to_base64url(challenge), "origin": self.origin}
        return json.dumps(named).encode()


def as_json(answer: dict[str, bytes]) -> str:
    """Write an answer as `passkeys.js` does."""
    return json.dumps({name: b64encode(value).decode() for name, value in answer.items()})
