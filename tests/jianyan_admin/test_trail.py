import re
from collections.abc import Awaitable, Callable
from typing import Protocol

import httpx
import pytest
from litestar import Litestar

import builders
import cast
import readers
from cities import City
from jianyan import accounts, campaigns, moderation, suggestions, topics, trail
from jianyan.cases import Adoption, Result
from jianyan.clock import now
from jianyan.keys import KeyRing
from jianyan.moderation import Act, Reason, Verdict
from worlds import FOREIGN_MARKS, OWN, make_worlds

ENGLISH = {"accept-language": "en"}


class Desk(Protocol):
    browser: httpx.AsyncClient
    csrf_token: str


async def page_of(desk: Desk, query: str = "") -> str:
    answer = await desk.browser.get(f"/admin/trail{query}", headers=ENGLISH)
    assert answer.status_code == 200
    return answer.text


async def test_qiao_reads_who_did_what_newest_first(qiao: Desk, tracking: str) -> None:
    page = await page_of(qiao)
    assert f"<h1>Trail · {await trail.size()} acts</h1>" in page
    assert page.index("Suggestion received") < page.index("Topic published") < page.index("Sign-in</b>")
    assert "qiao" in page
    assert f'href="/admin/suggestions/{tracking}"' in page
    assert "优先发展城市公交" in page


async def test_the_trail_is_filtered_by_kind(qiao: Desk, tracking: str) -> None:
    page = await page_of(qiao, "?kind=submit")
    kinds = re.findall(r'<td class="tight first" data-name=""><b>([^<]+)</b></td>', page)
    assert kinds == ["Suggestion received"]
    assert "There is no such act." in await page_of(qiao, "?kind=erase")


async def test_a_long_trail_is_walked_page_by_page_without_a_gap(qiao: Desk) -> None:
    entries = [
        trail.Entry(kind="code-print", subject=f"topic-{count}", is_first=True) for count in range(230)
    ]
    await trail.record(*entries, at=now())
    seen: list[int] = []
    query = ""
    while True:
        page = await page_of(qiao, query)
        seen += [int(number) for number in re.findall(r'<td class="num"[^>]*>(\d+)</td>', page)]
        further = re.search(r'href="/admin/trail(\?[^"]*before=\d+)">Older', page)
        if further is None:
            break
        query = further[1].replace("&amp;", "&")
    assert seen == list(range(await trail.size() - 1, -1, -1))


async def test_people_read_the_acts_of_their_own_scope_and_roots_those_of_nobody(
    app: Litestar, keys: KeyRing, sign_in: Callable[[str], Awaitable[Desk]]
) -> None:
    worlds = await make_worlds(keys)
    desk = await sign_in(cast.QIAO)
    page = await page_of(desk)
    own = (await accounts.organisation_by_name(OWN)).id
    for mark in ("dongqu", "everybodys", "draft"):
        assert (await topics.topic_by_slug(mark)).title in page
    assert worlds.own.tracking in page
    assert f"code-{worlds.own.code}" not in page
    await campaigns.revoke(worlds.own.code, by=None, now=now())
    assert f"code-{worlds.own.code}" in await page_of(desk)
    for world in worlds.unseen.values():
        await campaigns.revoke(world.code, by=None, now=now())
        await suggestions.erase(world.tracking, by=None, now=now())
    page = await page_of(desk)
    assert [mark for mark in FOREIGN_MARKS if mark in page] == []
    assert [
        part for world in worlds.unseen.values() for part in (world.code, world.tracking) if part in page
    ] == []
    await trail.record(trail.Entry(kind="forget", subject="everything"), at=now())
    assert "everything" not in await page_of(desk)  # a command of the server, and 江州 is no root
    await accounts.move_organisation(own, below=None, by=None, now=now())
    page = await page_of(desk)
    assert "everything" in page
    assert [mark for mark in FOREIGN_MARKS if mark in page] == []


