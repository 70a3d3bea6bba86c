"""What counts as a scan: a person opened the form. The picture of a code, a preview or a probe does not."""

import re
from collections.abc import Mapping

_PREVIEWS = re.compile(
    r"bot\b|bots/|crawl|spider|slurp|preview|facebookexternalhit|whatsapp|embedly|"
    r"skypeuripreview|dingtalkbot|bytespider|mediapartners|wechatshareextension",
    re.IGNORECASE,
)


def is_scan(method: str, headers: Mapping[str, str]) -> bool:
    """Say whether this request is a person opening a form."""
    if method != "GET":
        return False
    if "prefetch" in headers.get("sec-purpose", "") + headers.get("purpose", ""):
        return False
    return not _PREVIEWS.search(headers.get("user-agent", ""))
