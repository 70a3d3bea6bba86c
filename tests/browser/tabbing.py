"""A page gone through with the Tab key alone: what it reaches, and whether one sees where one is."""

from dataclasses import dataclass

from playwright.async_api import Page

STEPS_MOST = 400
CONTROLS = """
() => {
  const shown = (one) => one.checkVisibility({ visibilityProperty: true }) && !one.closest("[inert]");
  const all = [...document.querySelectorAll(
    "a[href], button, select, textarea, summary, input:not([type=hidden]), [tabindex='0']")];
  const able = all.filter((one) => shown(one) && !one.matches(":disabled") && one.tabIndex >= 0);
  const groups = new Map();
  for (const one of able) {
    const isRadio = one.type === "radio";
    const key = isRadio ? `${one.name} ${one.form?.action}` : one;
    if (!groups.has(key) || one.checked) groups.set(key, one);
  }
  window.controls = [...groups.values()];
  return window.controls.map((one) => one.outerHTML.slice(0, 120));
}
"""
STAND = """
() => {
  const one = document.activeElement;
  if (!one || one === document.body) return null;
  const wearers = [one, one.nextElementSibling, one.closest("label"), one.labels?.[0]].filter(Boolean);
  const rings = wearers.map((each) => getComputedStyle(each)).filter(
    (style) => style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2);
  const box = (wearers.find((each) => each.getBoundingClientRect().width > 4) ?? one).getBoundingClientRect();
  const isInView = box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
  const same = one.type === "radio" ? window.controls.findIndex(
    (each) => each.type === "radio" && each.name === one.name && each.form === one.form) : -1;
  return {
    number: same >= 0 ? same : window.controls.indexOf(one),
    html: one.outerHTML.slice(0, 120),
    isSeen: rings.length > 0 && isInView,
  };
}
"""


@dataclass(frozen=True)
class Tabbed:
    """What the Tab key found on a page."""

    controls: list[str]
    reached: set[int]
    """Which of the controls it came to."""
    unseen: list[str]
    """Where one stood without seeing it."""
    is_out: bool
    """Whether it came out of the page at the end."""

    @property
    def unreached(self) -> list[str]:
        """List the controls that it never came to."""
        return [html for number, html in enumerate(self.controls) if number not in self.reached]


async def tabbed(page: Page, *, key: str = "Tab") -> Tabbed:
    """Press the key from one end of a page until it leads out of it.

    Args:
        page: it is on the address that is meant.
        key: `Tab`, or `Shift+Tab` for the way back.
    """
    await page.evaluate("() => { document.activeElement?.blur(); getSelection().removeAllRanges(); }")
    controls = await page.evaluate(CONTROLS)
    reached: set[int] = set()
    unseen: list[str] = []
    for _ in range(STEPS_MOST):
        await page.keyboard.press(key)
        stand = await page.evaluate(STAND)
        if stand is None:
            return Tabbed(controls, reached, unseen, is_out=True)
        reached.add(stand["number"])
        if not stand["isSeen"]:
            unseen.append(stand["html"])
    return Tabbed(controls, reached, unseen, is_out=False)