@pytest.mark.parametrize("query", ["?before=x", "?before=-1", "?before=99999999999999999999", "?kind=%00"])
async def test_a_broken_address_is_refused_and_never_a_crash(qiao: Desk, query: str) -> None:
    assert (await qiao.browser.get(f"/admin/trail{query}")).status_code in {200, 400}


async def test_no_address_of_a_person_stands_in_the_stored_trail(qiao: Desk) -> None:
    await builders.make_account(cast.BO, now=now())
    assert "@" not in str([(act.subject, act.actor, act.data) for act in await trail.acts()])


def kinds_in(page: str) -> list[str]:
    return re.findall(r'<td class="tight first" data-name=""><b>([^<]+)</b></td>', page)


async def decided(tracking: str) -> None:
    person = await builders.make_person(cast.ZHU)
    verdict = Verdict(act=Act.DECLINE, reason=Reason.OFF_TOPIC)
    await moderation.decide(tracking, verdict, by=person, now=now())


@pytest.mark.parametrize("typed", ["{tracking}", " {lower} ", "{grouped}"])
async def test_the_history_of_a_suggestion_is_found_however_its_number_is_typed(
    qiao: Desk, tracking: str, typed: str
) -> None:
    await decided(tracking)
    grouped = f"{tracking[:4]} {tracking[4:8]}-{tracking[8:]}"
    asked = typed.format(tracking=tracking, lower=tracking.lower(), grouped=grouped)
    answer = await qiao.browser.get("/admin/trail", params={"subject": asked}, headers=ENGLISH)
    assert kinds_in(answer.text) == ["Decision", "Suggestion received"]


@pytest.mark.parametrize("typed", ["buses-first", "优先发展城市公交", "topic-1"])
async def test_the_history_of_a_topic_is_found_by_its_address_title_or_id(
    qiao: Desk, tracking: str, typed: str
) -> None:
    answer = await qiao.browser.get("/admin/trail", params={"subject": typed}, headers=ENGLISH)
    kinds = kinds_in(answer.text)
    assert "Topic published" in kinds
    assert "Suggestion received" not in kinds


async def test_acts_are_found_by_person_and_kind_and_day(qiao: Desk, tracking: str) -> None:
    await decided(tracking)
    zhu = next(key for key, name in (await accounts.names_by_trail_id()).items() if name == "zhu")
    assert kinds_in(await page_of(qiao, f"?actor={zhu}")) == ["Decision", "Sign-in"]
    assert kinds_in(await page_of(qiao, f"?actor={zhu}&kind=decide")) == ["Decision"]
    assert "zhu" in await page_of(qiao, f"?subject={zhu}")
    today = now().astimezone(builders.SHANGHAI).date().isoformat()
    assert "Decision" in kinds_in(await page_of(qiao, f"?from={today}"))
    assert "Decision" not in kinds_in(await page_of(qiao, "?to=2026-07-01"))
    page = await page_of(qiao, f"?from={today}&to={today}&kind=decide")
    assert f'name="from" type="date" value="{today}"' in page
    assert kinds_in(page) == ["Decision"]


async def test_the_filter_stays_in_the_links_to_older_pages(qiao: Desk) -> None:
    entries = [trail.Entry(kind="code-print", subject="topic-9") for _ in range(102)]
    await trail.record(*entries, at=now())
    page = await page_of(qiao, "?subject=topic-9&kind=code-print")
    assert re.search(r"kind=code-print&amp;subject=topic-9&amp;before=\d+", page)


