"""Simulators as Voilà pages in Chromium: guess, run, go on when the kernel is gone.

A server's default limits hold: a kernel may send a page 1 MB a second.
"""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import psutil
import pytest
from atlas_authoring.build import build
from atlas_voila.page import notebook_text
from machine_fixtures import free_ports
from playwright.sync_api import Browser, Page, expect

SHOTS = Path(__file__).parent / "shots"
WITHIN_MS = 60_000
DURATION_S = 50

pytestmark = [pytest.mark.browser, pytest.mark.enable_socket, pytest.mark.timeout(300)]


@pytest.fixture(params=[[], ["--dark"]], ids=["light", "dark"])
def served(request: pytest.FixtureRequest, two_trees: Path) -> Iterator[tuple[str, int]]:
    """The page's address, and the process that serves it."""
    atlas = Path(sys.prefix) / "bin" / "atlas"
    port = str(free_ports(9960))
    command = [atlas, "voila", "retry-storm", "--catalogue", two_trees, "--port", port]
    with subprocess.Popen([*command, *request.param], stdout=subprocess.PIPE, text=True) as running:
        assert running.stdout is not None
        said = running.stdout.readline()
        assert said.startswith("Open http://127.0.0.1:")
        yield said.split()[1], running.pid
        running.send_signal(signal.SIGTERM)
        assert running.wait(timeout=30) == 0


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page on which nothing may go wrong, and which may ask no other machine."""
    troubles: list[str] = []
    with browser.new_context(viewport={"width": 1280, "height": 720}) as context:
        made = context.new_page()
        made.set_default_timeout(WITHIN_MS)
        made.on("pageerror", lambda error: troubles.append(str(error)))
        made.on("console", lambda one: troubles.append(one.text) if one.type == "error" else None)
        made.on(
            "request",
            lambda one: (
                troubles.append(one.url)
                if (urlsplit(one.url).hostname or "127.0.0.1") != "127.0.0.1"
                else None
            ),
        )
        yield made
    assert troubles == []


SHOP = """# Shop

```mermaid
flowchart LR
  U([Users]) -->|500 req/s| A[API<br/>p99: 40 ms<br/>50 instances] --> D[(Store<br/>p99: 9 ms)]
```
"""
MILLION = """import atlas

run = atlas.simulate("shop", load="20K req/s", duration="DURATION s").run
widget = atlas.Simulator("shop")
widget.show_run(run)
widget""".replace("DURATION", str(DURATION_S))


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[str]:
    """A page whose cell simulates a million requests in Python; gives the address."""
    tree, catalogue = tmp_path / "docs", tmp_path / "c.sqlite"
    tree.mkdir()
    (tree / "shop.md").write_text(SHOP)
    build([tree], catalogue, cache=tmp_path / "cache")
    notebook = notebook_text([("code", MILLION)])
    port = free_ports(9980)
    code = (
        "import sys; from pathlib import Path; from atlas_voila.serve import serve; "
        f"serve(sys.stdin.read(), Path({str(catalogue)!r}), port={port}, dark=False, "
        "say=lambda address: print(address, flush=True))"
    )
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    with subprocess.Popen([sys.executable, "-c", code], **pipes) as running:
        assert running.stdin is not None
        assert running.stdout is not None
        running.stdin.write(notebook)
        running.stdin.close()
        yield running.stdout.readline().strip()
        running.send_signal(signal.SIGTERM)
        running.wait(timeout=30)


def test_a_trace_of_a_million_requests_reaches_the_browser_whole(shop: str, page: Page) -> None:
    page.goto(shop)
    part = page.locator(".atlas-Simulation").first
    expect(part.locator("[data-state=done]").first).to_be_attached(timeout=120_000)
    part.get_by_text("Results as a table").click()
    row = part.get_by_role("table", name="Parts over the whole run").get_by_role(
        "row", name="Users"
    )
    page.screenshot(path=SHOTS / "voila-million.png")
    per_s = float(row.inner_text().split("\t")[1].removesuffix("/s").replace(",", ""))
    assert per_s * DURATION_S == pytest.approx(1_000_000, rel=0.01)


def kernels(served: int) -> list[psutil.Process]:
    below = psutil.Process(served).children(recursive=True)
    return [each for each in below if "ipykernel_launcher" in " ".join(each.cmdline())]


def test_a_lesson_is_simulated_without_jupyterlab_and_without_its_kernel(
    served: tuple[str, int], page: Page, request: pytest.FixtureRequest
) -> None:
    address, process = served
    page.goto(address.partition("?")[0])
    expect(page.locator("#password_input")).to_be_visible()
    page.goto(address)
    # What the page carries is drawn first; the kernel's widget takes its place.
    part = page.locator("[data-atlas=simulator-widget] .atlas-Simulation").first
    expect(part.locator("svg.picture")).to_be_visible(timeout=WITHIN_MS)
    expect(page.get_by_role("heading", name="retry storm")).to_be_visible()
    part.get_by_label("about 5 seconds").check()
    part.locator("[data-act=commit]").click()
    simulator = part.locator("[data-state=done]").first
    expect(simulator).to_be_attached(timeout=WITHIN_MS)
    expect(part.locator(".verdict")).to_be_visible(timeout=WITHIN_MS)
    name = "dark" if "dark" in request.node.name else "light"
    page.screenshot(path=SHOTS / f"voila-{name}.png")

    for kernel in kernels(process):
        os.kill(kernel.pid, signal.SIGKILL)
    before = part.locator(".story").inner_text()
    part.get_by_label("Load in requests a second").fill("20")
    page.keyboard.press("Enter")
    expect(part.locator(".story")).not_to_have_text(before, timeout=WITHIN_MS)
    expect(simulator).to_be_attached(timeout=WITHIN_MS)
