import re
from datetime import timedelta
from typing import Protocol

import httpx
import pytest

import builders
from jianyan import db, groups, moderation, suggestions, topics, trail
from jianyan.clock import day_of, now
from jianyan.groups import queries
from jianyan.groups.tables import GroupMember
from jianyan.keys import KeyRing
from jianyan.suggestions import NewSuggestion, Source, SuggestionState, new_tracking, submit_many
from jianyan.suggestions.tables import Suggestion

ENGLISH = {"accept-language": "en"}
LAMPS = (
    "银杏苑门口的路灯不亮，晚上走路害怕",
    "银杏苑门口的路灯坏了两个月，晚上很黑",
    "请修银杏苑门口的路灯，晚上很黑",
)
BUSES = ("末班车收得太早，下了晚班坐不上", "十二路末班车太早了，下晚班的人坐不上")


PAGE_BYTES_MOST = 200_000


class Desk(Protocol):
    browser: httpx.AsyncClient
    csrf_token: str

    async def see(self, path: str, **query: str) -> httpx.Response: ...
    async def send(self, path: str, fields: dict[str, str] | None = None) -> httpx.Response: ...


@pytest.fixture
async def lamps(wei: Desk, keys: KeyRing) -> list[str]:
    """Give the numbers of three about lamps; two about buses are there too, and all are in groups."""
    await builders.make_topic(opens_at=now() - timedelta(hours=1), closes_at=None)
    code = await builders.make_placement()
    sent = [(await builders.submit(keys, code, body, now=now()))[0].tracking for body in (*LAMPS, *BUSES)]
    known = groups.Gatherings("test")
    topic = await topics.topic_by_slug("buses-first")
    while await groups.gather(topic.id, known, now=now()):
        continue
    return sent[: len(LAMPS)]


async def page(desk: Desk) -> str:
    answer = await desk.browser.get("/admin/groups", params={"topic": "buses-first"}, headers=ENGLISH)
    assert answer.status_code == 200
    return answer.text


def into(page: str) -> str:
    found = re.search(r'name="into" value="([^"]+)"', page)
    assert found is not None
    return found[1]


async def states(trackings: list[str]) -> dict[str, str]:
    return {each: (await suggestions.by_tracking(each)).state.value for each in trackings}


async def test_wei_sees_the_hottest_issue_first_with_what_makes_it_hot(wei: Desk, lamps: list[str]) -> None:
    shown = await page(wei)
    assert "<h1>Alike · 2 issues</h1>" in shown
    assert shown.index("银杏苑") < shown.index("末班车")
    for text in ("3 suggestions · 3 people", "30 for people", "Merge the 2 that wait into this one", *LAMPS):
        assert text in shown.split("</article>")[0]
    assert into(shown) in lamps


async def test_of_a_large_issue_wei_reads_how_many_say_it_and_how_many_are_listed(
    wei: Desk, lamps: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queries, "NEWEST_MOST", 2)
    cards = (await page(wei)).split("</article>")[:2]
    (large,) = [card for card in cards if "<span>3 suggestions</span>" in card]
    (small,) = [card for card in cards if "<span>2 suggestions · 2 people</span>" in card]
    assert "those of the newest 2, which are listed here" in large
    assert large.partition("<details>")[2].count('<a href="/admin/suggestions/') == 2
    assert "newest" not in small


@pytest.fixture
async def crowds(wei: Desk) -> None:
    """Give twenty issues of which 200 people each write at length."""
    topic = await builders.make_topic(opens_at=now() - timedelta(hours=1), closes_at=None)
    at = {"received_at": now(), "received_on": day_of(now(), builders.SHANGHAI)}
    for number in range(20):
        body = "".join(chr(0x4E00 + 300 * number + letter) for letter in range(300))
        new = [
            NewSuggestion(tracking=new_tracking(), topic_id=topic.id, body=body, source=Source.CITIZEN, **at)
            for _ in range(200)
        ]
        await submit_many(new, now=now())
    ids = [row["id"] for row in await Suggestion.select(Suggestion.id).order_by(Suggestion.id)]
    rows = [
        GroupMember(suggestion=each, topic=topic.id, first=ids[place - place % 200], likeness=1.0)
        for place, each in enumerate(ids)
    ]
    async with db.transaction():
        for start in range(0, len(rows), 500):
            await GroupMember.insert(*rows[start : start + 500])


