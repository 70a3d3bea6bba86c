"""Photos and voice notes of suggestions, for who works here; nothing in them can act."""

from litestar import route
from litestar.params import FromPath
from litestar.types import ControllerRouterHandler

from jianyan import suggestions
from jianyan.accounts import OFFICE_ROLES
from jianyan.uploads import FileKind, key_of
from jianyan.web.access import AS_IT_IS, only
from jianyan.web.exchange import Request, Response, Running
from jianyan.web.ranges import in_part
from jianyan_admin.desk import PHOTO_HEADERS
from jianyan_admin.page import READ


@route(
    "/photos/{photo:str}", http_method=READ, name="admin_photo", opt={**only(*OFFICE_ROLES), AS_IT_IS: True}
)
async def photo(request: Request, runtime: Running, photo: FromPath[str]) -> Response:
    """Give a photo or voice note of a suggestion of the person's scope; `size=small` a photo's thumbnail."""
    found = await suggestions.photo_of_desk(photo)
    is_small = request.query_params.get("size") == "small"
    content = await runtime.store.content(key_of(found.name, is_small=is_small, kind=found.kind))
    if found.kind is FileKind.VOICE:
        return in_part(request, content, media_type="audio/mp4", headers=PHOTO_HEADERS)
    return Response(content, media_type="image/jpeg", headers=PHOTO_HEADERS)


handlers: list[ControllerRouterHandler] = [photo]
