import re
from collections.abc import Awaitable, Callable
from typing import Protocol

import httpx
import pytest

import cast
from jianyan import accounts, trail
from jianyan.accounts import OrganisationKind
from jianyan.clock import now

ENGLISH = {"accept-language": "en"}


class Desk(Protocol):
    browser: httpx.AsyncClient
    csrf_token: str


async def post(desk: Desk, organisation_id: int, act: str, **fields: str) -> httpx.Response:
    sent = {"csrf_token": desk.csrf_token, **fields}
    path = f"/admin/organisations/{organisation_id}/{act}"
    return await desk.browser.post(path, data=sent, headers=ENGLISH)


async def page_of(desk: Desk, path: str = "/admin/organisations") -> str:
    answer = await desk.browser.get(path, headers=ENGLISH)
    assert answer.status_code == 200
    return answer.text


async def add(name: str, below: int | None) -> int:
    kind = OrganisationKind.COUNTY
    return await accounts.add_organisation_below(below, name, kind=kind, by=None, now=now())


@pytest.fixture
async def ada(sign_in: Callable[[str], Awaitable[Desk]]) -> Desk:
    return await sign_in(cast.ADA)


@pytest.fixture
async def own(ada: Desk) -> int:
    return (await accounts.organisation_by_name("江州市政协")).id


async def test_ada_adds_an_organisation_below_her_own_and_the_trail_says_so(ada: Desk, own: int) -> None:
    answer = await post(ada, own, "add", name="东区", kind="county")
    assert answer.headers["location"] == "/admin/organisations?done=organisation-added"
    page = await page_of(ada, answer.headers["location"])
    assert "The organisation is added." in page
    assert "<h1>Organisations · 2</h1>" in page
    assert re.search(r"东区</b></a>\s*<small[^>]*>County<", page)
    act = (await trail.acts(kind="organisation-add"))[0]
    assert (act.role, act.data["name"], act.data["parent"]) == ("admin", "东区", own)


async def test_the_tree_is_drawn_as_nested_lists_that_close_as_they_open(ada: Desk, own: int) -> None:
    east = await add("东区", own)
    await add("街道", east)
    await add("西区", own)
    page = await page_of(ada)
    tree = page[page.index('<ul class="tree">') : page.index("</main>")]
    steps = re.findall(r"<(/?)(ul|li)\b|<b>([^<]+)</b>", tree)
    open_, drawn = [], []
    for closes, tag, name in steps:
        if name:
            drawn.append(f"{'·' * (len(open_) // 2 - 1)}{name}")
        elif closes:
            assert open_.pop() == tag
        else:
            open_.append(tag)
    assert open_ == []
    assert drawn == ["江州市政协", "·东区", "··街道", "·西区"]


async def test_ada_renames_and_moves_what_stands_below_her(ada: Desk, own: int) -> None:
    east, west = await add("东区", own), await add("西区", own)
    answer = await post(ada, east, "rename", name="东湖区", kind="township")
    assert answer.headers["location"].endswith("done=organisation-renamed")
    assert (await accounts.organisation_by_name("东湖区")).kind == "township"
    answer = await post(ada, east, "move", below=str(west))
    assert answer.headers["location"].endswith("done=organisation-moved")
    assert (await accounts.organisation_by_id(east)).parent == west
    page = await page_of(ada, f"/admin/organisations/{west}")
    assert "Below it now:" in page
    assert f'<option value="{east}"' not in page  # nothing can be put below itself


@pytest.mark.parametrize(
    ("act", "fields", "status", "sentence"),
    [
        ("add", {"name": "西区", "kind": "county"}, 409, "There is an organisation of this name already."),
        ("add", {"name": " ", "kind": "county"}, 422, "Please give it a name of 1 to 120 characters."),
        ("add", {"name": "南区", "kind": "empire"}, 422, "Please choose one of these."),
        ("rename", {"name": "西区", "kind": "county"}, 409, "There is an organisation of this name already."),
        ("rename", {"name": "", "kind": "county"}, 422, "Please give it a name of 1 to 120 characters."),
        ("move", {"below": ""}, 422, "Please choose an organisation."),
        ("move", {"below": "987654"}, 422, "Please choose an organisation."),
        ("move", {"below": "9" * 30}, 422, "Please choose an organisation."),
        ("move", {"below": "itself"}, 422, "An organisation cannot stand below itself."),
    ],
)
async def test_a_refused_form_says_why_and_keeps_what_was_typed(
    ada: Desk, own: int, act: str, fields: dict[str, str], status: int, sentence: str
) -> None:
    east, _ = await add("东区", own), await add("西区", own)
    sent = {key: str(east) if value == "itself" else value for key, value in fields.items()}
    answer = await post(ada, east, act, **sent)
    assert answer.status_code == status
    assert sentence in answer.text
    assert f'name="name" value="{fields.get("name", "东区")}"' in answer.text
    assert [one.name for one in await accounts.organisations()] == ["江州市政协", "东区", "西区"]


async def test_nobody_moves_the_organisation_that_they_work_in(ada: Desk, own: int) -> None:
    east = await add("东区", own)
    assert "/move" not in await page_of(ada, f"/admin/organisations/{own}")
    answer = await post(ada, own, "move", below=str(east))
    assert answer.status_code == 409
    assert "You cannot move your own organisation." in answer.text


async def test_who_was_moved_out_of_her_sight_is_gone_on_her_next_request(ada: Desk, own: int) -> None:
    east = await add("东区", own)
    elsewhere = await add("云省", None)
    assert (await ada.browser.get(f"/admin/organisations/{east}")).status_code == 200
    await accounts.move_organisation(east, below=elsewhere, by=None, now=now())
    assert (await ada.browser.get(f"/admin/organisations/{east}")).status_code == 404
