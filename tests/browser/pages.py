"""Every address that a browser can open, asked of the route table: a new route is walked by being there."""

import re
from collections.abc import Iterator
from urllib.parse import quote

from litestar import Litestar
from litestar.handlers import HTTPRouteHandler

from browser.city import DRAFT, SLUG, WORD, City
from browser.payloads import written
from jianyan.accounts import Role
from jianyan.web.access import KEY, Anybody, handlers_of

FILES = {
    "admin_placement_qr",
    "admin_words_download",
    "healthz",
    "metrics",
    "readyz",
    "robots",
    "tally_csv",
    "tally_json",
}
"""Routes whose answer is no page."""
STATUS = {"/admin/set-up": 410}
"""Pages that are there for a refusal: an installation is set up once."""
_FIXED = {"admin_placement_qr": ("svg",), "admin_words_download": ("csv",)}
_STATIC = "admin_static"


def places_of(city: City) -> dict[str, tuple[str, ...]]:
    """Give place in a path → what stands there."""
    return {
        "slug": (SLUG, DRAFT),
        "tracking": (city.waiting, city.appealed, city.heard),
        "code": (city.code, city.link),
        "account_id": (str(city.account_id),),
        "proposal_id": (str(city.proposal_id), "1"),
        "organisation_id": (str(city.organisation_id),),
    }


def queries_of(city: City) -> dict[str, tuple[str, ...]]:
    """Give route → what is asked of it in the query; others are asked for nothing."""
    typed, topic = quote(written(0)[:100]), f"topic={SLUG}"
    return {
        "admin_queue": ("", topic, f"{topic}&words={typed}", "state=held", f"{topic}&done={city.heard}"),
        "admin_card": (f"back=/admin/queue?words={typed}",),
        "admin_batch": (f"tracking={city.waiting}&back=/admin/queue?words={typed}",),
        "admin_filing": ("topic=buses-first", f"topic={SLUG}"),
        "admin_words": ("", f"text={typed}", "level=off"),
        "admin_word_edit": (f"word={quote(WORD)}",),
        "admin_appeals": ("", "state=heard"),
        "admin_trail": ("", "kind=reveal", f"subject={typed}&actor={typed}"),
        "admin_proposals": ("", "state=declined"),
        "admin_sign_in": ("", f"next=/admin/queue?words={typed}"),
        "admin_placements": ("", topic, f"{topic}&text={typed}&words={typed}"),
        "admin_placement_new": (topic, f"{topic}&kind=link"),
        **dict.fromkeys(
            ("admin_campaigns", "admin_upload", "admin_posters", "admin_tallies", "admin_exports"),
            (topic, "topic=buses-first"),
        ),
        "tally_csv": ("lang=en",),
    }


def addresses(app: Litestar, city: City, role: Role | None, *, files: bool = False) -> list[str]:
    """List what somebody may open: pages, or files that are none.

    Args:
        app: whose routes they are; it need not be running.
        city: fills the places in paths.
        role: of whoever is signed in; None: the public pages.
        files: whether files are wanted rather than pages.
    """
    return [
        address
        for path, handler in handlers_of(app)
        if isinstance(handler, HTTPRouteHandler)
        and "GET" in handler.http_methods
        and handler.name != _STATIC
        and (str(handler.name) in FILES) is files
        and _may(handler, role)
        for address in _filled(path, str(handler.name), city)
    ]


def _may(handler: HTTPRouteHandler, role: Role | None) -> bool:
    access = handler.opt[KEY]
    return access is Anybody.PUBLIC if role is None else access is not Anybody.PUBLIC and role in access


def _filled(path: str, name: str, city: City) -> Iterator[str]:
    place = re.search(r"\{([^:}]+)[^}]*\}", path)
    if place is not None:
        known = places_of(city)
        if name == "my_suggestion":
            known["tracking"] = (city.by_member,)
        if path.startswith(("/t/", "/me/")):
            known["slug"] = (SLUG,)  # a draft is shown to nobody outside
        values = _FIXED[name] if place[1] == "form" else known[place[1]]
        for value in values:
            yield from _filled(path.replace(place[0], value), name, city)
        return
    for query in queries_of(city).get(name, ("",)):
        yield f"{path}?{query}" if query else path
