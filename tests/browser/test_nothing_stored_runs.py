"""Sixty scripts in every text that is stored, and every page walked through: they are only read."""

import csv
import io
import json
from functools import partial
from xml.etree import ElementTree

from litestar import Litestar
from playwright.async_api import APIResponse, Browser, Page, Route

from browser.acts import ACTS, decide_by_keyboard
from browser.city import SLUG, City
from browser.pages import STATUS, addresses, app_of
from browser.payloads import FOR_BROWSERS, PAYLOADS
from browser.poison import FOLDED, TOLD, UNWRITTEN, WRITTEN, columns_of, found_in, poison, text_columns
from browser.signing_in import sign_in
from browser.watching import KINDS, Watched, watched
from jianyan.accounts import Role
from jianyan.web.headers import SELF_POLICY
from jianyan.web.report_files import DOCX_TYPE

ALL = set(range(len(PAYLOADS)))
WALKERS = (Role.ADMIN, Role.STAFF, Role.MODERATOR, Role.DEPARTMENT, Role.MEMBER, None)
WITHOUT_POLICY = {Role.STAFF}
"""Their browser ignores the policy: what stands in a page must be harmless without it, too."""


def test_every_column_of_text_is_known_to_be_written_by_people_or_not() -> None:
    named = [*columns_of(WRITTEN), *columns_of(UNWRITTEN)]
    declared = {(table, column) for table, columns in text_columns().items() for column in columns}
    assert len(named) == len(set(named))
    assert declared - set(named) == set(), "say in poison.py whether people write these"
    assert set(named) - declared == set()


async def test_sixty_scripts_in_every_text_are_only_read(city: City, browser: Browser) -> None:
    assert set(found_in(city.file, UNWRITTEN)) <= {FOLDED, TOLD}
    poisoned = poison(city.file)
    assert [place for place, count in poisoned.items() if not count] == []
    app, address = app_of(city.installation), city.installation.address
    walks = [await walk(browser, app, city, role) for role in WALKERS]
    files = await walk_files(walks[0].page, [f"{address}{path}" for path in files_of(app, city)])
    wrong = [each for seen in walks for each in seen.wrong]
    assert wrong == []
    assert sum(len(seen.visited) for seen in walks) > 150
    unmet = {kind: ALL - set().union(*(seen.met[kind] for seen in walks)) for kind in KINDS}
    unmet |= {kind: ALL - found for kind, found in files.items()}
    assert {
        kind: [PAYLOADS[number] for number in missing] for kind, missing in unmet.items() if missing
    } == {}


async def test_each_script_is_noticed_where_a_page_does_not_escape_it(browser: Browser) -> None:
    seen = await watched(await browser.new_context())
    silent = []
    for payload in FOR_BROWSERS:
        await seen.page.route("**/*", partial(plant, payload))
        await seen.visit("http://planted.example/")
        await seen.page.unroute_all()
        if not seen.wrong:
            silent.append(payload)
        seen.wrong.clear()
    assert silent == []


async def plant(payload: str, route: Route) -> None:
    """Answer with a page that escapes nothing, under the console's policy."""
    if route.request.url != "http://planted.example/":
        await route.abort()
        return
    attributes = (f"title={payload}", f'title="{payload}"', f"title='{payload}'", f'href="{payload}"')
    places = [f"<p>{payload}</p>", *(f"<a {attribute}>x</a>" for attribute in attributes)]
    body = f"<!doctype html><title>{payload}</title><textarea>{payload}</textarea>{''.join(places)}"
    headers = {"content-security-policy": SELF_POLICY, "content-type": "text/html; charset=utf-8"}
    await route.fulfill(body=body, headers=headers)


async def walk(browser: Browser, app: Litestar, city: City, role: Role | None) -> Watched:
    """Walk through all that somebody may open, and do what is done there."""
    context = await browser.new_context(locale="zh-CN", bypass_csp=role in WITHOUT_POLICY)
    seen = await watched(context)
    if role is not None:
        await sign_in(seen, city, role)
    for path in addresses(app, city, role):
        await seen.visit(f"{city.installation.address}{path}", status=STATUS.get(path, 200))
    await ACTS.get(role, decide_by_keyboard)(seen, city)
    return seen


def files_of(app: Litestar, city: City) -> list[str]:
    """List what is no page; the console's own first."""
    return [*addresses(app, city, Role.ADMIN, files=True), *addresses(app, city, None, files=True)]


async def walk_files(page: Page, found: list[str]) -> dict[str, set[int]]:
    """Fetch files and JSON; give the kind of file → which payloads were read there."""
    met: dict[str, set[int]] = {"json": set(), "csv": set()}
    forms = [address for address in found if "/metrics" not in address]
    origin = forms[0].split("/admin")[0]
    forms += [f"{origin}/admin/queue?topic={SLUG}", f"{origin}/t/{SLUG}/tally.json"]
    for address in forms:
        answer = await page.request.get(address, headers={"accept": "application/json"})
        kind, texts = await read(answer)
        assert answer.status == 200, address
        assert answer.headers["x-content-type-options"] == "nosniff"
        if kind:
            met[kind].update(number for number in ALL if PAYLOADS[number] in texts)
    return met


async def read(answer: APIResponse) -> tuple[str, str]:
    """Give what kind of file an answer is, and its texts; no cell of a sheet begins as a formula does."""
    kind = answer.headers["content-type"].split(";")[0]
    if kind == "image/jpeg":
        assert "sandbox" in answer.headers["content-security-policy"]
        return "", ""
    if kind in {DOCX_TYPE, "application/pdf"}:
        assert "attachment" in answer.headers["content-disposition"]
        return "", ""
    body = await answer.text()
    if kind == "application/json":
        return "json", json.dumps(json.loads(body), ensure_ascii=False).replace('\\"', '"').replace(
            "\\\\", "\\"
        )
    if kind == "text/csv":
        assert "attachment" in answer.headers["content-disposition"]
        cells = [cell for row in csv.reader(io.StringIO(body.lstrip("\ufeff"))) for cell in row]
        assert [cell for cell in cells if cell[:1] in set("=+@\t\r")] == []
        return "csv", "\n".join(cells)
    if kind == "text/xml":
        assert answer.headers["content-security-policy"].startswith("default-src 'none'")
        assert body.count("<?") == 1  # no style sheet, and nothing in a namespace that a browser runs
        assert all(element.tag.isidentifier() for element in ElementTree.fromstring(body).iter())
        return "", ""
    assert kind in {"image/svg+xml", "text/plain"}, kind
    return "", ""
