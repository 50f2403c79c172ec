"""A large diagram under the hand: main-thread work a frame while panning, hover to tooltip."""

from collections.abc import Iterator

from atlas_authoring.diagrams import Block, build_diagrams
from playwright.sync_api import Browser, Page

from diagram_figures.figure import Figure, percentile
from diagram_figures.stage import bundle_of, traced
from diagram_figures.trace import frames_ms

NODES = 200
ROWS = 10
STEPS = 240
HOVERS = 50

_SHOW = """text => {
  const box = stage.host();
  box.style.height = "860px";
  AtlasDiagram.renderDiagram(box, JSON.parse(text));
}"""
_WATCH = """() => {
  const tip = document.querySelector(".tooltip");
  const waits = globalThis.waits = [];
  let begun = null;
  addEventListener("pointerover", (event) => { begun ??= event.timeStamp; }, true);
  new MutationObserver(() => {
    if (begun === null || tip.hidden) return;
    const from = begun;
    begun = null;
    requestAnimationFrame(() => { const channel = new MessageChannel();
      channel.port1.onmessage = () => waits.push(performance.now() - from);
      channel.port2.postMessage(null); });
  }).observe(tip, { attributes: true, childList: true });
  globalThis.rested = () => { begun = null; };
}"""
_SEEN = """() => [...document.querySelectorAll(".node")].map((node) => node.getBoundingClientRect())
  .filter((r) => r.x > 0 && r.y > 40 && r.right < innerWidth && r.bottom < innerHeight)
  .map((r) => [r.x + r.width / 2, r.y + r.height / 2])"""


def large_text(nodes: int = NODES) -> str:
    """A flowchart of layers: services that call the next row, in groups, with labels."""
    lines = ["graph TB"]
    per_row = nodes // ROWS
    for row in range(ROWS):
        lines.append(f"subgraph L{row}[Layer {row}]")
        lines += [f"N{row}_{n}[Service {row}.{n}<br/>p99: {n + 1} ms]" for n in range(per_row)]
        lines.append("end")
    for row in range(ROWS - 1):
        lines += [f"N{row}_{n} -->|{n + 1}K req/s| N{row + 1}_{n}" for n in range(per_row)]
        lines += [f"N{row}_{n} --> N{row + 1}_{(n + 1) % per_row}" for n in range(0, per_row, 4)]
    return "\n".join(lines)


def figures(browser: Browser, page: Page) -> Iterator[Figure]:
    """Drags the picture about for four seconds, then points at fifty nodes."""
    block = Block(id="bench#1", path="bench.md", line=1, text=large_text(), title="Large")
    built = next(iter(build_diagrams([block])))
    if built.geometry is None:
        raise RuntimeError("the large diagram was not laid out in time: the machine is too busy")
    count = len(built.diagram.nodes)
    page.evaluate(_SHOW, bundle_of(built))
    page.wait_for_timeout(300)
    with traced(browser, page) as events:
        page.mouse.move(640, 860)
        page.mouse.down()
        for step in range(STEPS):
            page.mouse.move(640 + 2 * (step % 60), 860 - 3 * (step % 80))
        page.mouse.up()
    frames = frames_ms(events)
    yield Figure(name=f"frames traced while panning {count} nodes", value=len(frames), at_least=60)
    yield Figure(name="main-thread work a frame, median", value=percentile(frames, 0.5), unit="ms")
    p95 = percentile(frames, 0.95)
    yield Figure(name="main-thread work a frame, p95", value=p95, unit="ms", at_most=8)
    page.evaluate(_SHOW, bundle_of(built))
    page.wait_for_timeout(300)
    yield from _hovers(page)


def _hovers(page: Page) -> Iterator[Figure]:
    page.evaluate(_WATCH)
    places = page.evaluate(_SEEN)
    for at in range(HOVERS):
        x, y = places[(at * 7) % len(places)]
        page.mouse.move(5, 5)
        page.evaluate("() => rested()")
        page.mouse.move(x, y)
        page.wait_for_timeout(40)
    waits = page.evaluate("() => waits")
    yield Figure(name="hovers that brought a tooltip", value=len(waits), at_least=0.8 * HOVERS)
    yield Figure(name="hover to tooltip painted, median", value=percentile(waits, 0.5), unit="ms")
    p95 = percentile(waits, 0.95)
    yield Figure(name="hover to tooltip painted, p95", value=p95, unit="ms", at_most=50)
