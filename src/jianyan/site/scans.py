"""What counts as a scan: a person opened the form. The picture of a code, a preview or a probe does not."""

import re
from collections.abc import Mapping
from functools import lru_cache

_PREVIEWS = re.compile(
    r"bot\b|bots/|crawl|spider|slurp|preview|facebookexternalhit|whatsapp|embedly|"
    r"skypeuripreview|dingtalkbot|bytespider|mediapartners|wechatshareextension",
    re.IGNORECASE,
)

_LOOKED_AT = 400
"""Bytes of a browser's name."""


def is_scan(headers: Mapping[bytes, bytes]) -> bool:
    """Say whether a GET with these headers is a person opening a form."""
    purpose = headers.get(b"sec-purpose", b"") + headers.get(b"purpose", b"")
    return b"prefetch" not in purpose and not _is_preview(headers.get(b"user-agent", b"")[:_LOOKED_AT])


@lru_cache(maxsize=1_024)
def _is_preview(user_agent: bytes) -> bool:
    return _PREVIEWS.search(user_agent.decode("latin-1")) is not None
