"""A part of a file, for players that ask for it piece by piece: Safari plays nothing else.

Source: RFC 9110, 14 (range requests); several ranges at once may be answered as if none was asked for.
"""

import re

from jianyan.web.exchange import Request, Response

_RANGE = re.compile(r"bytes=(\d{0,12})-(\d{0,12})")


def in_part(request: Request, content: bytes, *, media_type: str, headers: dict[str, str]) -> Response:
    """Answer with the part of a file that was asked for, or with all of it."""
    size, headers = len(content), {**headers, "Accept-Ranges": "bytes"}
    asked = _RANGE.fullmatch(request.headers.get("range", ""))
    if asked is None or asked[1] == asked[2] == "":
        return Response(content, status_code=200, media_type=media_type, headers=headers)
    first = int(asked[1]) if asked[1] else max(0, size - int(asked[2]))
    last = min(size - 1, int(asked[2])) if asked[1] and asked[2] else size - 1
    if first > last:
        return Response(b"", status_code=416, headers={**headers, "Content-Range": f"bytes */{size}"})
    headers["Content-Range"] = f"bytes {first}-{last}/{size}"
    return Response(content[first : last + 1], status_code=206, media_type=media_type, headers=headers)
