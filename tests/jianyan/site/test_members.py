import re

import httpx

import builders
import cast
from jianyan import proposals, suggestions, tallies, topics
from jianyan.clock import now

ZH = {"Accept-Language": "zh-CN", "Accept": "text/html"}
OWN = {**ZH, "Sec-Fetch-Site": "same-origin"}


async def sign_in(
    client: httpx.AsyncClient, email: str = cast.HE, password: str = cast.PASSWORD
) -> httpx.Response:
    await builders.make_account(email, now=now())
    return await client.post("/sign-in", data={"email": email, "password": password}, headers=OWN)


def token_in(page: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]+)"', page)
    assert found
    return found[1]


async def test_he_signs_in_and_the_cookie_goes_to_his_pages_only(place) -> None:
    answer = await sign_in(place.client)
    assert (answer.status_code, answer.headers["location"]) == (303, "/me")
    cookie = answer.headers["set-cookie"].lower()
    assert "path=/me" in cookie
    assert "httponly" in cookie
    assert "samesite=lax" in cookie
    assert cast.HE.split("@")[0] in (await place.client.get("/me", headers=ZH)).text


async def test_a_wrong_password_and_an_unknown_address_read_the_same(place) -> None:
    wrong = await sign_in(place.client, password="wrong password")
    unknown = await place.client.post("/sign-in", data={"email": "x@y.example", "password": "z"}, headers=OWN)
    assert (wrong.status_code, unknown.status_code) == (403, 403)
    assert wrong.text.replace(cast.HE, "x@y.example") == unknown.text
    assert "set-cookie" not in wrong.headers


async def test_guessing_is_slowed_down_and_others_still_sign_in(place, limited) -> None:
    await builders.make_account(cast.HE, now=now())
    await builders.make_account(cast.WEI, now=now())
    fields = {"email": cast.HE, "password": "guess"}
    answers = [await place.client.post("/sign-in", data=fields, headers=OWN) for _ in range(12)]
    assert [answer.status_code for answer in answers] == [403] * 10 + [429] * 2
    assert int(answers[-1].headers["retry-after"]) > 0
    assert cast.HE in answers[-1].text
    right = await place.client.post(
        "/sign-in", data={"email": cast.HE, "password": cast.PASSWORD}, headers=OWN
    )
    assert right.status_code == 429
    console = {"email": cast.WEI, "password": cast.PASSWORD, "code": cast.code(now())}
    assert (await place.client.post("/admin/sign-in", data=console, headers=OWN)).status_code == 303


async def test_a_moderator_has_no_member_page(place) -> None:
    assert (await sign_in(place.client, cast.WEI)).status_code == 403


async def test_nobody_sees_my_page_without_signing_in(place) -> None:
    for path in ("/me", "/me/propose", "/me/suggest/buses-first"):
        assert (await place.client.get(path, headers=ZH)).headers["location"] == "/sign-in"
        place.client.cookies.set("jianyan_me", "planted", domain="127.0.0.1", path="/me")
        assert (await place.client.get(path, headers=ZH)).headers["location"] == "/sign-in"
    assert (await place.client.post("/me/propose", data={}, headers=OWN)).status_code == 401


async def test_he_suggests_and_is_tallied_apart(place) -> None:
    await sign_in(place.client)
    form = (await place.client.get("/me/suggest/buses-first", headers=ZH)).text
    fields = {
        "body": "委员建议：增设公交专用道",
        "csrf_token": token_in(form, "csrf_token"),
        "form_token": token_in(form, "form_token"),
    }
    for _ in range(2):  # sent twice, received once
        sent = await place.client.post("/me/suggest/buses-first", data=fields, headers=OWN)
        assert (sent.status_code, sent.headers["location"]) == (303, "/me")
    await place.send()
    tally = await tallies.for_topic(await topics.topic_by_slug("buses-first"), now=now())
    assert (tally.sources["member"], tally.sources["citizen"], tally.received) == (1, 1, 2)
    assert "委员建议：增设公交专用道" in (await place.client.get("/me", headers=ZH)).text


