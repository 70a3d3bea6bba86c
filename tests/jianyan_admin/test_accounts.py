from typing import Protocol

import httpx
import pytest

import builders
import cast
from jianyan import accounts, trail
from jianyan.accounts import Front, OrganisationKind, Role, WrongSignIn
from jianyan.clock import now

ENGLISH = {"accept-language": "en"}
NEW = {
    "email": "Lin@Jianyan.example",
    "name": "林",
    "organisation": "江州公交集团",
    "role": "department",
    "password": "ten letters or more",
    "password_again": "ten letters or more",
}


class Desk(Protocol):
    browser: httpx.AsyncClient
    csrf_token: str


async def post(desk: Desk, path: str, **fields: str) -> httpx.Response:
    """Send a form of hers; an organisation that she can choose is sent as its id."""
    ids = {one.name: str(one.id) for one in await accounts.organisations()}
    if "organisation" in fields:
        fields["organisation"] = ids.get(fields["organisation"], fields["organisation"])
    sent = {"csrf_token": desk.csrf_token, **fields}
    return await desk.browser.post(f"/admin/accounts{path}", data=sent, headers=ENGLISH)


async def known(email: str) -> accounts.AccountSummary:
    return next(account for account in await accounts.accounts() if account.email == email)


@pytest.fixture
async def ada(sign_in) -> Desk:  # type: ignore[no-untyped-def]
    desk: Desk = await sign_in(cast.ADA)
    own = await accounts.organisation_by_name("江州市政协")
    kind = OrganisationKind.COMPANY
    await accounts.add_organisation_below(own.id, "江州公交集团", kind=kind, by=None, now=now())
    return desk


async def test_ada_adds_an_account_and_the_trail_says_who_did(ada: Desk) -> None:
    answer = await post(ada, "", **NEW)
    assert (answer.status_code, answer.headers["location"]) == (303, "/admin/accounts?done=added")
    added = await known("lin@jianyan.example")
    assert (added.name, added.role, added.organisation, added.active) == (
        "林",
        "department",
        "江州公交集团",
        True,
    )
    act = (await trail.acts(kind="account-add", most=1))[0]
    assert (await accounts.names_by_trail_id())[act.actor or ""] == "ada"
    page = (await ada.browser.get(answer.headers["location"], headers=ENGLISH)).text
    assert "The account is added." in page
    assert "lin@jianyan.example" in page


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"email": "nobody"}, "This is not an e-mail address."),
        ({"email": cast.ADA}, "There is an account with this e-mail address already."),
        ({"password": "short", "password_again": "short"}, "A password has at least 10 characters."),
        ({"password_again": "something else"}, "The two passwords are not the same."),
        ({"role": "emperor"}, "This value cannot be used here."),
        ({"organisation": " "}, "This value cannot be used here."),
        ({"organisation": "江州"}, "Please choose an organisation."),
        ({"organisation": "987654"}, "Please choose an organisation."),
        ({"name": "长" * 81}, "This value cannot be used here."),
    ],
)
async def test_a_refused_form_keeps_everything_but_the_passwords(
    ada: Desk, change: dict[str, str], sentence: str
) -> None:
    sent = {**NEW, **change}
    answer = await post(ada, "", **sent)
    assert answer.status_code in {409, 422}
    assert sentence in answer.text
    assert f'value="{sent["email"]}"' in answer.text
    assert sent["password"] not in answer.text
    assert [account.email for account in await accounts.accounts()] == [cast.ADA]


async def test_a_password_keeps_its_blanks(ada: Desk) -> None:
    spaced = "  ten letters or more  "
    await post(ada, "", **{**NEW, "role": "staff", "password": spaced, "password_again": spaced})
    assert await accounts.sign_in(
        "lin@jianyan.example", spaced, front=Front.CONSOLE, keys=builders.KEYS, now=now()
    )


async def test_a_changed_role_ends_the_sessions_and_is_recorded(ada: Desk, wei: Desk) -> None:
    account = await known(cast.WEI)
    answer = await post(ada, f"/{account.id}/role", role="staff")
    assert answer.headers["location"] == "/admin/accounts?done=role"
    assert (await known(cast.WEI)).role == Role.STAFF
    assert (await wei.browser.get("/admin/queue")).status_code == 303
    act = (await trail.acts(kind="role-change", most=1))[0]
    assert (act.data, act.role) == ({"from": "moderator", "to": "staff"}, "admin")
    assert (await post(ada, f"/{account.id}/role", role="emperor")).status_code == 422


async def test_a_disabled_account_is_out_at_once_and_can_come_back(ada: Desk, wei: Desk) -> None:
    account = await known(cast.WEI)
    assert (
        (await post(ada, f"/{account.id}/active", active="no")).headers["location"].endswith("done=disabled")
    )
    assert (await wei.browser.get("/admin/queue")).status_code == 303
    with pytest.raises(WrongSignIn):
        await builders.sign_in(cast.WEI, now=now(), away=1)
    assert (
        (await post(ada, f"/{account.id}/active", active="yes")).headers["location"].endswith("done=enabled")
    )
    assert await builders.sign_in(cast.WEI, now=now(), away=1)
    kinds = [act.kind for act in await trail.acts(most=10)]
    assert {"account-disable", "account-enable"} <= set(kinds)


async def test_ada_cannot_shut_herself_out(ada: Desk) -> None:
    own = await known(cast.ADA)
    assert (await post(ada, f"/{own.id}/active", active="no")).status_code == 409
    assert (await post(ada, f"/{own.id}/role", role="member")).status_code == 409
    page = (await ada.browser.get("/admin/accounts")).text
    assert f"/admin/accounts/{own.id}/" not in page


async def test_an_account_that_is_not_there_is_404(ada: Desk) -> None:
    assert (await post(ada, "/987654/role", role="staff")).status_code == 404
    assert (await post(ada, "/99999999999999999999/active", active="no")).status_code == 404


async def test_no_address_ever_stands_in_a_link_or_form_target(ada: Desk) -> None:
    await builders.make_account(cast.BO, now=now())
    page = (await ada.browser.get("/admin/accounts")).text
    targets = [part.split('"')[0] for name in ("href", "action") for part in page.split(f'{name}="')[1:]]
    assert targets
    assert not [target for target in targets if "@" in target]
