import re
from datetime import timedelta
from typing import Any

import httpx
import pytest

import builders
import cast
from jianyan import appeals, moderation, suggestions, trail
from jianyan.appeals import Outcome
from jianyan.clock import now
from jianyan.moderation import Act, Reason, Verdict
from jianyan.runtime import Runtime

JSON = {"Accept": "application/json"}
ZH = {"Accept-Language": "zh-CN", "Accept": "text/html"}
WHY = "这条说的就是公交。"


class Lan:
    """A citizen who holds the receipt of one suggestion."""

    def __init__(self, client: httpx.AsyncClient, sent: dict[str, str]) -> None:
        self.client = client
        self.tracking, self.receipt = sent["tracking"], sent["receipt"]

    async def opens(self, act: str = "", *, headers: dict[str, str] = JSON, **fields: str) -> httpx.Response:
        path = f"/receipt/{act}" if act else "/receipt"
        return await self.client.post(path, data={"receipt": self.receipt, **fields}, headers=headers)

    async def decided(self, act: Act) -> None:
        wei = await builders.make_person()
        reason = Reason.OFF_TOPIC if act is Act.DECLINE else None
        await moderation.decide(self.tracking, Verdict(act=act, reason=reason), by=wei, now=now())


@pytest.fixture
async def lan(place: Any) -> Lan:
    """Let Lan send a suggestion."""
    return Lan(place.client, (await place.send()).json())


def forms_in(page: str) -> list[str]:
    return re.findall(r'<form method="post" action="([^"]+)"', page)


async def test_the_page_offers_what_can_be_done_and_nothing_else(lan: Lan) -> None:
    assert forms_in((await lan.opens(headers=ZH)).text) == ["/receipt/addition", "/receipt/withdraw"]
    await lan.decided(Act.DECLINE)
    assert forms_in((await lan.opens(headers=ZH)).text) == ["/receipt/appeal", "/receipt/addition"]
    assert (await lan.opens()).json()["may"] == {"appeal": True, "withdraw": False, "add_facts": True}


async def test_lan_appeals_and_reads_who_looks_at_it_until_when(lan: Lan) -> None:
    await lan.decided(Act.DECLINE)
    page = await lan.opens("appeal", headers=ZH, appeal=WHY)
    assert page.status_code == 200
    due_on = (now() + timedelta(days=7)).astimezone(builders.SHANGHAI)
    day = f"{due_on.year}年{due_on.month}月{due_on.day}日"
    for said in ("已收到您的申诉。", "另一位审核员正在复核。", day, WHY):
        assert said in page.text
    assert forms_in(page.text) == ["/receipt/addition"]
    again = (await lan.opens("appeal", appeal=WHY)).json()
    assert again["appeal"]["due_on"] == due_on.date().isoformat()
    assert again["may"]["appeal"] is False


@pytest.mark.parametrize(
    ("outcome", "state", "said"),
    [(Outcome.UPHOLD, "declined", "维持原决定"), (Outcome.OVERTURN, "waiting", "申诉成立")],
)
async def test_lan_reads_the_answer(lan: Lan, outcome: Outcome, state: str, said: str) -> None:
    await lan.decided(Act.DECLINE)
    await lan.opens("appeal", appeal=WHY)
    zhu = await builders.make_person(cast.ZHU)
    await appeals.hear(lan.tracking, outcome, "站名写错，已更正。", by=zhu, now=now())
    page = (await lan.opens(headers=ZH)).text
    assert said in page
    assert "站名写错，已更正。" in page
    answer = (await lan.opens()).json()
    assert (answer["state"], answer["appeal"]["outcome"]) == (state, outcome.value)


async def test_lan_adds_facts_and_reads_them_again(lan: Lan) -> None:
    page = await lan.opens("addition", headers=ZH, facts="是晚上十点以后。<b>")
    assert "已收到您补充的情况。" in page.text
    assert "是晚上十点以后。&lt;b&gt;" in page.text
    assert [one["text"] for one in (await lan.opens()).json()["additions"]] == ["是晚上十点以后。<b>"]


async def test_lan_withdraws_and_is_told(lan: Lan) -> None:
    page = await lan.opens("withdraw", headers=ZH)
    assert "已撤回您的建议。" in page.text
    assert forms_in(page.text) == []
    assert (await lan.opens("withdraw")).json()["state"] == "withdrawn"
    assert [act.kind for act in await trail.history(lan.tracking)] == ["submit", "withdraw"]


