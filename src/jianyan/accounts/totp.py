"""One-time codes of an authenticator app: SHA-1, six digits, a new one every 30 seconds.

Twenty lines of the standard library; a package would bring no more than these.

Source: RFC 6238 (time), RFC 4226, 5.3 (truncation) and 7.4 (the window); Key Uri Format of Google
Authenticator for the address that its QR code holds.
"""

import base64
import hashlib
import hmac
import secrets
import unicodedata
from datetime import datetime
from urllib.parse import quote, urlencode

STEP_S = 30
DIGITS = 6
_WINDOW = (-1, 0, 1)
_SECRET_BYTES = 20


def new_secret() -> str:
    """Draw a secret: 32 characters of base32."""
    return as_secret(secrets.token_bytes(_SECRET_BYTES))


def as_secret(random: bytes) -> str:
    """Write the first 20 bytes as a secret: 32 characters of base32."""
    return base64.b32encode(random[:_SECRET_BYTES]).decode()


def step_of(at: datetime) -> int:
    """Give the number of the 30 seconds that `at` lies in, counted from 1970."""
    return int(at.timestamp()) // STEP_S


def code_of(secret: str, step: int) -> str:
    """Give the code of a step: 6 digits."""
    digest = hmac.digest(base64.b32decode(secret), step.to_bytes(8), hashlib.sha1)
    start = digest[-1] & 0x0F
    number = int.from_bytes(digest[start : start + 4]) & 0x7FFFFFFF
    return f"{number % 10**DIGITS:0{DIGITS}}"


def matching_step(secret: str, typed: str, *, at: datetime, after: int) -> int | None:
    """Give the step whose code was typed, or None.

    Args:
        secret: base32.
        typed: as a person typed it; blanks do not matter.
        at: its step, the one before and the one after are tried: clocks differ.
        after: the last step that was used; it and those before are over.
    """
    code = tidy(typed)
    steps = [step_of(at) + away for away in _WINDOW]
    found = [step for step in steps if hmac.compare_digest(code_of(secret, step).encode(), code.encode())]
    return next((step for step in found if step > after), None)


def tidy(typed: str) -> str:
    """Give a code as it is compared: half width, without blanks and hyphens."""
    return "".join(unicodedata.normalize("NFKC", typed).replace("-", "").split())


def address_of(secret: str, *, account: str, issuer: str) -> str:
    """Give what the QR code holds: the app shows the issuer and the account beside its code."""
    label = quote(f"{issuer}:{account}", safe="@:")
    return f"otpauth://totp/{label}?{urlencode({'secret': secret, 'issuer': issuer}, quote_via=quote)}"
