"""An aspect of a text is handed over by selecting it on the page."""

from playwright.async_api import Browser

from browser.city import City
from browser.signing_in import sign_in
from browser.watching import watched
from jianyan.accounts import Role

SELECT = """() => {
  const last = document.getElementById("text").lastChild;
  const node = last.firstChild || last;
  const range = document.createRange();
  range.setStart(node, 0);
  range.setEnd(node, node.length - 1);
  const selection = document.getSelection();
  selection.removeAllRanges();
  selection.addRange(range);
  return range.toString();
}"""


async def test_staff_select_a_part_of_the_text_and_hand_it_over(city: City, browser: Browser) -> None:
    seen = await watched(await browser.new_context(locale="zh-CN"))
    await sign_in(seen, city, Role.STAFF)
    tracking = city.handled.handed_over
    await seen.visit(f"{city.installation.address}/admin/suggestions/{tracking}/hand-over")
    selected = await seen.page.evaluate(SELECT)
    await seen.page.wait_for_function(
        "selected => document.getElementById('chosen').textContent === selected", arg=selected
    )
    await seen.page.fill("[name=title]", "夜里没有车的一半")
    async with seen.page.expect_navigation():
        await seen.page.click("#hand-over > button")
    assert await seen.page.inner_text(".case-page .suggestion .quote >> nth=0") == selected
    assert seen.wrong == []
