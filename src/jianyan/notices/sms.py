"""Text messages, through the gateway that the settings name."""

from datetime import datetime

import msgspec

from jianyan.notices.calling import post
from jianyan.notices.schemas import NotDelivered, Parcel
from jianyan.notices.webhooks import signed
from jianyan.notices.words import text_message
from jianyan.settings import Settings


async def deliver(parcel: Parcel, settings: Settings, *, now: datetime) -> None:
    """POST `{id, phone, text}` to the gateway, signed like a webhook: no number stands in an address.

    Raises:
        NotDelivered: there is no gateway; see calling.post.
    """
    if not settings.sms_url:
        raise NotDelivered("no-sms-gateway")
    told = {"id": parcel.public_id, "phone": parcel.address, "text": text_message(parcel)}
    body = msgspec.json.encode(told)
    headers = signed(parcel.public_id, body, settings.sms_secret, now)
    await post(settings.sms_url, body, {"Content-Type": "application/json", **headers}, settings)
