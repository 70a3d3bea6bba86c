"""Every address that a browser can open, asked of the route table: a new route is walked by being there."""

import re
from collections.abc import Collection, Iterator
from urllib.parse import quote

from litestar import Litestar
from litestar.handlers import BaseRouteHandler, HTTPRouteHandler

from browser.city import DRAFT, SLUG, WORD, City
from browser.payloads import written
from jianyan.accounts import Role
from jianyan.app import create_app
from jianyan.cases import Tab
from jianyan.settings import Settings
from jianyan.web.access import KEY, Anybody, handlers_of
from journeys.conftest import Installation

FILES = {
    "admin_case_document",
    "admin_case_photo",
    "admin_photo",
    "admin_placement_qr",
    "admin_report_template_example",
    "admin_report_template_file",
    "admin_words_download",
    "document",
    "healthz",
    "metrics",
    "open311_discovery",
    "open311_request",
    "open311_requests",
    "open311_service",
    "open311_services",
    "open311_token",
    "photo",
    "readyz",
    "robots",
    "tally_csv",
    "tally_json",
}
"""Routes whose answer is no page."""
FRAGMENTS = {"admin_alike", "admin_card", "admin_files", "admin_jobs_list", "admin_pace"}
"""Routes whose answer is a piece of a page; alone it has neither title nor language."""
STATUS = {"/admin/set-up": 410, "/admin/me/passkeys/new": 404}
"""Pages that are there for a refusal: an installation is set up once, and passkeys need a name of a host."""
_FIXED = {"admin_placement_qr": ("svg",), "admin_words_download": ("csv",)}
_STATIC = "admin_static"


def places_of(city: City, role: Role | None) -> dict[str, tuple[str, ...]]:
    """Give place in a path → what stands there for somebody of a role."""
    is_department = role is Role.DEPARTMENT
    templates = city.handled.reply_template_ids[0 if is_department else 1 :][:1]
    return {
        "slug": (SLUG, DRAFT),
        "tracking": (city.waiting, city.appealed, city.heard, city.handled.handed_over),
        "code": (city.code, city.link),
        "account_id": (str(city.account_id),),
        "motion_id": tuple(str(one) for one in city.motion_ids[1:]),
        "proposal_id": (str(city.proposal_id), "1", "2", "3"),
        "organisation_id": (str(city.organisation_id),),
        "batch_id": (str(city.batch_id),),
        "photo": (city.photo,),
        "report": (city.report, city.draft_report),
        "template_id": (str(city.template_id),),
        "service": (f"{city.service}.xml",),
        "number": (f"{city.heard}.xml",),
        "token": (f"{city.heard}.json",),
        "case_id": (str(city.handled.in_hand), str(city.handled.answered)),
        "reply_template_id": tuple(map(str, templates)),
        "reply_photo": (city.handled.reply_photo,),
        "reply_document": (city.handled.reply_document,),
        "document": (city.handled.reply_document,),
    }


def queries_of(city: City, role: Role | None) -> dict[str, tuple[str, ...]]:
    """Give route → what somebody of a role asks of it in the query; others are asked for nothing."""
    typed, topic = quote(written(0)[:100]), f"topic={SLUG}"
    return {
        "admin_cases": ("", *(f"tab={tab}&words=" for tab in Tab), f"{topic}&words={typed}&lead={typed}"),
        "admin_queue": ("", topic, f"{topic}&words={typed}", "state=held", f"{topic}&done={city.heard}"),
        "admin_job_outcome": (f"job={city.outcomes.get(role)}",),
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
            (
                "admin_campaigns",
                "admin_upload",
                "admin_posters",
                "admin_exports",
                "admin_slips",
                "admin_imports",
            ),
            (topic, "topic=buses-first"),
        ),
        "admin_calendar": ("", "organisation=all&year=2050"),
        "admin_tallies": (topic, "topic=buses-first", f"{topic}&sort=name&days=1"),
        "tally_csv": ("lang=en",),
        "outcomes": ("", "before=1", f"at={city.code}", f"words={typed}"),
    }


def app_of(installation: Installation) -> Litestar:
    """Give an app with the routes of an installation; it is asked for them and never started."""
    names = ("database_url", "base_url", "secret_file", "uploads")
    values = {name: installation.environment[f"JIANYAN_{name.upper()}"] for name in names}
    return create_app(Settings(**values))


def addresses(
    app: Litestar, city: City, role: Role | None, *, files: bool = False, without: Collection[str] = ()
) -> list[str]:
    """List what somebody may open: pages, or files that are none.

    Args:
        app: whose routes they are; it need not be running.
        city: fills the places in paths.
        role: of whoever is signed in; None: the public pages.
        files: whether files are wanted rather than pages.
        without: names of routes that are left out.
    """
    return [
        address
        for path, name in _routes(app, role)
        if (name in FILES) is files and name not in without
        for address in _filled(path, name, city, role)
    ]


def bare_addresses(app: Litestar, role: Role | None) -> list[str]:
    """List the pages that name no object, as they are where there is none."""
    named = FILES | FRAGMENTS
    return [path for path, name in _routes(app, role) if "{" not in path and name not in named]


def _routes(app: Litestar, role: Role | None) -> Iterator[tuple[str, str]]:
    """List path and name of what somebody may open."""
    for path, handler in handlers_of(app):
        is_read = isinstance(handler, HTTPRouteHandler) and "GET" in handler.http_methods
        if is_read and handler.name != _STATIC and _may(handler, role):
            yield path, str(handler.name)


def _may(handler: BaseRouteHandler, role: Role | None) -> bool:
    access = handler.opt[KEY]
    return access is Anybody.PUBLIC if role is None else access is not Anybody.PUBLIC and role in access


def _filled(path: str, name: str, city: City, role: Role | None) -> Iterator[str]:
    place = re.search(r"\{([^:}]+)[^}]*\}", path)
    if place is not None:
        known = places_of(city, role)
        if name == "my_suggestion":
            known["tracking"] = (city.by_member,)
        if path.startswith(("/t/", "/me/")):
            known["slug"] = (SLUG,)  # a draft is shown to nobody outside
        if name == "photo":
            known["photo"] = (city.reply_photo,)  # that of a slip is shown to nobody outside
        if name == "admin_case_reply":
            known["case_id"] = known["case_id"][:1]  # one that is answered has no reply to be written
        if path.startswith("/reports/"):
            known["slug"] = (city.report,)
        if path.startswith("/me/motions/"):
            known["motion_id"] = tuple(str(one) for one in city.motion_ids)
        if name == "my_motion_edit":
            known["motion_id"] = (str(city.motion_ids[0]),)
        if path.startswith("/proposals/"):
            known["proposal_id"] = (str(city.proposal_id), "1")  # the others wait to be examined
        values = _FIXED[name] if place[1] == "form" else known[place[1]]
        for value in values:
            yield from _filled(path.replace(place[0], value), name, city, role)
        return
    for query in queries_of(city, role).get(name, ("",)):
        yield f"{path}?{query}" if query else path
