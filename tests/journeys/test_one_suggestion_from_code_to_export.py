"""The main job, as people do it: a clerk, a citizen and a moderator, each with a browser and nothing else."""

from pathlib import Path

import openpyxl
import pypdfium2
import pytest
import zxingcpp
from playwright.async_api import Browser, BrowserContext, Page

import cast

CATEGORIES = ["线路规划", "站点设置", "服务质量", "收发班次", "公交专用道"]
PLACES = "名称,方向,编号\n五里牌站,往火车站方向,101\n金鹗山站,往城南方向,102\n"
WORDS = "末班车太早了，晚班下班赶不上。\n希望 3 路延长到十点半。"


@pytest.mark.parametrize("has_script", [False, True], ids=["without JavaScript", "with JavaScript"])
async def test_one_suggestion_travels_from_a_printed_code_to_the_export(
    installation, browser: Browser, has_script: bool
) -> None:
    for email, role in ((cast.QIAO, "staff"), (cast.WEI, "moderator")):
        installation.add_account(email, role)

    qiao = await sign_in(browser, installation, cast.QIAO, has_script)
    await announce(qiao)
    await upload_places(qiao, installation.folder)
    scanned = await print_posters(qiao)

    lan = await context(browser, has_script)
    receipt = await suggest(await lan.new_page(), scanned)
    assert await lan.cookies() == []

    wei = await sign_in(browser, installation, cast.WEI, has_script)
    await approve(wei)

    page = await lan.new_page()
    await look_up(page, installation, receipt)
    await page.goto(f"{installation.address}/t/buses-first")
    assert WORDS in await page.locator(".card p").first.inner_text()
    figures = await page.locator(".figures dd").all_inner_texts()
    assert figures == ["1", "1", "0"]

    await export(qiao, installation.folder)
    checked = installation.run("check")
    assert checked["fault"] is None


async def context(browser: Browser, has_script: bool) -> BrowserContext:
    """Give a fresh phone that speaks Chinese."""
    return await browser.new_context(
        viewport={"width": 390, "height": 844}, locale="zh-CN", java_script_enabled=has_script
    )


async def sign_in(browser: Browser, installation, email: str, has_script: bool) -> Page:
    page = await (await context(browser, has_script)).new_page()
    await page.goto(f"{installation.address}/admin/sign-in")
    await page.fill("#email", email)
    await page.fill("#password", cast.PASSWORD)
    await press(page, "form button[type=submit]")
    if email in installation.secrets:
        await page.fill("#code", installation.code(email))
        await press(page, "form button[type=submit]")
    await page.wait_for_url("**/admin/**")
    assert "sign-in" not in page.url
    return page


async def press(page: Page, button: str) -> None:
    """Press a button that leads to another page, and wait until that page is there."""
    async with page.expect_navigation():
        await page.click(button)


async def announce(page: Page) -> None:
    """Fill in the form of a new topic and publish it."""
    await page.goto(page.url.split("/admin")[0] + "/admin/topics/new")
    await page.fill("#title", "优先发展城市公交，您说怎么改")
    await page.fill("#slug", "buses-first")
    await page.fill("#invitation", "公交怎样才更好坐？请告诉我们。")
    await page.fill("#organisers", "江州市政协\n江州公交集团")
    await page.fill("#categories", "\n".join(CATEGORIES))
    await page.fill("#question_1_text", "您对公交是否满意？")
    await page.select_option("#question_1_kind", "rating")
    await press(page, "main form button[type=submit]")
    await page.goto(page.url.split("/admin")[0] + "/admin/topics")
    await press(page, "form[action$='/publish'] button")
    await page.goto(page.url.split("/admin")[0] + "/t/buses-first")
    assert "优先发展城市公交" in await page.locator("h1").inner_text()


async def upload_places(page: Page, folder: Path) -> None:
    """Upload a list, look at what was understood, and confirm."""
    (folder / "places.csv").write_text(PLACES, encoding="utf-8-sig")
    await page.goto(page.url.split("/t/")[0] + "/admin/placements/upload?topic=buses-first")
    await page.set_input_files("#file", folder / "places.csv")
    await press(page, "main form button[type=submit]")
    assert "五里牌站" in await page.locator("main table").first.inner_text()
    await press(page, "main form button[type=submit]")
    await page.goto(page.url.split("/admin")[0] + "/admin/placements?topic=buses-first")
    assert "金鹗山站" in await page.locator("main").inner_text()


async def print_posters(page: Page) -> str:
    """Download the posters of all places and scan the first one."""
    await page.goto(page.url.split("/admin")[0] + "/admin/posters?topic=buses-first")
    async with page.expect_download() as download:
        await page.click("form[action$='/print'] button")
    path = await (await download.value).path()
    document = pypdfium2.PdfDocument(path)
    assert len(document) >= 2
    addresses = [
        zxingcpp.read_barcodes(sheet.render(scale=2).to_pil())[0].text
        for sheet in document
        if "五里牌站" in sheet.get_textpage().get_text_bounded()
    ]
    document.close()
    assert len(addresses) == 1
    return addresses[0]


async def suggest(page: Page, scanned: str) -> str:
    """Open what the code says, write, send, and read the receipt; a reload shows it again."""
    await page.goto(scanned)
    assert "五里牌站" in await page.locator(".place").inner_text()
    await page.locator("label", has_text="收发班次").click()
    await page.wait_for_timeout(3_500)  # as long as anybody takes; who is faster is held as a script would be
    await page.fill("#body", WORDS)
    await page.locator("label", has_text="4").first.click()
    await press(page, "form.ask button")
    receipt = await page.locator(".ticket .code").inner_text()
    assert len(receipt.replace(" ", "")) == 16
    await page.reload()  # the browser sends the same form once more
    assert await page.locator(".ticket .code").inner_text() == receipt
    await page.go_back()
    assert "五里牌站" in await page.locator(".place").inner_text()
    assert await page.locator("form.ask button").is_enabled()
    return receipt


async def approve(page: Page) -> None:
    """Approve the one card that waits, under the category the sender chose."""
    await page.goto(page.url.split("/admin")[0] + "/admin/queue")
    card = page.locator("article.suggestion")
    assert WORDS in await card.inner_text()
    await card.locator("button[value=approve]").click()
    await card.wait_for(state="detached")
    assert "已公开" in await page.locator("main").inner_text()


async def look_up(page: Page, installation, receipt: str) -> None:
    await page.goto(f"{installation.address}/receipt")
    await page.fill("#receipt", receipt.lower())
    await press(page, "form button")
    assert await page.locator(".state.published").count() == 1


async def export(page: Page, folder: Path) -> None:
    """Download the workbook of suggestions and read it as Excel would."""
    await page.goto(page.url.split("/admin")[0] + "/admin/exports?topic=buses-first")
    async with page.expect_download() as download:
        await page.click("button[value=suggestions-xlsx]")
    await (await download.value).save_as(folder / "suggestions.xlsx")
    sheet = openpyxl.load_workbook(folder / "suggestions.xlsx").worksheets[0]
    rows = list(sheet.iter_rows(values_only=True))
    assert len(rows) == 2
    assert WORDS in rows[1]
    assert "收发班次" in rows[1]
    assert 4 in rows[1]
    assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)