async def test_before_and_after_stand_in_words(qiao: Desk, tracking: str) -> None:
    await decided(tracking)
    topic = await topics.topic_by_slug("buses-first")
    edited = builders.new_topic(title="公交优先", opens_at=topic.opens_at, closes_at=None)
    await topics.save_topic("buses-first", edited, by=None, now=now())
    await accounts.change_role(cast.ZHU, accounts.Role.STAFF, by=None, now=now())
    code = (await campaigns.placements_of(topic.id, kind=campaigns.PlacementKind.PLACE))[0].code
    new = campaigns.NewPlacement(
        name="五里牌站东", line="往火车站方向", state=campaigns.PlacementState.DAMAGED
    )
    await campaigns.save_placement(code, new, by=None, now=now())
    said = re.sub(r"<[^>]+>|\s+", " ", await page_of(qiao))
    said = re.sub(r" +", " ", said)
    for words in (
        "State Waiting → Declined",
        "Reason It is about something else than this topic.",
        "Title 优先发展城市公交 → 公交优先",
        "Role Moderator → Staff",
        "Name 五里牌站 → 五里牌站东",
        "State Planned → Damaged",
    ):
        assert words in said, words
    assert re.search(r"Closes 20\d\d-\d\d-\d\d \d\d:\d\d → none", said)


async def test_what_is_filtered_is_taken_away_as_a_file_that_excel_does_not_compute(
    qiao: Desk, tracking: str
) -> None:
    topic = await topics.topic_by_slug("buses-first")
    edited = builders.new_topic(title="=1+1", opens_at=topic.opens_at)
    await topics.save_topic("buses-first", edited, by=None, now=now())
    sent = {"csrf_token": qiao.csrf_token, "subject": "buses-first"}
    answer = await qiao.browser.post("/admin/trail/export", data=sent, headers=ENGLISH)
    assert answer.status_code == 200
    assert answer.content.startswith(b"\xef\xbb\xbf")
    lines = readers.lines_of(answer.content)
    assert lines[0][:5] == ["No.", "When", "Act", "On what", "Who"]
    kinds = [line[2] for line in lines[1:]]
    assert kinds == ["Topic added", "Placements added", "Topic published", "Placements added", "Topic edited"]
    assert {line[3] for line in lines[1:]} == {"'=1+1"}
    act = (await trail.acts(most=1))[0]
    assert (act.kind, act.data["what"], act.data["subject"]) == ("export", "trail", f"topic-{topic.id}")


async def test_a_long_trail_is_taken_away_whole(qiao: Desk) -> None:
    entries = [trail.Entry(kind="code-print", subject=f"topic-{n}", is_first=True) for n in range(2_300)]
    await trail.record(*entries, at=now())
    answer = await qiao.browser.post("/admin/trail/export", data={"csrf_token": qiao.csrf_token})
    numbers = [int(line[0]) for line in readers.lines_of(answer.content)[1:]]
    assert numbers == list(range(await trail.size() - 1))


async def test_moderators_read_no_trail_and_take_none_away(wei: Desk) -> None:
    assert (await wei.browser.get("/admin/trail")).status_code == 403
    sent = {"csrf_token": wei.csrf_token}
    assert (await wei.browser.post("/admin/trail/export", data=sent)).status_code == 403
    assert "export" not in {act.kind for act in await trail.acts()}


@pytest.mark.parametrize(
    "query",
    ["?from=2026-13-99", "?to=0001-01-01", "?from=9999-12-31&to=9999-12-31", "?actor=%00", "?subject=%00"],
)
async def test_a_day_or_a_name_that_is_none_is_no_crash(qiao: Desk, query: str) -> None:
    assert (await qiao.browser.get(f"/admin/trail{query}")).status_code in {200, 400}


async def test_what_became_of_a_case_is_told_in_words(city: City, qiao: Desk) -> None:
    case_id = await city.claimed(start=15, length=6)
    await city.reply(case_id, adoption=Adoption.PARTLY, reason="车辆不足。", result=Result.PLANNED)
    page = re.sub(r"<[^>]+>", "", await page_of(qiao))
    for said in (
        "Reply under review",
        "In hand",
        "江州市交通运输局",
        "Partly adopted",
        "B: under way, or planned",
    ):
        assert said in page
    for raw in ("in-hand", "15 →", "partly", "Round"):
        assert raw not in page
