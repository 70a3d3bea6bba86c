import re
from collections.abc import Awaitable, Callable
from typing import Protocol

import httpx
import pytest
from litestar import Litestar

import builders
import cast
from jianyan import accounts, campaigns, suggestions, topics, trail
from jianyan.clock import now
from jianyan.keys import KeyRing
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
