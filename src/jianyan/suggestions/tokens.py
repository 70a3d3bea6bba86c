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
_AHEAD_MOST = timedelta(minutes=5)
_LAYOUT = struct.Struct(">B4s8s20s")
"""Version, secret, code; four bytes of seconds since 1970 and the key."""
_PLAIN_BASE64 = bytes.maketrans(b"-_+/", b"+/--")
"""Of the alphabet for addresses; signs that are not its own are refused."""
_VERSION = 2
_FRACTIONS = 1 << 16
_VERSIONS = (1, 2)
"""Of forms that may be open still; what is stored of their keys differs."""


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
    """16 bytes: two for the fraction of the second in which the form was opened, the others random."""
    key_hash: str
    """What is stored of the key: 64 hexadecimal digits."""
    key_id: str
    """Id of the secret that signed it."""
    receipt: str
    """Of what is sent with this form; derived under the same secret."""


def issue(keys: KeyRing, code: str, *, now: datetime) -> str:
    """Give a token for one opening of the form at a placement's code: 66 characters."""
    key_id = bytes.fromhex(keys.newest)
    opened = int(now.timestamp() * _FRACTIONS).to_bytes(6)
    packed = _LAYOUT.pack(_VERSION, key_id, code.encode(), opened + random_bytes(14))
    return base64.urlsafe_b64encode(packed + _mac(keys, packed, keys.newest)).decode().rstrip("=")


def read(keys: KeyRing, token: str, *, code: str, now: datetime) -> FormToken:
    """Give what a token says; whether it is too old is asked apart, by `is_expired`.

    Raises:
        ForgedToken: it was not made here, is for another code, or comes from the future.
    """
    try:
        plain = token.encode().translate(_PLAIN_BASE64) + b"=" * (-len(token) % 4)
        raw = binascii.a2b_base64(plain, strict_mode=True)
        packed, mac = raw[: _LAYOUT.size], raw[_LAYOUT.size :]
        version, key_id, for_code, opened = _LAYOUT.unpack(packed)
        secret_id = key_id.hex()
        expected = _mac(keys, packed, secret_id)
    except (binascii.Error, ValueError, struct.error, KeyError):
        raise ForgedToken(field="form_token") from None
    if version not in _VERSIONS or not hmac.compare_digest(mac, expected) or for_code.decode() != code:
        raise ForgedToken(field="form_token")
    seconds, key = int.from_bytes(opened[:4]), opened[4:]
    issued_at = datetime.fromtimestamp(seconds, UTC)
    if issued_at > now + _AHEAD_MOST:
        raise ForgedToken(field="form_token")
    return FormToken(
        code,
        issued_at,
        key,
        receipts.key_hash(key, opened=seconds if version > 1 else None),
        secret_id,
        receipts.derived(keys, key, key_id=secret_id),
    )


def is_expired(token: FormToken, *, now: datetime) -> bool:
    """Say whether the form was opened more than 24 hours ago."""
    return now - token.issued_at > LIFE


def _mac(keys: KeyRing, packed: bytes, key_id: str) -> bytes:
    return keys.seal("form-token", packed, key_id=key_id)
