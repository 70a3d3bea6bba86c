"""A page that is watched: what ran, what the policy stopped, and markup that is none of ours."""

from dataclasses import dataclass, field
from typing import Any

from playwright.async_api import BrowserContext, ConsoleMessage, Dialog, Page, Request

from browser.payloads import PAYLOADS

WATCH = """
window.broken = [];
document.addEventListener("securitypolicyviolation", (event) =>
  window.broken.push(`${event.effectiveDirective} ${event.blockedURI} ${event.sample}`));
"""
FOREIGN = r"""
() => {
  const found = [];
  const LINKS = ["href", "src", "action", "formaction", "xlink:href", "data"];
  const runs = /^(javascript|vbscript|data:text)/i;
  for (const one of document.querySelectorAll("*")) {
    const name = one.localName;
    if (["iframe", "object", "embed", "base", "marquee", "video", "audio", "math", "animate"].includes(name))
      found.push(`<${name}>`);
    if (name === "meta" && one.httpEquiv) found.push("<meta http-equiv>");
    // A chart is placed by script; what markup says of style the policy would have stopped, and told.
    const drawn = one.closest("[_echarts_instance_]") !== null;
    for (const { name: attribute, value } of one.attributes) {
      if (/^(on|hx-on)/.test(attribute) || attribute === "srcdoc" || (attribute === "style" && !drawn))
        found.push(`<${name} ${attribute}>`);
      const address = value.replace(/[\u0000-\u0020]/g, "");
      if (LINKS.includes(attribute) && runs.test(address))
        found.push(`<${name} ${attribute}=${value.slice(0, 40)}>`);
    }
  }
  return [...found, ...window.broken];
}
"""
MET = """
(payloads) => {
  const places = { text: [], attribute: [], textarea: [], option: [], title: [] };
  const tree = document.createTreeWalker(document, NodeFilter.SHOW_TEXT);
  while (tree.nextNode()) {
    const kind = tree.currentNode.parentNode.localName;
    (places[kind] ?? places.text).push(tree.currentNode.data);
  }
  for (const one of document.querySelectorAll("*"))
    for (const { name, value } of one.attributes)
      if (!["href", "action", "src"].includes(name)) places.attribute.push(value);
  return Object.fromEntries(Object.entries(places).map(([kind, texts]) => {
    const all = texts.join("\\n");
    return [kind, payloads.flatMap((payload, number) => all.includes(payload) ? [number] : [])];
  }));
}
"""
_REFUSED = "the server responded with a status of 4"
"""What the console says where a form comes back; what else was loaded is seen by `on_request`."""
_ASKED = {"document", "fetch"}
KINDS = ("text", "attribute", "textarea", "option", "title")


@dataclass
class Watched:
    """What was seen on the pages of one browser."""

    page: Page
    wrong: list[str] = field(default_factory=list)
    """Address and what is wrong there."""
    met: dict[str, set[int]] = field(default_factory=lambda: {kind: set() for kind in KINDS})
    """Kind of place → which payloads were read there."""
    visited: list[str] = field(default_factory=list)

    async def visit(self, address: str, *, status: int = 200) -> None:
        """Open a page and look at it; another status than that one is wrong."""
        answer = await self.page.goto(address, wait_until="load")
        assert answer is not None
        if answer.status != status:
            self.wrong.append(f"{address}: {answer.status}")
        await self.look()

    async def look(self) -> None:
        """Note what is wrong with the page as it stands, and which payloads are on it."""
        address = self.page.url
        self.visited.append(address)
        self.wrong += [f"{address}: {each}" for each in await self.page.evaluate(FOREIGN)]
        found: dict[str, list[int]] = await self.page.evaluate(MET, list(PAYLOADS))
        for kind, numbers in found.items():
            self.met[kind].update(numbers)


async def watched(context: BrowserContext) -> Watched:
    """Open a page in a context; whatever runs there that should not is noted."""
    await context.add_init_script(WATCH)
    seen = Watched(await context.new_page())

    def note(what: Any) -> None:
        seen.wrong.append(f"{seen.page.url}: {what}")

    def on_console(message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"} and _REFUSED not in message.text:
            note(f"console: {message.text}")

    def on_request(request: Request) -> None:
        if request.resource_type not in _ASKED and "/admin/static/" not in request.url:
            note(f"loads {request.resource_type} {request.url[:80]}")

    async def on_dialog(dialog: Dialog) -> None:
        note(f"dialog: {dialog.message}")
        await dialog.dismiss()

    seen.page.on("console", on_console)
    seen.page.on("request", on_request)
    seen.page.on("dialog", on_dialog)
    seen.page.on("pageerror", lambda error: note(f"error: {error}"))
    return seen
