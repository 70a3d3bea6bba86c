"""Photos and documents, for the public and for whoever holds the receipt; nothing in them can act."""

import base64
from contextlib import suppress

from litestar import HttpMethod, route
from litestar.params import FromPath

from jianyan import cases, suggestions
from jianyan.errors import Busy, NotFound
from jianyan.uploads import NoSuchUpload, Store, key_of
from jianyan.web.access import AS_IT_IS, PUBLIC
from jianyan.web.exchange import Request, Response, Running
from jianyan.web.headers import FILE_HEADERS, disposition

_FRESH = "public, max-age=60"
"""What is taken back is gone from browsers a minute later."""


@route(
    "/photos/{photo:str}",
    http_method=[HttpMethod.GET, HttpMethod.HEAD],
    name="photo",
    opt={**PUBLIC, AS_IT_IS: True},
)
async def photo(request: Request, runtime: Running, photo: FromPath[str]) -> Response:
    """Give a photo of a published suggestion or of a published answer; `size=small` its thumbnail."""
    try:
        found = await suggestions.public_photo(photo)
    except NoSuchUpload:
        found = await cases.reply_photo(photo, by=None)
    is_small = request.query_params.get("size") == "small"
    content = await runtime.store.content(key_of(found.name, is_small=is_small))
    return Response(content, media_type="image/jpeg", headers={**FILE_HEADERS, "Cache-Control": _FRESH})


@route(
    "/documents/{document:str}",
    http_method=[HttpMethod.GET, HttpMethod.HEAD],
    name="document",
    opt={**PUBLIC, AS_IT_IS: True},
)
async def document(request: Request, runtime: Running, document: FromPath[str]) -> Response:
    """Give a document of a published answer, to be saved: no browser opens it at our address."""
    found = await cases.reply_document(document, by=None)
    content = await runtime.store.content(key_of(found.name, kind=found.kind))
    plain = f"document.{found.kind.ending}"
    saved = {"Content-Disposition": disposition(found.title, plain=plain), "Cache-Control": _FRESH}
    return Response(content, media_type=found.kind.media_type, headers={**FILE_HEADERS, **saved})


async def thumbnails(store: Store, suggestion_id: int) -> list[str]:
    """Give the thumbnails of a suggestion's photos in base64, to stand in a page that only its sender sees.

    Those that the store does not give at the moment are left out.
    """
    found: list[str] = []
    for name in (await suggestions.photos_of([suggestion_id])).get(suggestion_id, []):
        with suppress(NotFound, Busy):
            found.append(base64.b64encode(await store.content(key_of(name, is_small=True))).decode())
    return found
