"""Audit the gallery with axe-core in Chromium, in both themes, at rest and with everything open.

Usage: node gallery/build.mjs && python gallery/audit.py [chromium]. Prints each violation and ends
with 1 where there is one.
"""

import sys
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

HERE = Path(__file__).resolve().parent
GALLERY = HERE.parent / "dist" / "gallery.html"
AXE = HERE.parents[1] / "node_modules" / "axe-core" / "axe.min.js"
RUN = """async () => (await axe.run(document, {resultTypes: ["violations"]})).violations.map(
  ({id, impact, nodes}) => `${id} (${impact}), ${nodes.length} times, as ${nodes[0].target}`)"""


def open_everything(page: Page) -> None:
    """Specification, focus, crash, player, finder and a folded group, all at once."""
    page.locator("#d0 .node").nth(3).focus()
    for key in ("Enter", "u", "c", "n", "/"):
        page.keyboard.press(key)
    page.keyboard.type("a")
    title = page.locator(".group[aria-expanded]").first
    title.focus()
    page.keyboard.press("Enter")
    page.get_by_label("Take this diagram along").first.click()
    page.wait_for_timeout(500)


def main() -> int:
    """Audit four states of the page; give the number of violations."""
    executable = sys.argv[1] if len(sys.argv) > 1 else "/usr/bin/chromium"
    found = 0
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=["--no-sandbox"])
        for theme in ("light", "dark"):
            page = browser.new_page(viewport={"width": 1180, "height": 900})
            page.goto(GALLERY.as_uri())
            page.select_option("#theme", theme)
            page.add_script_tag(path=AXE)
            for state in ("at rest", "open"):
                if state == "open":
                    open_everything(page)
                violations = page.evaluate(RUN)
                found += len(violations)
                for violation in violations or ["no violation"]:
                    sys.stdout.write(f"{theme}, {state}: {violation}\n")
        browser.close()
    return found


if __name__ == "__main__":
    sys.exit(1 if main() else 0)
