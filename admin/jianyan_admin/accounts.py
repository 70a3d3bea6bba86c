"""Who works here: adding people, changing their role, keeping them out."""

from typing import Annotated

import msgspec
from litestar import post, route
from litestar.params import FromPath, FromQuery
from litestar.response import Redirect
from msgspec import Meta

from jianyan import accounts
from jianyan.accounts import AccountSummary, NoSuchAccount, Role
from jianyan.clock import now
from jianyan.errors import Conflict, Invalid, Refusal
from jianyan.forms import one, read_form
from jianyan.i18n import N_
from jianyan.web.access import only
from jianyan.web.bodies import Fields
from jianyan.web.exchange import Request, Response
from jianyan_admin.guards import fields_of
from jianyan_admin.organisations import chosen_organisation
from jianyan_admin.page import READ, errors_of, page, person_of, told
from jianyan_admin.signin.proofs import require_fresh_proof
from jianyan_admin.wording import words_of

_ADMIN = only(Role.ADMIN)
_BODY = 16 * 1024
_DONE = {
    "added": N_("The account is added."),
    "role": N_("The role is changed. The person signs in again."),
    "disabled": N_("The account is disabled; its sessions are over."),
    "enabled": N_("The account is enabled."),
    "totp": N_("App and passkeys are taken away. The person sets up new ones at the next sign-in."),
}


class NewAccount(msgspec.Struct, frozen=True, kw_only=True):
    """The form for a new account."""

    email: Annotated[str, Meta(max_length=254)]
    name: Annotated[str, Meta(max_length=80)] = ""
    organisation: str
    """Id of one within the scope of who adds the account."""
    role: Role
    password: Annotated[str, Meta(max_length=1_000)]
    password_again: str


class OwnAccount(Conflict):
    """Nobody shuts themselves out."""

    sentence = N_("You cannot change your own account. Please ask another administrator.")


@route("/accounts", http_method=READ, name="admin_accounts", opt=_ADMIN)
async def listed(request: Request, done: FromQuery[str] = "") -> Response:
    """List everybody, with a form for one more."""
    return await _page(request, notice=told(request, _DONE[done]) if done in _DONE else "")


@post("/accounts", name="admin_account_add", opt=_ADMIN, request_max_body_size=_BODY)
async def add(request: Request) -> Response:
    """Add an account; a refused form keeps everything but the passwords."""
    await require_fresh_proof(request)
    fields = await fields_of(request)
    try:
        new = _read(fields)
        organisation = await chosen_organisation(new.organisation, field="organisation")
        await accounts.add_account(
            new.email,
            password=new.password,
            role=new.role,
            organisation=organisation.name,
            name=new.name,
            by=person_of(request).actor,
            now=now(),
        )
    except (Invalid, Conflict) as refusal:
        return await _page(request, refusal=refusal, sent=fields)
    return _back(request, "added")


@post("/accounts/{account_id:int}/role", name="admin_account_role", opt=_ADMIN, request_max_body_size=_BODY)
async def change_role(request: Request, account_id: FromPath[int]) -> Response:
    """Give somebody else another role."""
    await require_fresh_proof(request)
    account = await _somebody_else(request, account_id)
    asked = one(await fields_of(request), "role")
    if asked not in set(Role):
        raise Invalid(N_("Please choose a role."), field="role")
    await accounts.change_role(account.email, Role(asked), by=person_of(request).actor, now=now())
    return _back(request, "role")


@post(
    "/accounts/{account_id:int}/active", name="admin_account_active", opt=_ADMIN, request_max_body_size=_BODY
)
async def set_active(request: Request, account_id: FromPath[int]) -> Response:
    """Let somebody else in, or keep them out."""
    account = await _somebody_else(request, account_id)
    active = one(await fields_of(request), "active") == "yes"
    await accounts.set_active(account.email, active=active, by=person_of(request).actor, now=now())
    return _back(request, "enabled" if active else "disabled")


@post(
    "/accounts/{account_id:int}/totp/reset",
    name="admin_account_totp_reset",
    opt=_ADMIN,
    request_max_body_size=_BODY,
)
async def reset_totp(request: Request, account_id: FromPath[int]) -> Response:
    """Take app and passkeys away from somebody else who lost them; they begin anew at their next sign-in."""
    await require_fresh_proof(request)
    account = await _somebody_else(request, account_id)
    await accounts.reset_totp(account.email, by=person_of(request).actor, now=now())
    return _back(request, "totp")


def _read(fields: Fields) -> NewAccount:
    """Read the form.

    Raises:
        Invalid: a field is missing or cannot be used, or the passwords differ.
    """
    new = read_form({name: values[0].strip() for name, values in fields.items() if values}, NewAccount)
    if one(fields, "password") != one(fields, "password_again"):
        raise Invalid(N_("The two passwords are not the same."), field="password_again")
    return msgspec.structs.replace(new, password=one(fields, "password"))


async def _somebody_else(request: Request, account_id: int) -> AccountSummary:
    if account_id == person_of(request).account_id:
        raise OwnAccount
    for account in await accounts.accounts():
        if account.id == account_id:
            return account
    raise NoSuchAccount


async def _page(
    request: Request, *, refusal: Refusal | None = None, sent: Fields | None = None, notice: str = ""
) -> Response:
    known = await accounts.accounts()
    return page(
        request,
        "accounts/list.html",
        status_code=refusal.status if refusal else 200,
        nav="accounts",
        accounts=known,
        organisations=await accounts.organisations(),
        errors=errors_of(request, refusal),
        sent={name: one(sent or {}, name) for name in NewAccount.__struct_fields__ if "password" not in name},
        notice=notice,
        words=words_of(request),
    )


def _back(request: Request, notice: str) -> Response:
    path = request.app.route_reverse("admin_accounts")
    return Redirect(
        path, status_code=303, query_params={"done": notice}, headers={"Cache-Control": "no-store"}
    )


handlers = [listed, add, change_role, set_active, reset_totp]