async def test_a_refused_form_comes_back_with_its_text(lan: Lan) -> None:
    text = "字" * 1_001
    page = await lan.opens("addition", headers=ZH, facts=text)
    assert page.status_code == 422
    assert text in page.text
    assert 'id="facts-error"' in page.text
    problem = await lan.opens("appeal", appeal=WHY)
    assert (problem.status_code, problem.headers["content-type"]) == (409, "application/problem+json")
    page = await lan.opens("appeal", headers=ZH, appeal=WHY)
    assert (page.status_code, "只有未公开的建议才能申诉。" in page.text) == (409, True)


@pytest.mark.parametrize("act", ["appeal", "withdraw", "addition"])
async def test_a_wrong_receipt_does_nothing(lan: Lan, act: str) -> None:
    lan.receipt = ("1" if lan.receipt[0] != "1" else "2") + lan.receipt[1:]
    assert (await lan.opens(act, appeal=WHY, facts=WHY)).status_code == 404
    assert [one.kind for one in await trail.history(lan.tracking)] == ["submit"]
    assert (await lan.client.get(f"/receipt/{act}")).status_code == 405


async def test_the_receipt_stands_in_hidden_fields_and_in_no_address(lan: Lan) -> None:
    page = (await lan.opens(headers=ZH)).text
    assert page.count(f'<input type="hidden" name="receipt" value="{lan.receipt}">') == 2
    assert not any(lan.receipt in address for address in re.findall(r'(?:href|action|src)="([^"]+)"', page))


async def test_a_network_that_sends_too_much_is_told_to_wait_and_keeps_its_text(
    lan: Lan, limited: Runtime
) -> None:
    while (await lan.opens("withdraw")).status_code == 200:
        pass
    page = await lan.opens("addition", headers=ZH, facts="慢一点")
    assert (page.status_code, "retry-after" in page.headers) == (429, True)
    assert (await lan.opens()).status_code == 200


async def test_he_does_the_same_on_his_own_page_and_nobody_else_does(client: httpx.AsyncClient) -> None:
    opens_at = now() - timedelta(hours=1)
    topic = await builders.make_topic(opens_at=opens_at, closes_at=opens_at + timedelta(days=7))
    await builders.make_account(cast.HE, now=now())
    await client.post("/sign-in", data={"email": cast.HE, "password": cast.PASSWORD})
    form = (await client.get(f"/me/suggest/{topic.slug}", headers=ZH)).text
    hidden = dict(re.findall(r'name="(form_token|csrf_token)" value="([^"]+)"', form))
    await client.post(f"/me/suggest/{topic.slug}", data={**hidden, "body": "多设座椅。"})
    found = (await suggestions.in_state(topic.id, [suggestions.SuggestionState.WAITING], most=1))[0]
    address = f"/me/suggestions/{found.tracking}"
    assert f'href="{address}"' in (await client.get("/me", headers=ZH)).text
    assert forms_in((await client.get(address, headers=ZH)).text) == [
        f"{address}/addition",
        f"{address}/withdraw",
    ]
    assert (await client.post(f"{address}/withdraw", data={"csrf_token": "x"})).status_code == 403
    said = await client.post(f"{address}/addition", data={**hidden, "facts": "在北门。"}, headers=ZH)
    assert (said.status_code, "在北门。" in said.text) == (200, True)
    act = (await trail.history(found.tracking))[-1]
    assert (act.kind, act.role) == ("add-facts", "member")
    assert (await client.post(f"{address}/other", data=hidden)).status_code == 404


async def test_a_member_opens_no_suggestion_of_somebody_else(lan: Lan) -> None:
    await builders.make_account(cast.HE, now=now())
    await lan.client.post("/sign-in", data={"email": cast.HE, "password": cast.PASSWORD})
    page = (await lan.client.get("/me")).text
    token = re.search(r'name="csrf_token" value="([^"]+)"', page)
    assert token
    address = f"/me/suggestions/{lan.tracking}"
    assert (await lan.client.get(address)).status_code == 404
    assert (await lan.client.post(f"{address}/withdraw", data={"csrf_token": token[1]})).status_code == 404
    assert [act.kind for act in await trail.history(lan.tracking)] == ["submit"]
