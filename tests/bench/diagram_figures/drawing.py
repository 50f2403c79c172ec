"""Drawing the same diagrams in the same Chromium: ours against `mermaid.render`."""

import random
import statistics
from collections.abc import Iterator, Sequence

from atlas_authoring.diagrams import Built
from playwright.sync_api import Browser, Page

from diagram_figures.figure import Figure, percentile
from diagram_figures.reading import COUNTED, read_text
from diagram_figures.stage import bundle_of, traced
from diagram_figures.trace import cpu_ms

SAMPLE = 100
ROUNDS = 3
SEED = 20261126
_OURS = """async texts => {
  const spent = [];
  for (const text of texts) spent.push(await stage.drawOurs(text));
  return spent;
}"""
_THEIRS = _OURS.replace("drawOurs", "drawMermaid")


def sample(built: Sequence[Built], page: Page) -> list[Built]:
    """Up to 100 diagrams, drawn at random, that both can draw; as a side effect both are warm."""
    able = [one for one in built if one.geometry is not None and one.diagram.kind in COUNTED]
    random.Random(SEED).shuffle(able)
    chosen: list[Built] = []
    for one in able:
        drawn = page.evaluate("text => stage.drawMermaid(text)", read_text(one.diagram))
        if drawn is not None:
            page.evaluate("text => stage.drawOurs(text)", bundle_of(one))
            chosen.append(one)
        if len(chosen) == SAMPLE:
            break
    return chosen


def figures(built: Sequence[Built], browser: Browser, page: Page) -> Iterator[Figure]:
    """Time by the clock of the page, CPU by Chromium's trace, each with its share of Mermaid's.

    Both are medians of rounds in turns, since a machine's clock wanders.
    """
    chosen = sample(built, page)
    bundles = [bundle_of(one) for one in chosen]
    texts = [read_text(one.diagram) for one in chosen]
    rounds = [(page.evaluate(_OURS, bundles), page.evaluate(_THEIRS, texts)) for _ in range(ROUNDS)]
    ours = _medians([ours for ours, _ in rounds])
    theirs = _medians([theirs for _, theirs in rounds])
    spent = [
        (_cpu_ms(browser, page, _OURS, bundles), _cpu_ms(browser, page, _THEIRS, texts))
        for _ in range(ROUNDS)
    ]
    ours_cpu, theirs_cpu = map(statistics.median, zip(*spent, strict=True))
    touched = page.evaluate(_OURS.replace("drawOurs", "touchOurs"), bundles)
    yield Figure(
        name=f"drawing {len(chosen)} diagrams, ours: median", value=percentile(ours, 0.5), unit="ms"
    )
    yield Figure(
        name="the same by mermaid.render: median", value=percentile(theirs, 0.5), unit="ms"
    )
    yield Figure(
        name="time in all: ours, as a share of mermaid.render",
        value=sum(ours) / max(1e-9, sum(theirs)),
        at_most=1 / 20,
    )
    yield Figure(name="first touch of a picture: median", value=percentile(touched, 0.5), unit="ms")
    yield Figure(name="CPU by trace, ours", value=ours_cpu, unit="ms")
    yield Figure(name="CPU by trace, mermaid.render", value=theirs_cpu, unit="ms")
    yield Figure(
        name="CPU: ours, as a share of mermaid.render",
        value=ours_cpu / max(1e-9, theirs_cpu),
        at_most=1 / 8,
    )


def _cpu_ms(browser: Browser, page: Page, draw: str, inputs: Sequence[str]) -> float:
    with traced(browser, page) as events:
        page.evaluate(draw, inputs)
    return cpu_ms(events)


def _medians(rounds: Sequence[Sequence[float]]) -> list[float]:
    """The median of each diagram over all rounds."""
    return [statistics.median(times) for times in zip(*rounds, strict=True)]
