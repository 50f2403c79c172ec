"""Measures how soon the playground redraws a diagram of 50 nodes after a key, in Chromium.

    python tests/bench/playground.py

From the input event to the frame after the new picture stands in the page: the pause before
reading, the worker (Mermaid's parser, ELK) and drawing. The server's part is not on that way.
"""
# ruff: noqa: T201 - printing is what it is for

import statistics
import subprocess
import sys
import tempfile
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ROOT / "extensions" / "packages"
sys.path.insert(0, str(ROOT / "tests" / "support"))

from visitor import open_browser  # noqa: E402 - found on the path just set

KEYS = 30
PAGE = """
import {Playground, Workshop} from "PACKAGES/playground/src/index.ts";
const away = () => Promise.reject(new Error("away"));
const playground = new Playground({text: "", task: null, original: null,
  workshop: new Workshop(() => new Worker("/workshop.js")),
  meaning: {attempts: away, diagram: away}, drawForeign: away, fonts: () => Promise.resolve(""),
  onText: () => undefined, onSave: away});
document.body.append(playground.node);
playground.node.style.height = "700px";
const area = document.querySelector("textarea");
window.typed = (text, node) => new Promise((resolve) => {
  const began = performance.now();
  const watch = new MutationObserver(() => {
    if (!document.querySelector(`[data-node=${node}]`)) return;
    watch.disconnect();
    requestAnimationFrame(() => setTimeout(() => resolve(performance.now() - began)));
  });
  watch.observe(document.body, {childList: true, subtree: true});
  area.value = text;
  area.dispatchEvent(new Event("input"));
});
"""


def layered(nodes: int) -> str:
    """Services in rows of seven, each calling one or two of the next row, all with numbers."""
    lines = ["flowchart TB"]
    for n in range(nodes):
        lines.append(f'  N{n}["Service {n}<br/>p99: {n + 5} ms"]')
    for n in range(7, nodes):
        lines.append(f"  N{n - 7} -->|{n} req/s| N{n}")
        if n % 3 == 0:
            lines.append(f"  N{n - 7} --> N{min(n + 1, nodes - 1)}")
    return "\n".join(lines)


def bundle(folder: Path) -> None:
    """Put the page, its script and the chunk into a folder."""
    source = folder / "page.ts"
    source.write_text(PAGE.replace("PACKAGES", PACKAGES.as_posix()))
    esbuild = PACKAGES / "node_modules" / ".bin" / "esbuild"
    made = [esbuild, source, "--bundle", "--format=esm", f"--outfile={folder / 'page.js'}"]
    subprocess.run([*made, "--log-level=error"], check=True, cwd=PACKAGES)
    chunk = PACKAGES / "playground" / "dist" / "workshop.js"
    (folder / "workshop.js").write_bytes(chunk.read_bytes())
    (folder / "index.html").write_text(
        '<!doctype html><body><script type="module" src="/page.js"></script>'
    )


class Quiet(SimpleHTTPRequestHandler):
    """Serves files and says nothing."""

    def log_message(self, *_: object) -> None:
        """Say nothing."""


def main() -> None:
    """Type and measure."""
    with tempfile.TemporaryDirectory() as name:
        bundle(Path(name))
        server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=name))
        threading.Thread(target=server.serve_forever, daemon=True).start()
        with sync_playwright() as playwright:
            browser = open_browser(playwright)
            if browser is None:
                raise SystemExit("There is no Chromium on this machine.")
            page = browser.new_page(viewport={"width": 1280, "height": 720})
            page.set_default_timeout(120_000)
            page.goto(f"http://127.0.0.1:{server.server_port}/")
            page.wait_for_function("typeof window.typed === 'function'")
            text = layered(49)
            first = page.evaluate("([text]) => window.typed(text, 'N48')", [text])
            times = [
                page.evaluate(
                    "([text, node]) => window.typed(text, node)",
                    [f"{text}\n  N0 --> X{key}[Key {key}]", f"X{key}"],
                )
                for key in range(KEYS)
            ]
            browser.close()
        server.shutdown()
    times.sort()
    at = times[int(len(times) * 0.95)]
    print(f"first picture, chunk loaded: {first:.0f} ms")
    print(
        f"redraw at 50 nodes over {KEYS} keys: median {statistics.median(times):.0f} ms, "
        f"p95 {at:.0f} ms, largest {times[-1]:.0f} ms (wanted: 200 ms)"
    )


if __name__ == "__main__":
    main()
