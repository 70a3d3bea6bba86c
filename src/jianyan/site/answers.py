"""Pages of the site: one style and one script that stand in the page, allowed by their hashes.

A first visit is one request: nothing else is fetched, no cookie is set, and no third party is asked.
"""

import hashlib
from functools import cache
from importlib.resources import files

from litestar import MediaType

from jianyan import pages
from jianyan.clock import now
from jianyan.errors import Refusal, problems_of
from jianyan.runtime import Runtime
from jianyan.settings import Settings
from jianyan.web.exchange import Request, Response
from jianyan.web.headers import policy
from jianyan.web.problems import language_of, sentence_of

STYLE = "site.css"
STYLES = {
    "form_files.html": "site.css+files.css",
    **dict.fromkeys(("outcomes.html", "supervised.html"), "site.css+outcomes.css"),
    "report.html": "site.css+report.css",
    **dict.fromkeys(("motion.html", "status.html", "topic.html"), "site.css+photos.css+outcomes.css"),
}
"""Template → name of its style, where it needs more than the site's."""
WITH_PHOTOS = frozenset({"motion.html", "status.html", "topic.html", "outcomes.html", "supervised.html"})
"""Templates of pages that show photos by their address."""
NO_STORE = {"Cache-Control": "no-store"}
PAGE_HEADERS = {"Vary": "Accept, Accept-Encoding, Accept-Language"}


@cache
def text_of(names: str) -> str:
    """Give the text of a style or script of the site; of several, joined by +, one after the other."""
    folder = files("jianyan.site") / "inline"
    return "\n".join((folder / name).read_text(encoding="utf-8").strip() for name in names.split("+"))


def style_of(template: str) -> str:
    """Give the name of a page's style; several are joined by +."""
    return STYLES.get(template, STYLE)


@cache
def content_policy(script: str, style: str = STYLE, *, own_images: bool = False) -> str:
    """Give the policy of a page with this style and this script; empty: none."""
    scripts = text_of(script) if script else ""
    return policy(styles=text_of(style), scripts=scripts, own_images=own_images)


def page(
    request: Request,
    template: str,
    *,
    status_code: int = 200,
    script: str = "",
    headers: dict[str, str] | None = None,
    **context: object,
) -> Response:
    """Answer with a page of the site.

    Args:
        request: decides the language.
        template: below `site/`.
        status_code: of the answer.
        script: name of the one script in the page; empty: none.
        headers: beside those that every page has.
        context: what the template shows.
    """
    language = language_of(request)
    runtime: Runtime = request.app.state.runtime
    body = rendered(
        template,
        language=language,
        lang_query="?lang=en" if request.query_params.get("lang") == "en" else "",
        path=request.url.path,
        settings=runtime.settings,
        script=script,
        **context,
    )
    own = {
        "Content-Security-Policy": content_policy(
            script, style_of(template), own_images=template in WITH_PHOTOS
        ),
        "Content-Language": language,
        **PAGE_HEADERS,
    }
    answer = Response(
        body, status_code=status_code, media_type=MediaType.HTML, headers={**own, **(headers or {})}
    )
    is_shared = answer.headers.get("Cache-Control", "").startswith("public")
    return _unless_known(request, answer) if is_shared else answer


def _unless_known(request: Request, answer: Response) -> Response:
    """Name what the page says; a browser that knows it already is told so instead (RFC 9110, 8.8.3)."""
    tag = f'W/"{hashlib.blake2b(answer.content.encode(), digest_size=12).hexdigest()}"'
    answer.headers["ETag"] = tag
    if tag not in request.headers.get("if-none-match", ""):
        return answer
    return Response(None, status_code=304, headers=answer.headers)


def rendered(
    template: str,
    *,
    language: str,
    lang_query: str,
    path: str,
    settings: Settings,
    script: str,
    **context: object,
) -> str:
    """Give a page of the site as text.

    Args:
        template: below `site/`.
        language: one of LANGUAGES.
        lang_query: what its links end in: `?lang=en` where the address asked so, else nothing.
        path: of the page itself.
        settings: of the installation.
        script: name of the one script in the page; empty: none.
        context: what the template shows.
    """
    return pages.render(
        f"site/{template}",
        language,
        style=text_of(style_of(template)),
        script=text_of(script) if script else "",
        settings=settings,
        zone=settings.zone,
        now=now(),
        path=path,
        lang_query=lang_query,
        **context,
    )


def sentences_by_field(request: Request, refusal: Refusal | None) -> dict[str, str]:
    """Give field → sentence in the language of the request; a refusal without a field stands under ""."""
    if refusal is None:
        return {}
    language = language_of(request)
    return {each.field or "": sentence_of(each, language) for each in problems_of(refusal)}
