import asyncio
import re

import httpx
import msgspec
import pytest

import builders
import cast
from jianyan import proposals
from jianyan.clock import now
from jianyan.limits import Buckets

ZH = {"Accept-Language": "zh-CN", "Accept": "text/html"}
FOREIGN = {**ZH, "Sec-Fetch-Site": "cross-site"}


async def opened(title: str = "夜间公交怎么开") -> int:
    he, qiao = await builders.make_person(cast.HE), await builders.make_person(cast.QIAO)
    proposal_id = await proposals.propose(title, "请问一问夜班工人。", by=he, now=now())
    await proposals.examine_proposal(proposal_id, title, "请问一问夜班工人。", by=qiao, now=now())
    return proposal_id


async def post(client: httpx.AsyncClient, proposal_id: int, act: str = "support") -> httpx.Response:
    return await client.post(f"/proposals/{proposal_id}/{act}", headers=ZH)


async def count(proposal_id: int) -> int:
    return (await proposals.public_proposal(proposal_id)).supporters


async def test_the_list_leads_to_a_proposal_and_home_leads_to_the_list(place) -> None:
    assert "/proposals" not in (await place.client.get("/", headers=ZH)).text
    proposal_id = await opened()
    assert 'href="/proposals"' in (await place.client.get("/", headers=ZH)).text
    assert f'href="/proposals/{proposal_id}"' in (await place.client.get("/proposals", headers=ZH)).text
    page = (await place.client.get(f"/proposals/{proposal_id}", headers=ZH)).text
    assert "请问一问夜班工人。" in page
    assert "我支持这个议题" in page


async def test_pages_set_no_cookie_and_are_the_same_for_everybody(place) -> None:
    proposal_id = await opened()
    await post(place.client, proposal_id)
    for path in ("/proposals", f"/proposals/{proposal_id}"):
        with_cookie = await place.client.get(path, headers=ZH)
        place.client.cookies.clear()
        without = await place.client.get(path, headers=ZH)
        assert with_cookie.text == without.text
        assert "set-cookie" not in with_cookie.headers
        assert "cookie" not in with_cookie.headers["vary"].lower()
        assert with_cookie.headers["cache-control"] == "public, max-age=5"


async def test_the_answer_to_a_support_sets_the_cookie_for_these_pages(place) -> None:
    proposal_id = await opened()
    answer = await post(place.client, proposal_id)
    assert answer.status_code == 200
    assert "您已支持" in answer.text
    assert answer.headers["cache-control"] == "no-store"
    cookie = answer.headers["set-cookie"].lower()
    assert re.match(r"jianyan_support=[0-9a-f]{32};", cookie)
    assert {"path=/proposals", "httponly", "samesite=lax"} <= set(cookie.split("; "))
    assert "secure" not in cookie


async def test_the_cookie_is_secure_where_the_address_is(place) -> None:
    proposal_id, runtime = await opened(), place.runtime
    runtime.settings = msgspec.structs.replace(runtime.settings, base_url="https://city.example")
    assert "secure" in (await post(place.client, proposal_id)).headers["set-cookie"].lower()


async def test_the_same_browser_counts_once_and_can_take_it_back(place) -> None:
    proposal_id = await opened()
    for _ in range(2):
        await post(place.client, proposal_id)
    assert await count(proposal_id) == 1
    back = await post(place.client, proposal_id, "support/withdraw")
    assert (back.status_code, await count(proposal_id)) == (200, 0)
    again = await post(place.client, proposal_id, "support/withdraw")
    assert "没有" in again.text


async def test_without_the_cookie_nothing_is_taken_back(place) -> None:
    proposal_id = await opened()
    await post(place.client, proposal_id)
    place.client.cookies.clear()
    answer = await post(place.client, proposal_id, "support/withdraw")
    assert "set-cookie" not in answer.headers
    assert await count(proposal_id) == 1


async def test_a_hundred_posts_of_one_browser_are_one_supporter(place) -> None:
    proposal_id = await opened()
    await post(place.client, await another(proposal_id))
    answers = await asyncio.gather(*(post(place.client, proposal_id) for _ in range(100)))
    assert {answer.status_code for answer in answers} == {200}
    assert await count(proposal_id) == 1


async def another(first: int) -> int:
    """Give another open proposal of the same member: supporting it gives the browser its cookie."""
    he, qiao = [(await builders.make_session(email, away=1)).person for email in (cast.HE, cast.QIAO)]
    proposal_id = await proposals.propose("另一件", "也问一问。", by=he, now=now())
    await proposals.examine_proposal(proposal_id, "另一件", "也问一问。", by=qiao, now=now())
    assert proposal_id != first
    return proposal_id


@pytest.mark.parametrize("planted", ["x", "A" * 32, "0" * 64, "a" * 31 + ";"])
async def test_a_planted_cookie_is_replaced(place, planted: str) -> None:
    proposal_id = await opened()
    answer = await place.client.post(
        f"/proposals/{proposal_id}/support", headers={**ZH, "Cookie": f"jianyan_support={planted}"}
    )
    given = re.search(r"jianyan_support=(\w+)", answer.headers["set-cookie"])
    assert given
    assert given[1] != planted
    assert await count(proposal_id) == 1


async def test_another_sites_page_supports_nothing(place) -> None:
    proposal_id = await opened()
    answer = await place.client.post(f"/proposals/{proposal_id}/support", headers=FOREIGN)
    assert (answer.status_code, await count(proposal_id)) == (403, 0)


async def test_a_network_that_is_too_quick_waits_and_whoever_is_counted_does_not(place, limited) -> None:
    proposal_id = await opened()
    limited.supports_of_network = Buckets(burst=2, every_s=60)
    first = await post(place.client, proposal_id)
    token = first.headers["set-cookie"].split(";")[0]
    statuses = []
    for _ in range(2):
        place.client.cookies.clear()
        statuses.append((await post(place.client, proposal_id)).status_code)
    assert statuses == [200, 429]
    place.client.cookies.clear()
    refused = await post(place.client, proposal_id)
    assert int(refused.headers["retry-after"]) > 0
    assert "set-cookie" not in refused.headers
    assert "我支持这个议题" in refused.text
    known = await place.client.post(f"/proposals/{proposal_id}/support", headers={**ZH, "Cookie": token})
    assert (known.status_code, await count(proposal_id)) == (200, 2)


async def test_what_is_decided_on_is_read_and_not_supported(place) -> None:
    proposal_id = await opened()
    qiao = (await builders.make_session(cast.QIAO, away=1)).person
    await proposals.decide_on_proposal(proposal_id, "今年已有同类议题。", accepted=False, by=qiao, now=now())
    answer = await post(place.client, proposal_id)
    assert answer.status_code == 409
    assert "今年已有同类议题。" in answer.text
    assert "set-cookie" not in answer.headers


@pytest.mark.parametrize("number", ["999", "0", "99999999999999999999"])
async def test_an_unknown_proposal_is_not_found(place, number: str) -> None:
    assert (await place.client.get(f"/proposals/{number}", headers=ZH)).status_code == 404
    assert (await place.client.post(f"/proposals/{number}/support", headers=ZH)).status_code == 404


async def test_what_was_not_examined_is_shown_to_nobody(place) -> None:
    he = await builders.make_person(cast.HE)
    proposal_id = await proposals.propose("先不公开", "还没有人看过。", by=he, now=now())
    assert "先不公开" not in (await place.client.get("/proposals", headers=ZH)).text
    assert (await place.client.get(f"/proposals/{proposal_id}", headers=ZH)).status_code == 404
    assert (await post(place.client, proposal_id)).status_code == 404
