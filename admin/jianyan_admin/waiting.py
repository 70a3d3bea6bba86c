"""What waits for whoever opens a page: counted before it is made, shown beside the navigation's nouns."""

from jianyan import tallies
from jianyan.clock import day_of, now
from jianyan.runtime import Runtime
from jianyan.web.exchange import Request
from jianyan_admin.page import is_htmx, session_of


async def count_what_waits(request: Request) -> None:
    """Count for a page that is only read; what a form changes would make its figures wrong."""
    session = session_of(request)
    if session is None or session.person.must_enrol or not _is_for_a_page(request):
        return
    runtime: Runtime = request.app.state.runtime
    today = day_of(now(), runtime.zone)
    request.scope["state"]["waiting"] = await tallies.waiting_for(session.person, today=today)


def _is_for_a_page(request: Request) -> bool:
    """Say whether a browser opens a page: photos, pieces and scripts' own requests have no navigation."""
    accept = request.headers.get("accept", "")
    return request.method == "GET" and "text/html" in accept and not is_htmx(request)
