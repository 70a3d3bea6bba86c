"""The signed token that a form carries: where it was opened, when, and a random key.

The key is what makes sending idempotent: the same form sent twice is one suggestion. The token names the
secret that signed it, so a rotation of secrets invalidates no open form.
"""

import base64
import binascii
import hmac
import struct
from datetime import UTC, datetime, timedelta

import msgspec

from jianyan.entropy import random_bytes
from jianyan.errors import Invalid
from jianyan.i18n import N_
from jianyan.keys import KeyRing
from jianyan.suggestions import receipts

LIFE = timedelta(hours=24)
_LAYOUT = struct.Struct(">B4s8sI16s")
_VERSION = 1


class ForgedToken(Invalid):
    """The token was not made here, or not for this code."""

    sentence = N_("This form was not recognised. Your text is still here; please send it once more.")


class ExpiredToken(Invalid):
    """The form was opened more than 24 hours ago."""

    sentence = N_("This form was opened long ago. Your text is still here; please send it once more.")


class FormToken(msgspec.Struct, frozen=True):
    """What a form's token says."""

    code: str
    issued_at: datetime
    key: bytes
    """16 random bytes."""
    key_id: str
    """Id of the secret that signed it."""
    receipt: str
    """Of what is sent with this form; derived under the same secret."""


def issue(keys: KeyRing, code: str, *, now: datetime) -> str:
    """Give a token for one opening of the form at a placement's code: 66 characters."""
    key_id = bytes.fromhex(keys.newest)
    packed = _LAYOUT.pack(_VERSION, key_id, code.encode(), int(now.timestamp()), random_bytes(16))
    return base64.urlsafe_b64encode(packed + _mac(keys, packed, keys.newest)).decode().rstrip("=")


def read(keys: KeyRing, token: str, *, code: str, now: datetime) -> FormToken:
    """Give what a token says; whether it is too old is asked apart, by `is_expired`.

    Raises:
        ForgedToken: it was not made here, is for another code, or comes from the future.
    """
    try:
        raw = base64.b64decode(token + "=" * (-len(token) % 4), altchars=b"-_", validate=True)
        packed, mac = raw[: _LAYOUT.size], raw[_LAYOUT.size :]
        version, key_id, for_code, seconds, key = _LAYOUT.unpack(packed)
        expected = _mac(keys, packed, key_id.hex())
    except (binascii.Error, ValueError, struct.error, KeyError):
        raise ForgedToken(field="form_token") from None
    if version != _VERSION or not hmac.compare_digest(mac, expected) or for_code.decode() != code:
        raise ForgedToken(field="form_token")
    issued_at = datetime.fromtimestamp(seconds, UTC)
    if issued_at > now + timedelta(minutes=5):
        raise ForgedToken(field="form_token")
    receipt = receipts.derived(keys, key, key_id=key_id.hex())
    return FormToken(code, issued_at, key, key_id.hex(), receipt)


def is_expired(token: FormToken, *, now: datetime) -> bool:
    """Say whether the form was opened more than 24 hours ago."""
    return now - token.issued_at > LIFE


def _mac(keys: KeyRing, packed: bytes, key_id: str) -> bytes:
    return keys.seal("form-token", packed, key_id=key_id)
