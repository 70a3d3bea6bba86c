import re

import builders
from jianyan import moderation, suggestions
from jianyan.clock import now

JSON = {"Accept": "application/json"}
ZH = {"Accept-Language": "zh-CN", "Accept": "text/html"}


async def test_lan_finds_her_suggestion_however_she_types_the_receipt(place) -> None:
    sent = (await place.send()).json()
    receipt = sent["receipt"]
    grouped = " ".join(receipt[start : start + 4] for start in range(0, 16, 4))
    for typed in (receipt, receipt.lower(), grouped, grouped.replace(" ", "-"), f" {receipt} "):
        found = await place.client.post("/receipt", data={"receipt": typed}, headers=JSON)
        assert found.status_code == 200
        assert found.json()["tracking"] == sent["tracking"]
        assert found.json()["state"] == "waiting"
        assert found.json()["received_at"]


async def test_a_single_wrong_character_opens_nothing(place) -> None:
    receipt = (await place.send()).json()["receipt"]
    wrong = ("1" if receipt[0] != "1" else "2") + receipt[1:]
    for typed in (wrong, receipt[:-1], "", "U" * 16, receipt + "0"):
        problem = await place.client.post("/receipt", data={"receipt": typed}, headers=JSON)
        assert problem.status_code == 404
    page = await place.client.post("/receipt", data={"receipt": wrong}, headers=ZH)
    assert page.status_code == 404
    assert wrong in page.text


async def test_the_receipt_page_says_why_it_was_declined(place) -> None:
    sent = (await place.send()).json()
    wei = await builders.make_person()
    verdict = moderation.Verdict(act=moderation.Act.DECLINE, reason=moderation.Reason.ADVERTISING)
    await moderation.decide(sent["tracking"], verdict, by=wei, now=now())
    found = (await place.client.post("/receipt", data={"receipt": sent["receipt"]}, headers=JSON)).json()
    assert (found["state"], found["reason"]) == ("declined", "advertising")
    english = {"Accept-Language": "en", "Accept": "text/html"}
    page = await place.client.post("/receipt", data={"receipt": sent["receipt"]}, headers=english)
    assert "It advertises something." in page.text


async def test_a_receipt_is_never_in_an_address(place) -> None:
    page = await place.send(as_json=False)
    receipt = re.search(r'class="code">([0-9A-Z ]{19})<', page.text)
    assert receipt
    addresses = re.findall(r'(?:href|action|src)="([^"]+)"', page.text)
    assert not any(receipt[1].replace(" ", "") in address for address in addresses)
    assert (await place.client.get("/receipt", headers=ZH)).status_code == 200


async def test_an_erased_text_is_gone_and_the_state_stays(place) -> None:
    sent = (await place.send("请删除我")).json()
    await suggestions.erase(sent["tracking"], by=None, now=now())
    page = await place.client.post("/receipt", data={"receipt": sent["receipt"]}, headers=ZH)
    assert page.status_code == 200
    assert "请删除我" not in page.text


async def test_the_receipt_page_says_with_how_many_a_merged_one_is_counted(place) -> None:
    head, sent = (await place.send()).json(), (await place.send()).json()
    wei = await builders.make_person()
    await moderation.merge(sent["tracking"], into=head["tracking"], by=wei, now=now())
    found = (await place.client.post("/receipt", data={"receipt": sent["receipt"]}, headers=JSON)).json()
    assert (found["state"], found["merged"]) == ("merged", {"together": 2, "state": "waiting"})
    page = await place.client.post("/receipt", data={"receipt": sent["receipt"]}, headers=ZH)
    assert "计为 2 条之一" in page.text
    head_page = await place.client.post("/receipt", data={"receipt": head["receipt"]}, headers=ZH)
    assert "条之一" not in head_page.text
