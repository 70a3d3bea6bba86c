"""Webhooks: a signed POST of JSON to a machine of somebody else.

    webhook-id: the notice's id, the same at every attempt
    webhook-timestamp: seconds since 1970 of this attempt; receivers refuse what is older than five minutes
    webhook-signature: v1,base64(HMAC-SHA-256(secret, "id.timestamp.body"))

Source: Standard Webhooks 1.0.0 (symmetric signatures); its libraries verify this.
"""

import base64
import binascii
import hashlib
import hmac
from datetime import datetime

import msgspec

from jianyan.entropy import random_bytes
from jianyan.notices.calling import post
from jianyan.notices.schemas import NotDelivered, Parcel
from jianyan.settings import Settings

_PREFIX = "whsec_"


def new_secret() -> str:
    """Draw the secret of a webhook, as its receiver is given it: whsec_ and base64 of 32 bytes."""
    return _PREFIX + base64.b64encode(random_bytes(32)).decode()


async def deliver(parcel: Parcel, settings: Settings, *, now: datetime) -> None:
    """POST the facts of the notice, and what was written where that was asked for.

    Raises:
        NotDelivered: see calling.post.
    """
    body = body_of(parcel)
    await post(
        parcel.address, body, {**_JSON, **signed(parcel.public_id, body, parcel.secret, now)}, settings
    )


def body_of(parcel: Parcel) -> bytes:
    """Give the JSON: the same bytes at every attempt."""
    content = {"id": parcel.public_id, **msgspec.to_builtins(parcel.facts)}
    if parcel.text:
        content["text"] = parcel.text
    return msgspec.json.encode(content)


def signed(public_id: str, body: bytes, secret: str, now: datetime) -> dict[str, str]:
    """Give the headers that prove who sends this and when.

    Raises:
        NotDelivered: the secret is not base64.
    """
    timestamp = str(int(now.timestamp()))
    try:
        key = base64.b64decode(secret.removeprefix(_PREFIX), validate=True)
    except binascii.Error as broken:
        raise NotDelivered("bad-secret", retry=False) from broken
    digest = hmac.digest(key, f"{public_id}.{timestamp}.".encode() + body, hashlib.sha256)
    return {
        "webhook-id": public_id,
        "webhook-timestamp": timestamp,
        "webhook-signature": f"v1,{base64.b64encode(digest).decode()}",
    }


_JSON = {"Content-Type": "application/json"}
