"""Organisations at the administrator's desk: the own one and all below it, as a tree."""

from litestar import post, route
from litestar.params import FromPath
from litestar.types import ControllerRouterHandler

from jianyan import accounts
from jianyan.accounts import OrganisationKind, OrganisationSummary, Role
from jianyan.clock import now
from jianyan.errors import Conflict, Invalid, NotFound, Refusal
from jianyan.forms import Fields, one
from jianyan.i18n import N_
from jianyan.web.access import only
from jianyan.web.exchange import Request, Response
from jianyan_admin.desk import desk_page, done
from jianyan_admin.guards import fields_of
from jianyan_admin.page import READ, person_of
from jianyan_admin.wording import words_of

_ADMIN = only(Role.ADMIN)
_BODY = 16 * 1024


@route("/organisations", http_method=READ, name="admin_organisations", opt=_ADMIN)
async def organisation_list(request: Request) -> Response:
    """Show the tree."""
    listed = await accounts.organisations()
    words = words_of(request)
    return desk_page(
        request, "organisations/list.html", nav="organisations", organisations=listed, words=words
    )


@route("/organisations/{organisation_id:int}", http_method=READ, name="admin_organisation", opt=_ADMIN)
async def organisation(request: Request, organisation_id: FromPath[int]) -> Response:
    """Show one organisation with what can be done with it."""
    return await _page(request, await _shown(organisation_id))


@post(
    "/organisations/{organisation_id:int}/add",
    name="admin_organisation_add",
    opt=_ADMIN,
    request_max_body_size=_BODY,
)
async def add(request: Request, organisation_id: FromPath[int]) -> Response:
    """Add an organisation below this one."""
    above, fields = await _shown(organisation_id), await fields_of(request)
    try:
        by = person_of(request).actor
        kind = _kind(fields)
        await accounts.add_organisation_below(above.id, one(fields, "name"), kind=kind, by=by, now=now())
    except (Invalid, Conflict) as refusal:
        return await _page(request, above, adding=fields, refusal=refusal)
    return done(request, "admin_organisations", "organisation-added")


@post(
    "/organisations/{organisation_id:int}/rename",
    name="admin_organisation_rename",
    opt=_ADMIN,
    request_max_body_size=_BODY,
)
async def rename(request: Request, organisation_id: FromPath[int]) -> Response:
    """Give this organisation another name or kind."""
    shown, fields = await _shown(organisation_id), await fields_of(request)
    try:
        by = person_of(request).actor
        kind = _kind(fields)
        await accounts.rename_organisation(shown.id, one(fields, "name"), kind=kind, by=by, now=now())
    except (Invalid, Conflict) as refusal:
        return await _page(request, shown, renaming=fields, refusal=refusal)
    return done(request, "admin_organisations", "organisation-renamed")


@post(
    "/organisations/{organisation_id:int}/move",
    name="admin_organisation_move",
    opt=_ADMIN,
    request_max_body_size=_BODY,
)
async def move(request: Request, organisation_id: FromPath[int]) -> Response:
    """Put this organisation below another one."""
    shown, fields = await _shown(organisation_id), await fields_of(request)
    try:
        below = await chosen_organisation(one(fields, "below"), field="below")
        by = person_of(request).actor
        await accounts.move_organisation(shown.id, below=below.id, by=by, now=now())
    except (Invalid, Conflict) as refusal:
        return await _page(request, shown, refusal=refusal)
    return done(request, "admin_organisations", "organisation-moved")


async def chosen_organisation(value: str, *, field: str) -> OrganisationSummary:
    """Give the organisation whose id a form sent.

    Raises:
        Invalid: it is no id of an organisation in the person's scope.
    """
    try:
        return await _shown(int(value) if value.isdecimal() else 0)
    except NotFound as unknown:
        raise Invalid(N_("Please choose an organisation."), field=field) from unknown


async def _shown(organisation_id: int) -> OrganisationSummary:
    """Give the organisation of an id, whatever number that is."""
    for listed in await accounts.organisations():
        if listed.id == organisation_id:
            return listed
    raise accounts.NoSuchOrganisation


def _kind(fields: Fields) -> OrganisationKind:
    asked = one(fields, "kind")
    if asked not in set(OrganisationKind):
        raise Invalid(N_("Please choose one of these."), field="kind")
    return OrganisationKind(asked)


async def _page(
    request: Request,
    shown: OrganisationSummary,
    *,
    adding: Fields | None = None,
    renaming: Fields | None = None,
    refusal: Refusal | None = None,
) -> Response:
    listed = await accounts.organisations()
    by_id = {one.id: one for one in listed}
    return desk_page(
        request,
        "organisations/edit.html",
        nav="organisations",
        refusal=refusal,
        organisation=shown,
        line=[by_id[each] for each in _ids(shown.above) if each in by_id],
        below=[one for one in listed if one.parent == shown.id],
        places=[one for one in listed if one.id != shown.id and not one.above.startswith(shown.scope.below)],
        is_own=shown.id == person_of(request).scope.organisation,
        adding=_typed(adding),
        renaming=_typed(renaming),
        words=words_of(request),
    )


def _ids(above: str) -> list[int]:
    return [int(part) for part in above.split("/") if part]


def _typed(fields: Fields | None) -> dict[str, str] | None:
    return None if fields is None else {name: one(fields, name) for name in ("name", "kind")}


handlers: list[ControllerRouterHandler] = [organisation_list, organisation, add, rename, move]
