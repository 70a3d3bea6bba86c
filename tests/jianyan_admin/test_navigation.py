"""What people see to go to: what their role may open, in groups of what they come for."""

import re
from typing import Any

import pytest

import cast
from jianyan_admin.navigation import SECTIONS

LINK = re.compile(r'<a href="(/admin/[a-z]+)"( aria-current="page")?>')
EVERYTHING = [f"/admin/{section}" for nouns in SECTIONS.values() for section in nouns]
FEW = {
    cast.WEI: {"queue", "appeals", "groups", "cases", "tallies", "reports", "words"},
    cast.BO: {"cases"},
}


async def navigation_of(desk: Any, path: str) -> str:
    page: str = (await desk.browser.get(path, headers={"accept-language": "en"})).text
    return page[page.index("<nav aria-label") : page.index("</nav>")]


async def test_an_administrator_finds_every_section_under_its_heading(sign_in: Any) -> None:
    shown = await navigation_of(await sign_in(cast.ADA), "/admin/queue")
    assert [path for path, _ in LINK.findall(shown)] == EVERYTHING
    assert re.findall(r'<p class="group" id="nav-\d">([^<]+)</p>', shown) == list(SECTIONS)
    assert re.findall(r'aria-labelledby="(nav-\d)"', shown) == re.findall(r'id="(nav-\d)"', shown)


@pytest.mark.parametrize("email", FEW)
async def test_each_role_finds_what_it_may_open_and_nothing_else(sign_in: Any, email: str) -> None:
    shown = await navigation_of(await sign_in(email), "/admin/cases")
    assert {path.removeprefix("/admin/") for path, _ in LINK.findall(shown)} == FEW[email]
    assert "<ul>\n    </ul>" not in shown


async def test_whoever_has_one_group_reads_no_heading_and_opens_no_menu(sign_in: Any) -> None:
    bo, wei = await sign_in(cast.BO), await sign_in(cast.WEI)
    assert "group" not in await navigation_of(bo, "/admin/cases")
    assert 'class="menu"' not in (await bo.see("/admin/cases")).text
    assert 'class="menu"' in (await wei.see("/admin/cases")).text


async def test_the_section_that_is_open_is_marked_on_each_of_its_pages(sign_in: Any) -> None:
    ada = await sign_in(cast.ADA)
    for path in (*EVERYTHING, "/admin/cases/terms", "/admin/topics/new", "/admin/words/bench"):
        marked = [found for found, current in LINK.findall(await navigation_of(ada, path)) if current]
        assert marked == [re.match(r"/admin/[a-z]+", path)[0]], path  # type: ignore[index]
