"""What anybody may read of a report: the same document as its files, as a page."""

from litestar import HttpMethod, route
from litestar.params import FromPath

from jianyan import reports
from jianyan.site.answers import page
from jianyan.web.access import PUBLIC
from jianyan.web.documents import laid_out
from jianyan.web.exchange import Request, Response

_READ = [HttpMethod.GET, HttpMethod.HEAD]
_FRESH = {"Cache-Control": "public, max-age=5"}


@route("/reports/{slug:str}", http_method=_READ, name="report", opt=PUBLIC)
async def report_page(request: Request, slug: FromPath[str]) -> Response:
    """Show a published report, with what proves its figures at the foot."""
    report = await reports.public_report(slug)
    return page(
        request,
        "report.html",
        headers=_FRESH,
        report=report,
        layout=laid_out(reports.composed(report)),
    )
