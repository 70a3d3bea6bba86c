"""What waits stands beside the nouns of the navigation: for whom it waits, seen and heard, and cheaply."""

import re
from datetime import timedelta
from typing import Any

import httpx
import pytest

import builders
import cast
from cities import City
from jianyan import accounts, appeals, motions, proposals, topics
from jianyan.accounts import OrganisationKind, Role
from jianyan.cases.tables import Case
from jianyan.clock import now
from jianyan.db import transaction
from jianyan.keys import KeyRing
from jianyan.motions import NewMotion
from jianyan.tallies import COUNTED_MOST

A_MONTH = timedelta(days=30)
BROWSER = {"accept": "text/html,*/*;q=0.8", "accept-language": "en"}
ENTRY = re.compile(r'<a href="/admin/([a-z]+)"[^>]*>(.*?)</a>', re.DOTALL)
BESIDE = re.compile(r">([^<>]+)</span>")


async def opened(desk: Any, path: str, **headers: str) -> httpx.Response:
    answer: httpx.Response = await desk.browser.get(path, headers={**BROWSER, **headers})
    return answer


def figures(answer: httpx.Response) -> dict[str, list[str]]:
    """Give section → what is seen and what is heard beside its noun; nothing for those with nothing."""
    page = answer.text
    shown = page[page.index("<nav aria-label") : page.index("</nav>")]
    beside = {section: BESIDE.findall(entry) for section, entry in ENTRY.findall(shown)}
    return {section: found for section, found in beside.items() if found}


def queries(answer: httpx.Response) -> int:
    found = re.search(r'desc="(\d+)"', answer.headers["server-timing"])
    assert found is not None
    return int(found[1])


@pytest.fixture
async def busy(city: City, keys: KeyRing) -> City:
    """Give a city in which something waits for everybody."""
    code = await builders.make_placement(name="火车站")
    for text in ("站台没有灯。", "加一班车。"):
        await builders.submit(keys, code, text)
    await city.replied()
    await city.hand_over()
    late = await city.claimed()
    async with transaction():
        await Case.update({Case.due_on: now().date() + A_MONTH}).where(Case.id != late)
        await Case.update({Case.due_on: now().date() - A_MONTH}).where(Case.id == late)
    return city


@pytest.mark.parametrize(
    ("email", "expected"),
    [
        (cast.WEI, {"queue": ["2", "2 waiting"], "cases": ["1", "1 waiting"]}),
        (cast.QIAO, {"queue": ["2", "2 waiting"], "cases": ["1", "1 waiting"]}),
        (cast.BO, {"cases": ["1", "1 new", "1 overdue"]}),
        (cast.HAO, {"cases": ["1", "1 new"]}),
    ],
)
async def test_each_role_is_told_what_waits_for_it_and_nothing_else(
    busy: City, sign_in: Any, email: str, expected: dict[str, list[str]]
) -> None:
    assert figures(await opened(await sign_in(email), "/admin/cases")) == expected


async def test_an_administrator_of_another_city_is_told_nothing(busy: City, sign_in: Any) -> None:
    await accounts.add_organisation_below(None, "岳州市", kind=OrganisationKind.CITY, by=None, now=now())
    await builders.make_account(cast.ADA, organisation="岳州市")
    assert figures(await opened(await sign_in(cast.ADA), "/admin/trail")) == {}
    assert figures(await opened(await sign_in(cast.WEI), "/admin/queue")) != {}


async def test_an_appeal_waits_until_it_is_heard(tracking: str, wei: Any, sign_in: Any) -> None:
    declined = {"decision": "decline", "reason": "off_topic"}
    await wei.send(f"/admin/suggestions/{tracking}/decision", declined)
    await appeals.appeal(tracking, "请再看一次。", by=None, now=now(), zone=builders.SHANGHAI)
    zhu = await sign_in(cast.ZHU)
    assert figures(await opened(zhu, "/admin/appeals"))["appeals"] == ["1", "1 waiting"]
    sent = {"outcome": "uphold", "note": "与议题无关。"}
    assert (await zhu.send(f"/admin/appeals/{tracking}/hearing", sent)).status_code == 303
    assert figures(await opened(zhu, "/admin/appeals")) == {}


async def test_a_motion_waits_for_staff_and_for_no_moderator(city: City, sign_in: Any) -> None:
    facts: dict[str, Any] = {"role": Role.MEMBER, "organisation": "江州市政协", "name": "he"}
    await accounts.add_account(cast.HE, password=cast.PASSWORD, now=now(), **facts)
    he = await accounts.person_by_email(cast.HE)
    new = NewMotion(title="增开夜间公交", text="每小时一班。", session="三次会议", year="2026")
    await motions.submit_motion(await motions.draft_motion(new, by=he, now=now()), by=he, now=now())
    await proposals.propose("公园里多放些长椅", "湖边没有。", by=he, now=now())
    shown = figures(await opened(await sign_in(cast.QIAO), "/admin/motions"))
    assert shown == {"motions": ["1", "1 waiting"], "proposals": ["1", "1 waiting"]}
    assert figures(await opened(await sign_in(cast.WEI), "/admin/queue")) == {}


async def test_more_than_99_read_99_and_more(tracking: str, wei: Any) -> None:
    topic = await topics.topic_by_slug("buses-first")
    await builders.fill(topic.id, COUNTED_MOST - 2)
    assert figures(await opened(wei, "/admin/queue")) == {"queue": ["99", "99 waiting"]}
    await builders.fill(topic.id, 1)
    assert figures(await opened(wei, "/admin/queue")) == {"queue": ["99+", "99+ waiting"]}


@pytest.mark.parametrize(("email", "most"), [(cast.WEI, 1), (cast.QIAO, 1), (cast.BO, 2)])
async def test_an_office_pays_one_query_a_page_and_a_department_two(
    busy: City, sign_in: Any, email: str, most: int
) -> None:
    desk = await sign_in(email)
    without = queries(await opened(desk, "/admin/cases", accept="*/*"))
    assert queries(await opened(desk, "/admin/cases")) == without + most
    assert queries(await opened(desk, "/admin/cases", **{"hx-request": "true"})) == without


async def test_a_form_that_comes_back_shows_no_figures_of_before(busy: City, sign_in: Any) -> None:
    bo = await sign_in(cast.BO)
    sent = {"csrf_token": bo.csrf_token}
    refused = await bo.browser.post("/admin/cases/claim", data=sent, headers=BROWSER)
    assert (refused.status_code, figures(refused)) == (422, {})
