"""Measures how soon the simulator in a page redraws its numbers after a move of the slider.

    python tests/bench/player.py

An exported page with ten services in Chromium: from the input event to the frame after the estimate
stands there, and to the frame after the figures of a new run of some 20,000 requests do.
"""
# ruff: noqa: T201 - printing is what it is for

import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests" / "support"))

from visitor import open_browser  # noqa: E402 - found on the path just set

MOVES = 20
PAGE = """---
title: Ten services
scenarios:
  - id: plain
    title: A plain hundred seconds
    diagram: 1
    duration: 100 s
    load: 200 req/s
---

```mermaid
flowchart TB
  U([Users]) -->|200 req/s| G[Gateway<br/>p99: 8 ms]
  G --> S1[Orders service<br/>p99: 30 ms]
  S1 --> S2[Stock service<br/>p99: 20 ms]
  S1 --> S3[Prices service<br/>p99: 20 ms]
  S2 --> D1[(Stock database<br/>p99: 15 ms)]
  S3 --> C[Prices cache<br/>p99: 2 ms<br/>hit rate: 90%]
  S3 --> D2[(Prices database<br/>p99: 15 ms)]
  S1 --> S4[Payment service<br/>p99: 60 ms<br/>timeout: 1 s]
  S4 --> S5[Fraud service<br/>p99: 25 ms]
  S4 --> D3[(Ledger database<br/>p99: 12 ms)]
```
"""
MOVE = """(to) => new Promise((resolve) => {
  const root = document.querySelector("[data-atlas=simulator]");
  const slider = root.querySelector("[data-act=load]");
  const began = performance.now();
  const since = () => performance.now() - began;
  const framed = (then) => requestAnimationFrame(() => setTimeout(() => then(since())));
  let estimated = null, ran = false;
  const watch = new MutationObserver(() => {
    if (root.dataset.state === "running") ran = true;
    if (!ran || root.dataset.state !== "done") return;
    watch.disconnect();
    framed((simulated) => resolve({ estimated, simulated }));
  });
  watch.observe(root, { attributes: true, attributeFilter: ["data-state"] });
  slider.value = String(to);
  slider.dispatchEvent(new Event("input", { bubbles: true }));
  framed((spent) => { estimated = spent; });
})"""


def exported(folder: Path) -> Path:
    """Build the page and export it as one file."""
    (folder / "docs").mkdir()
    (folder / "docs" / "ten.md").write_text(PAGE)
    atlas, catalogue = Path(sys.prefix) / "bin" / "atlas", folder / "c.sqlite"
    page = folder / "ten.html"
    subprocess.run(
        [atlas, "build", folder / "docs", "--out", catalogue, "--quiet"], check=True, cwd=folder
    )
    command = [atlas, "export", "ten", "--catalogue", catalogue, "--out", page]
    subprocess.run(command, check=True, cwd=folder, capture_output=True)
    return page


def told(name: str, times: list[float], goal_ms: int) -> None:
    at = sorted(times)[int(len(times) * 0.95)]
    print(f"{name}: median {statistics.median(times):.0f} ms, p95 {at:.0f} ms (goal {goal_ms})")


def main() -> None:
    """Move and measure."""
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        browser = open_browser(playwright)
        if browser is None:
            raise SystemExit("There is no Chromium on this machine.")
        page = browser.new_page(viewport={"width": 1280, "height": 720})
        page.goto(exported(Path(name)).as_uri())
        simulator = page.locator("[data-atlas=simulator]")
        start = simulator.locator("[data-act=skip]:visible, [data-act=run]:visible").first
        start.click()
        page.wait_for_selector("[data-atlas=simulator][data-state=done]")
        moves = [page.evaluate(MOVE, (step % 5 - 2) / 100) for step in range(MOVES)]
        browser.close()
    told("slider to redrawn estimate", [move["estimated"] for move in moves], 50)
    told("slider to a redrawn run of 20,000 requests", [move["simulated"] for move in moves], 300)


if __name__ == "__main__":
    main()
