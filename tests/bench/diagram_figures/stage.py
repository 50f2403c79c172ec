"""A page in Chromium that holds our renderer, Mermaid, and the measuring functions of stage.js."""

import base64
import json
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from atlas_authoring.diagrams import Built
from atlas_authoring.export.assets import fonts_script
from atlas_core.diagram.codec import encode_diagram, encode_geometry
from playwright.sync_api import Browser, Page, sync_playwright

PACKAGES = Path(__file__).resolve().parents[3] / "extensions" / "packages"
MERMAID = PACKAGES / "node_modules" / "mermaid" / "dist" / "mermaid.min.js"
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
WITHIN_MS = 240_000
TRACED = ["toplevel", "devtools.timeline", "disabled-by-default-devtools.timeline.frame"]


def renderer_script() -> str:
    """@atlas/diagram, bundled now, as a script that sets `AtlasDiagram`."""
    command = [
        *(PACKAGES / "node_modules" / ".bin" / "esbuild", PACKAGES / "diagram/src/index.ts"),
        *("--bundle", "--format=iife", "--global-name=AtlasDiagram"),
    ]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


@contextmanager
def chromium() -> Iterator[Browser]:
    """The system's Chromium; raises RuntimeError where there is none."""
    program = next(filter(None, map(shutil.which, BROWSERS)), None)
    if program is None:
        raise RuntimeError("no Chromium on this machine: install the system's package chromium")
    with sync_playwright() as playwright:
        arguments = ["--no-sandbox", "--disable-background-networking", "--disable-sync"]
        browser = playwright.chromium.launch(executable_path=program, args=arguments)
        yield browser
        browser.close()


def open_stage(browser: Browser, *, mermaid: bool = True) -> Page:
    """A page of 1280 x 900 with the scripts and the fonts loaded."""
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.set_default_timeout(WITHIN_MS)
    page.set_content("<!doctype html><meta charset=utf-8><title>Stage</title><main></main>")
    page.add_script_tag(content=fonts_script())
    page.add_script_tag(content=renderer_script())
    if mermaid:
        page.add_script_tag(path=MERMAID)
    page.add_script_tag(path=Path(__file__).with_name("stage.js"))
    page.evaluate("() => stage.ready()")
    return page


def bundle_of(built: Built) -> str:
    """The JSON text of a bundle, as a host hands it over."""
    geometry = "null" if built.geometry is None else encode_geometry(built.geometry)
    diagram = encode_diagram(built.diagram)
    return f'{{"diagram":{diagram},"geometry":{geometry},"svg":{json.dumps(built.svg)}}}'


@contextmanager
def traced(browser: Browser, page: Page) -> Iterator[list[dict[str, object]]]:
    """What Chromium did in the block, as trace events; the list is filled at its end."""
    events: list[dict[str, object]] = []
    browser.start_tracing(page=page, categories=TRACED)
    yield events
    events.extend(json.loads(browser.stop_tracing())["traceEvents"])


def as_data(text: str) -> str:
    """Text as a base64 string, which passes through any quoting."""
    return base64.b64encode(text.encode()).decode()
