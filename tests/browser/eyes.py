"""Looking at a page: with axe, at its width, along its tab stops; and at papers, as their readers do."""

import subprocess
from functools import cache
from pathlib import Path

import axe_playwright_python
from playwright.sync_api import Page

_OPTIONS = """{resultTypes: ["violations"], rules: {"target-size": {enabled: true}}}"""


_OVERFLOW = """() => {
  const {scrollWidth, clientWidth} = document.documentElement;
  const all = [...document.body.querySelectorAll("*")];
  const out = all.filter((one) => one.getBoundingClientRect().right > clientWidth + 1);
  const innermost = out.filter((one) => !out.some((other) => other !== one && one.contains(other)));
  return [scrollWidth - clientWidth, innermost.slice(0, 3).map((one) => one.outerHTML.slice(0, 120))];
}"""


@cache
def _axe() -> str:
    return (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")


def is_there(page: Page) -> Page:
    """The page with everything it is drawn with. After a click or a key the browser has an address, and some of its
    elements, before it has the rest of the page and its styles: who looks then sees what nobody sees."""
    page.wait_for_load_state("load")
    return page


def fits(page: Page) -> None:
    """Nothing is wider than the window."""
    is_there(page)
    overflow, sticking_out = page.evaluate(_OVERFLOW)
    assert overflow <= 0, f"{page.url} is {overflow} px wider than {page.viewport_size}: {sticking_out}"


def no_axe_violations(page: Page) -> None:
    """Fails with what axe-core finds against WCAG 2.0 to 2.2, levels A and AA, and best practices."""
    is_there(page)
    if not page.evaluate("Boolean(window.axe)"):
        page.evaluate(_axe())
    found = page.evaluate(f"axe.run(document, {_OPTIONS})")["violations"]
    said = [f"{one['id']} ({one['impact']}): {node['html'][:160]}" for one in found for node in one["nodes"][:4]]
    assert not said, f"{page.url} at {page.viewport_size}\n" + "\n".join(said)
    fits(page)


_STOP = """async () => {
  // What is fetched when something gets the focus is there before the next key.
  while (document.querySelector(".htmx-request")) await new Promise((go) => setTimeout(go, 5));
  const one = document.activeElement;
  if (!one || one === document.body || one === document.documentElement) return null;
  const shown = (node) => {
    const style = getComputedStyle(node);
    return (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0) || style.boxShadow !== "none";
  };
  const box = (node) => { const {width, height} = node.getBoundingClientRect(); return width > 1 && height > 1; };
  // A hidden control (a file, a radio drawn as a tile) shows its focus on its label or on what holds it.
  const places = [one, ...(one.labels ?? []), one.parentElement, one.parentElement?.parentElement].filter(Boolean);
  one.dataset.stop ??= String(document.querySelectorAll("[data-stop]").length + 1);
  return {
    stop: one.dataset.stop,
    what: (one.getAttribute("aria-label") || one.name || one.textContent || one.tagName).trim().slice(0, 60),
    // Inside a time field Chromium has a button of its own, and shows the focus on it itself.
    seen: !one.matches(":focus") || places.some((node) => shown(node) && box(node)),
    kind: one.tagName,
  };
}"""
_REACHABLE = """() => {
  const groups = new Set();
  const all = document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex='0']");
  return [...all].filter((one) => {
    if (one.disabled || one.tabIndex < 0 || one.type === "hidden") return false;
    if (!one.checkVisibility({visibilityProperty: true, opacityProperty: false})) return false;
    if (one.closest("[inert], details:not([open]) > :not(summary)")) return false;
    if (one.type === "radio") {
      const group = one.form?.id + one.name;
      if (groups.has(group)) return false;
      groups.add(group);
    }
    return true;
  }).length;
}"""


def start_at_the_top(page: Page) -> None:
    """The next Tab goes to the first stop of the page, wherever the focus was."""
    is_there(page).evaluate("""() => {
      const body = document.body;
      body.tabIndex = -1;
      body.focus();
      body.removeAttribute("tabindex");
      scrollTo(0, 0);
    }""")


def tab_stops(page: Page) -> list[str]:
    """Walks every stop of the Tab key from the top of the page and round again. Fails on a trap, on a stop whose focus
    cannot be seen, and when something that can be clicked was not reached."""
    start_at_the_top(page)
    reachable, stops, unseen = page.evaluate(_REACHABLE), [], []
    first = None
    for _ in range(reachable + 30):
        page.keyboard.press("Tab")
        at = page.evaluate(_STOP)
        if at is None or at["stop"] == first:
            break
        first = first or at["stop"]
        stops.append(at["what"])
        if not at["seen"]:
            unseen.append(at["what"])
    else:
        raise AssertionError(f"{page.url}: the Tab key does not come round; last stops: {stops[-5:]}")
    assert not unseen, f"{page.url}: the focus cannot be seen on {unseen}"
    assert len(stops) >= reachable, f"{page.url}: {reachable} things to reach, {len(stops)} reached: {stops}"
    return stops


def pdf_text(content: bytes) -> str:
    """A PDF as a reader's machine copies it, spaces and lines joined."""
    said = subprocess.run(["pdftotext", "-layout", "-", "-"], input=content, capture_output=True, check=True)
    return " ".join(said.stdout.decode().split())


def qr_text(page: Page, folder: Path) -> str:
    """What a phone reads off the page as drawn."""
    picture = folder / "page.png"
    is_there(page).screenshot(path=picture)
    return subprocess.check_output(["zbarimg", "--quiet", "--raw", str(picture)], text=True).strip()