async def test_a_page_of_huge_groups_stays_small_and_each_is_walked_page_by_page(
    wei: Desk, crowds: None
) -> None:
    shown = await page(wei)
    assert shown.count("</article>") == 20
    assert len(shown.encode()) < PAGE_BYTES_MOST
    assert 'name="member"' not in shown
    own = shown.partition("&amp;issue=")[2].partition('"')[0]
    seen: list[str] = []
    for number in range(1, 5):
        query = {"topic": "buses-first", "issue": own, "page": str(number)}
        answer = await wei.browser.get("/admin/groups", params=query, headers=ENGLISH)
        assert len(answer.content) < PAGE_BYTES_MOST
        assert f"Suggestions {50 * number - 49} to {50 * number} of 200" in answer.text
        assert answer.text.count('name="member"') == 199
        seen += re.findall(r'<li>\s*<a href="/admin/suggestions/(\w+)"', answer.text)
    assert ("Next page" in answer.text, "Previous page" in answer.text) == (False, True)
    assert len(set(seen)) == len(seen) == 200


async def test_what_no_worker_compared_for_a_minute_is_told(
    wei: Desk, keys: KeyRing, lamps: list[str]
) -> None:
    assert "jianyan work" not in await page(wei)
    code = await builders.make_placement()
    await builders.submit(keys, code, "路口没有红绿灯", now=now())
    assert "jianyan work" not in await page(wei), "it came a moment ago"
    for body in ("公园没有长椅", "图书馆关门太早"):
        await builders.submit(keys, code, body, now=now() - timedelta(minutes=2))
    shown = await page(wei)
    assert "2 suggestions have waited for more than a minute" in shown
    assert "start one with “jianyan work”" in shown


async def test_wei_merges_what_waits_into_the_one_that_says_it_best(wei: Desk, lamps: list[str]) -> None:
    shown = await page(wei)
    head = into(shown)
    members = re.findall(r'name="member" value="([^"]+)"', shown.split("</article>")[0])
    sent = {"csrf_token": wei.csrf_token, "topic": "buses-first", "days": "30", "into": head}
    answer = await wei.browser.post("/admin/groups/merge", data={**sent, "member": members})
    assert answer.status_code == 303
    found = await states(lamps)
    assert found.pop(head) == "waiting"
    assert set(found.values()) == {"merged"}
    after = (await wei.browser.get(answer.headers["location"], headers=ENGLISH)).text
    assert "Merged. Each can be split off again" in after
    assert "2 are merged already." in after
    assert await moderation.first_fault() is None


async def test_a_merge_into_what_cannot_be_merged_into_is_refused_and_merges_nothing(
    wei: Desk, lamps: list[str]
) -> None:
    sent = {"topic": "buses-first", "into": "23456789ABCDEF", "member": lamps[0]}
    assert (await wei.send("/admin/groups/merge", sent)).status_code == 404
    assert set((await states(lamps)).values()) == {"waiting"}


async def test_one_suggestion_is_merged_and_undone_by_the_decision_of_the_contract(
    wei: Desk, lamps: list[str]
) -> None:
    one, head, _ = lamps
    path = f"/admin/suggestions/{one}/decision"
    merged = await wei.send(path, {"decision": "merge", "into": head})
    assert (merged.status_code, merged.json()["state"]) == (200, "merged")
    shown = (await wei.browser.get(f"/admin/suggestions/{one}", headers=ENGLISH)).text
    assert f"Counted with {head}, one of 2" in shown
    shown = (await wei.browser.get(f"/admin/suggestions/{head}", headers=ENGLISH)).text
    assert "One other suggestion is counted with this one." in shown
    sent = {"csrf_token": wei.csrf_token, "decision": "merge", "into": head}
    again = await wei.browser.post(path, data=sent, headers={"accept": "application/json"})
    assert (again.status_code, again.json()["state"]) == (409, "merged")
    undone = await wei.send(path, {"decision": "undo"})
    assert undone.json()["state"] == "waiting"


@pytest.mark.parametrize("wrong", ["", "23456789ABCDEF", "itself"])
async def test_a_merge_into_nothing_or_itself_is_refused_at_the_field(
    wei: Desk, lamps: list[str], wrong: str
) -> None:
    sent = {
        "csrf_token": wei.csrf_token,
        "decision": "merge",
        "into": lamps[0] if wrong == "itself" else wrong,
    }
    path = f"/admin/suggestions/{lamps[0]}/decision"
    answer = await wei.browser.post(path, data=sent, headers={**ENGLISH, "accept": "text/html"})
    assert answer.status_code == 422
    assert "It can only be merged into another suggestion" in answer.text
    assert (await suggestions.by_tracking(lamps[0])).state is SuggestionState.WAITING


