"""A page that is examined: by axe, in light and dark, wide and narrow; and with the Tab key alone."""

from dataclasses import dataclass, field
from typing import Any

from axe_playwright_python.base import AXE_SCRIPT
from playwright.async_api import BrowserContext, Page

RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
WHOLE = {"runOnly": {"type": "tag", "values": RULES}, "resultTypes": ["violations"]}
COLOURS = {"runOnly": {"type": "rule", "values": ["color-contrast"]}, "resultTypes": ["violations"]}
VIEWS: tuple[tuple[int, str, dict[str, Any]], ...] = (
    (1280, "light", WHOLE),
    (1280, "dark", COLOURS),
    (390, "dark", WHOLE),
    (390, "light", COLOURS),
)
"""Width in CSS pixels, scheme, and what is examined: all once at each width, colours in each of the four."""
HEIGHT = 900
VIOLATIONS = """
async (options) => (await axe.run(document, options)).violations.flatMap(({ id, nodes }) =>
  nodes.map(({ target, failureSummary }) => `${id} at ${target}: ${failureSummary.replace(/\\s+/g, " ")}`))
"""


@dataclass
class Examined:
    """What was found on the pages of one browser."""

    page: Page
    wrong: list[str] = field(default_factory=list)
    """View, what is wrong there, and the address."""
    visited: list[str] = field(default_factory=list)

    async def visit(self, address: str, *, status: int = 200) -> None:
        """Open a page and examine it; another status than that one is wrong."""
        answer = await self.page.goto(address)
        assert answer is not None
        if answer.status != status:
            self.wrong.append(f"{address}: {answer.status}")
        await self.look()

    async def look(self) -> None:
        """Examine the page as it stands, in each view."""
        address = self.page.url
        self.visited.append(address)
        for width, scheme, options in VIEWS:
            await self.page.set_viewport_size({"width": width, "height": HEIGHT})
            await self.page.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]
            found = await self.page.evaluate(VIOLATIONS, options)
            self.wrong += [f"{width} {scheme} {each} on {address}" for each in found]


async def examined(context: BrowserContext) -> Examined:
    """Open a page in a context; axe is a script of the browser's own there, which no policy stops."""
    await context.add_init_script(AXE_SCRIPT)
    return Examined(await context.new_page())
