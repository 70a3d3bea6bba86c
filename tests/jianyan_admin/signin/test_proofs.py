import re
from typing import Any

import pytest

import builders
import cast
from jianyan import accounts
from jianyan.accounts import Role
from jianyan.accounts.tables import Session
from jianyan.clock import now
from jianyan.db import transaction
from jianyan.runtime import Runtime

ENGLISH = {"accept-language": "en"}


async def grow_old() -> None:
    """Let the proofs of all sessions be older than ten minutes."""
    async with transaction():
        await Session.update({Session.proved_at: None}, force=True)


@pytest.fixture
async def ada(sign_in: Any) -> Any:
    """Give the desk of Ada, whose proof is old, and an account of Wei."""
    desk = await sign_in(cast.ADA)
    desk.browser.headers.update(ENGLISH)
    await builders.make_account(cast.WEI, now=now())
    await grow_old()
    return desk


async def role_form() -> str:
    return f"/admin/accounts/{(await accounts.person_by_email(cast.WEI)).account_id}/role"


async def role_of_wei() -> Role:
    return (await accounts.person_by_email(cast.WEI)).role


def hidden(page: str) -> dict[str, str]:
    return dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', page.split("prove")[1]))


async def test_an_old_proof_is_asked_for_anew_and_the_form_goes_on(ada: Any) -> None:
    path = await role_form()
    asked = await ada.send(path, {"role": "staff"})
    assert asked.status_code == 403
    assert "fresh proof" in asked.text
    assert f'action="{path}"' in asked.text
    assert await role_of_wei() is Role.MODERATOR
    fields = hidden(asked.text)
    assert fields == {"csrf_token": ada.csrf_token, "role": "staff"}
    answer = await ada.send(path, {**fields, "proof": cast.code(now(), away=1)})
    assert answer.headers["location"] == "/admin/accounts?done=role"
    assert await role_of_wei() is Role.STAFF


async def test_a_fresh_proof_is_not_asked_for_again(ada: Any) -> None:
    path = await role_form()
    await ada.send(path, {"role": "staff", "proof": cast.code(now(), away=1)})
    assert (await ada.send(path, {"role": "moderator"})).status_code == 303
    assert await role_of_wei() is Role.MODERATOR


async def test_a_wrong_proof_changes_nothing_and_keeps_the_form(ada: Any) -> None:
    path = await role_form()
    for wrong in ("000000", cast.PASSWORD):
        asked = await ada.send(path, {"role": "staff", "proof": wrong})
        assert asked.status_code == 403
        assert "This code is not right" in asked.text
        assert wrong not in asked.text
        assert hidden(asked.text)["role"] == "staff"
    assert await role_of_wei() is Role.MODERATOR


async def test_wrong_proofs_are_slowed_down(ada: Any, limited: Runtime) -> None:
    path = await role_form()
    answers = [await ada.send(path, {"role": "staff", "proof": f"{count:06}"}) for count in range(11)]
    assert [answer.status_code for answer in answers] == [403] * 10 + [429]
    assert int(answers[-1].headers["retry-after"]) > 0


async def test_a_proof_does_not_stand_for_the_forms_own_token(ada: Any) -> None:
    sent = {"role": "staff", "proof": cast.code(now(), away=1), "csrf_token": "x"}
    answer = await ada.browser.post(await role_form(), data=sent)
    assert answer.status_code == 403
    assert "earlier sign-in" in answer.text
    assert await role_of_wei() is Role.MODERATOR


async def test_a_password_in_the_form_is_not_carried_along(ada: Any) -> None:
    secret = "a long first password"
    new = {"email": "lin@jianyan.example", "organisation": "<b>公交</b>", "role": "admin"}
    asked = await ada.send("/admin/accounts", {**new, "password": secret, "password_again": secret})
    assert asked.status_code == 403
    assert secret not in asked.text
    assert 'value="&lt;b&gt;公交&lt;/b&gt;"' in asked.text
    fields = hidden(asked.text)
    back = await ada.send("/admin/accounts", {**fields, "proof": cast.code(now(), away=1)})
    assert back.status_code == 422
    assert 'value="lin@jianyan.example"' in back.text


async def test_a_page_that_needs_a_proof_is_opened_after_it(ada: Any) -> None:
    asked = await ada.see("/admin/me/totp")
    assert asked.status_code == 403
    assert "secret" not in asked.text
    fields = hidden(asked.text)
    assert fields == {"csrf_token": ada.csrf_token, "next": "/admin/me/totp"}
    answer = await ada.send("/admin/me/proof", {**fields, "proof": cast.code(now(), away=1)})
    assert (answer.status_code, answer.headers["location"]) == (303, "/admin/me/totp")
    assert "secret" in (await ada.see("/admin/me/totp")).text


async def test_a_proof_never_leads_to_another_site(ada: Any) -> None:
    sent = {"next": "https://evil.example/", "proof": cast.code(now(), away=1)}
    assert (await ada.send("/admin/me/proof", sent)).headers["location"] == "/admin"


async def test_htmx_gets_the_question_in_place_and_json_a_problem(ada: Any) -> None:
    path = await role_form()
    ada.browser.headers["hx-request"] = "true"
    asked = await ada.send(path, {"role": "staff"})
    assert (asked.status_code, asked.headers["hx-retarget"]) == (403, "#notice")
    assert "<html" not in asked.text
    del ada.browser.headers["hx-request"]
    ada.browser.headers["accept"] = "application/json"
    problem = await ada.send(path, {"role": "staff"})
    assert (problem.status_code, problem.json()["title"]) == (403, "ProofNeeded")


async def test_qiao_proves_with_her_password_before_she_erases(qiao: Any, tracking: str) -> None:
    await grow_old()
    path = f"/admin/suggestions/{tracking}/erase"
    asked = await qiao.send(path)
    assert asked.status_code == 403
    assert 'name="proof" type="password"' in asked.text
    assert (await qiao.send(path, {"proof": "wrong password"})).status_code == 403
    assert (await qiao.send(path, {"proof": cast.PASSWORD})).status_code == 303


async def test_an_app_is_not_taken_away_without_a_fresh_proof(ada: Any) -> None:
    path = (await role_form()).replace("/role", "/totp/reset")
    assert (await ada.send(path)).status_code == 403
    assert (await accounts.person_by_email(cast.WEI)).has_totp