async def test_an_empty_topic_says_that_nothing_was_said_twice(wei: Desk) -> None:
    await builders.make_topic()
    assert "Nothing was said twice in this time." in await page(wei)


async def test_without_a_topic_the_page_says_so(wei: Desk) -> None:
    answer = await wei.browser.get("/admin/groups", headers=ENGLISH)
    assert "There is no topic yet." in answer.text


async def test_who_is_not_signed_in_sees_no_groups(client: httpx.AsyncClient) -> None:
    assert (await client.get("/admin/groups")).status_code == 303


async def test_the_card_says_how_many_say_the_same_and_merges_into_one_of_them(
    wei: Desk, lamps: list[str]
) -> None:
    card = await wei.browser.get(f"/admin/queue/cards/{lamps[0]}", headers=ENGLISH)
    assert "2 others say the same" in card.text
    mates = await wei.browser.get(f"/admin/suggestions/{lamps[0]}/alike", headers=ENGLISH)
    assert set(re.findall(r'name="into" value="(\w+)"', mates.text)) == set(lamps[1:])
    sent = {"csrf_token": wei.csrf_token, "decision": "merge", "into": lamps[1]}
    in_place = {**ENGLISH, "hx-request": "true"}
    answer = await wei.browser.post(f"/admin/suggestions/{lamps[0]}/decision", data=sent, headers=in_place)
    assert (answer.status_code, await states(lamps)) == (
        200,
        {lamps[0]: "merged", lamps[1]: "waiting", lamps[2]: "waiting"},
    )
    undo = {**sent, "decision": "undo"}
    assert (
        await wei.browser.post(f"/admin/suggestions/{lamps[0]}/decision", data=undo, headers=in_place)
    ).status_code == 200
    assert await moderation.merged_into((await suggestions.by_tracking(lamps[0])).id) is None
    assert await moderation.first_fault() is None


async def test_a_merge_of_many_has_one_more_record(wei: Desk, lamps: list[str]) -> None:
    by = await builders.make_person("zhu@jianyan.example")
    await moderation.let_go(by=by)
    count = await moderation.merge_all(lamps, into=lamps[2], by=by, now=now() + moderation.LEASE)
    assert count == 2
    decided = await moderation.decisions_on((await suggestions.by_tracking(lamps[0])).id)
    [summary] = await trail.history(f"batch-{decided[-1].batch}")
    assert (summary.data["act"], summary.data["count"], summary.data["into"]) == ("merge", 2, lamps[2])


async def test_what_somebody_else_has_in_hand_is_not_merged(wei: Desk, lamps: list[str]) -> None:
    zhu = await builders.make_person("zhu@jianyan.example")
    held = (await suggestions.by_tracking(lamps[0])).id
    await moderation.take([held], by=zhu, now=now())
    sent = {"csrf_token": wei.csrf_token, "topic": "buses-first", "into": lamps[2], "member": lamps[:2]}
    await wei.browser.post("/admin/groups/merge", data=sent)
    assert await states(lamps[:2]) == {lamps[0]: "waiting", lamps[1]: "merged"}


async def test_one_decision_is_taken_on_all_of_a_group(wei: Desk, lamps: list[str]) -> None:
    issue = (await page(wei)).split("</article>")[0]
    chosen = re.findall(r'name="tracking" value="(\w+)"', issue)
    assert set(chosen) == set(lamps)
    asked = await wei.browser.get("/admin/batch", params={"tracking": chosen}, headers=ENGLISH)
    assert "<h1>One decision on 3 suggestions</h1>" in asked.text


async def test_personal_data_is_masked_among_the_groups_too(
    wei: Desk, lamps: list[str], keys: KeyRing
) -> None:
    code = await builders.make_placement(name="银杏苑")
    for body in ("银杏苑门口的路灯不亮，电话 13800138000", "银杏苑门口的路灯不亮了，电话 13800138000"):
        await builders.submit(keys, code, body, now=now())
    topic, known = await topics.topic_by_slug("buses-first"), groups.Gatherings("again")
    while await groups.gather(topic.id, known, now=now() + timedelta(minutes=5)):
        continue
    shown = await page(wei)
    assert "138****8000" in shown
    assert "13800138000" not in shown
