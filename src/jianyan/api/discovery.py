"""Service discovery: what is spoken here, and since when the services are as they are.

Source: Open311, Service Discovery.
"""

from litestar import route

from jianyan.api.answers import READ, ROOT, answer, paths
from jianyan.api.formats import Content, Format
from jianyan.i18n import N_, say
from jianyan.web.access import PUBLIC
from jianyan.web.exchange import Request, Response, Running
from jianyan.web.problems import language_of

_SPECIFICATION = "http://wiki.open311.org/GeoReport_v2"


@route(paths("discovery"), http_method=READ, name="open311_discovery", opt=PUBLIC)
async def discover(request: Request, runtime: Running) -> Response:
    """Name the one endpoint, its formats, and whom to ask for a key."""
    base_url, language = runtime.settings.base_url, language_of(request)
    # Rises with every edit of a topic and is never lower again; ten digits sort as text.
    changeset = f"{runtime.content_version:010d}"
    endpoint: Content = {
        "specification": _SPECIFICATION,
        "url": f"{base_url}{ROOT}",
        "changeset": changeset,
        "type": "production",
        "formats": [form.media_type.partition(";")[0] for form in Format],
    }
    content: Content = {
        "changeset": changeset,
        "contact": say(
            language, N_("Who runs this service stands at %(address)s."), address=f"{base_url}/privacy"
        ),
        "key_service": say(
            language, N_("An administrator of this service gives keys. Please ask whoever runs it.")
        ),
        "endpoints": [endpoint],
    }
    return answer(request, content, "discovery")
