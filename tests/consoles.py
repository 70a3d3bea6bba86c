"""Asking the console in English, as somebody who is signed in at a desk."""

from typing import Any

import httpx

_ENGLISH = {"accept-language": "en"}


async def see(desk: Any, path: str) -> httpx.Response:
    """Give a page."""
    answer: httpx.Response = await desk.browser.get(path, headers=_ENGLISH)
    return answer


async def send(desk: Any, path: str, files: Any = None, **fields: Any) -> httpx.Response:
    """Send a form with the desk's token."""
    sent = {"csrf_token": desk.csrf_token, **fields}
    answer: httpx.Response = await desk.browser.post(path, data=sent, files=files, headers=_ENGLISH)
    return answer
