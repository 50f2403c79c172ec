"""A person in a browser: signs in, clicks, types, and keeps a picture of each step.

Whatever goes wrong on the way is remembered: an error on the console, a page that failed, a request
that would have left the machine.
"""

from __future__ import annotations

import itertools
import shutil
from pathlib import Path
from typing import Self
from urllib.parse import urlsplit

from playwright.sync_api import Browser, ConsoleMessage, Locator, Page, Playwright, Request

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
WITHIN_MS = 60_000
PACKAGES = Path(__file__).resolve().parents[2] / "extensions" / "packages"
AXE = PACKAGES / "node_modules" / "axe-core" / "axe.min.js"
INSIDE = {"127.0.0.1", ""}  # data: and blob: addresses have no host


def open_browser(playwright: Playwright) -> Browser | None:
    """The system's Chromium, or None where there is none. It calls nobody by itself."""
    program = next(filter(None, map(shutil.which, BROWSERS)), None)
    if program is None:
        return None
    quiet = ["--no-sandbox", "--disable-background-networking", "--disable-component-update"]
    return playwright.chromium.launch(
        executable_path=program, args=[*quiet, "--disable-sync", "--no-first-run", "--disable-quic"]
    )


class Visitor:
    """One signed-in person in a browser context of their own."""

    def __init__(self, browser: Browser, *, url: str, name: str, shots: Path) -> None:
        self.name, self.url, self.shots = name, url, shots
        self.context = browser.new_context(viewport={"width": 1280, "height": 720})
        self.context.set_default_timeout(WITHIN_MS)
        self.context.on("page", self._watch)
        self.context.on("request", self._note_request)
        self.troubles: list[str] = []
        self.count = itertools.count(1)
        self.page: Page = self.context.new_page()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.context.close()

    def _watch(self, page: Page) -> None:
        page.on("console", self._note_console)
        page.on("pageerror", lambda error: self.troubles.append(f"page error: {error}"))

    def _note_console(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            where = message.location.get("url", "")
            self.troubles.append(f"console error: {message.text} ({where})")

    def _note_request(self, request: Request) -> None:
        if (urlsplit(request.url).hostname or "") not in INSIDE:
            self.troubles.append(f"left the machine: {request.url}")

    def sign_in(self, password: str) -> None:
        """Fill in the sign-in page and wait for JupyterLab with the Atlas panel."""
        self.page.goto(self.url)
        self.page.fill("input[name=username]", self.name)
        self.page.fill("input[name=password]", password)
        self.shot("sign-in")
        self.page.click("input[type=submit], button[type=submit]")
        self.see("tree")

    def hook(self, name: str) -> Locator:
        """The first visible part of our interface with this hook."""
        return self.page.locator(f"[data-atlas={name}]:visible").first

    def see(self, name: str) -> Locator:
        """Wait until it is there."""
        found = self.hook(name)
        found.wait_for()
        return found

    def press(self, name: str) -> None:
        """Click it, as soon as it can be clicked."""
        self.see(name).click()

    def shot(self, title: str) -> None:
        """Keep a picture of what the person sees now."""
        self.shots.mkdir(parents=True, exist_ok=True)
        self.page.screenshot(path=self.shots / f"{self.name}-{next(self.count):02d}-{title}.png")

    def use_theme(self, *, light: bool) -> None:
        """Choose JupyterLab's light or dark theme from the menu, and wait for it."""
        self.choose("Settings", "Theme", f"JupyterLab {'Light' if light else 'Dark'}")
        said = str(light).lower()
        self.page.locator(f"body[data-jp-theme-light={said}]").wait_for(state="attached")

    def violations(self, part: str) -> list[str]:
        """What axe finds wrong with a part of the page, as sentences."""
        self.page.add_script_tag(path=AXE)
        found: list[str] = self.page.evaluate(
            """async (part) => (await axe.run(part, {resultTypes: ["violations"]})).violations.map(
              (each) => each.id + ": " + each.nodes.map((node) => node.html.slice(0, 160)))""",
            part,
        )
        return found

    def choose(self, *path: str) -> None:
        """Choose from JupyterLab's menu bar."""
        self.page.locator(".lm-MenuBar-itemLabel", has_text=path[0]).first.click()
        for title in path[1:]:
            self.page.locator(".lm-Menu-itemLabel:visible", has_text=title).first.click()