async def test_his_refused_form_keeps_the_text(place) -> None:
    await sign_in(place.client)
    form = (await place.client.get("/me/suggest/buses-first", headers=ZH)).text
    fields = {"body": "字" * 2_001, "csrf_token": token_in(form, "csrf_token"), "form_token": "x"}
    refused = await place.client.post("/me/suggest/buses-first", data=fields, headers=OWN)
    assert refused.status_code == 422
    assert "字" * 2_001 in refused.text


async def test_a_form_of_another_session_is_refused(place) -> None:
    await sign_in(place.client)
    fields = {"title": "题", "text": "文", "csrf_token": "0" * 64}
    assert (await place.client.post("/me/propose", data=fields, headers=OWN)).status_code == 403
    assert await proposals.proposals() == []


async def test_another_sites_form_is_refused_before_its_body_is_read(place, app) -> None:
    async def receive() -> dict[str, object]:
        raise AssertionError("the body was read")

    answers: list[dict[str, object]] = []

    async def send(message: dict[str, object]) -> None:
        answers.append(message)

    for header in ((b"sec-fetch-site", b"cross-site"), (b"origin", b"https://evil.example")):
        scope = {
            "type": "http",
            "asgi": {"version": "3.0"},
            "http_version": "1.1",
            "method": "POST",
            "scheme": "http",
            "path": "/me/propose",
            "raw_path": b"/me/propose",
            "query_string": b"",
            "headers": [(b"host", b"127.0.0.1:8000"), header],
            "client": ("127.0.0.1", 1),
            "server": ("127.0.0.1", 8000),
        }
        answers.clear()
        await app(scope, receive, send)
        assert answers[0]["status"] == 403


async def test_he_proposes_a_topic_and_reads_what_became_of_it(place) -> None:
    await sign_in(place.client)
    form = (await place.client.get("/me/propose", headers=ZH)).text
    token = token_in(form, "csrf_token")
    empty = await place.client.post(
        "/me/propose", data={"title": "", "text": "缘由", "csrf_token": token}, headers=OWN
    )
    assert empty.status_code == 422
    assert "缘由" in empty.text
    fields = {"title": "夜间公交", "text": "夜班工人很多", "csrf_token": token}
    assert (await place.client.post("/me/propose", data=fields, headers=OWN)).status_code == 303
    [proposal] = await proposals.proposals()
    qiao = await builders.make_person(cast.QIAO)
    await proposals.examine_proposal(proposal.id, "夜间公交", "夜班工人很多", by=qiao, now=now())
    assert "征集支持" in (await place.client.get("/me", headers=ZH)).text
    reason = "今年已有同类议题"
    await proposals.decide_on_proposal(proposal.id, reason, accepted=False, by=qiao, now=now())
    assert "今年已有同类议题" in (await place.client.get("/me", headers=ZH)).text


async def test_signing_out_ends_the_session(place) -> None:
    await sign_in(place.client)
    page = (await place.client.get("/me", headers=ZH)).text
    cookie = place.client.cookies.get("jianyan_me")
    out = await place.client.post(
        "/me/sign-out", data={"csrf_token": token_in(page, "csrf_token")}, headers=OWN
    )
    assert out.status_code == 303
    place.client.cookies.set("jianyan_me", str(cookie), domain="127.0.0.1", path="/me")
    assert (await place.client.get("/me", headers=ZH)).headers["location"] == "/sign-in"


async def test_public_pages_set_no_cookie_even_where_one_is_sent(place) -> None:
    place.client.cookies.set("jianyan_me", "anything")
    for path in ("/", "/t/buses-first", f"/s/{place.code}", "/privacy", "/receipt"):
        assert "set-cookie" not in (await place.client.get(path, headers=ZH)).headers
    assert await suggestions.count_in_state(None, [suggestions.SuggestionState.WAITING]) == 0
