"""Measures everything about diagrams on a tree of Markdown pages, and prints each figure.

    python tests/bench/diagrams.py [TREE] [--only NAME...] [--faults]

TREE is by default $ATLAS_CORPUS, else ../shared/corpus, else tests/fixtures/tree. Peers (Mermaid's
own parser and renderer) run in the same Chromium, in the same run. `--faults` names each diagram
that has one. Ends with 1 where a figure misses its target.
"""
# ruff: noqa: T201 - printing is what it is for

import argparse
import os
import re
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from atlas_authoring.diagrams import Block, Built, build_diagrams
from diagram_figures import building, drawing, layout, loading, moving, reading
from diagram_figures.figure import Figure
from diagram_figures.stage import chromium, open_stage

ROOT = Path(__file__).resolve().parents[2]
FENCE = re.compile(
    r"^(?P<indent> *)(?P<fence>`{3,}|~{3,})mermaid\b[^\n]*\n(?P<text>.*?)^ *(?P=fence)", re.M | re.S
)
HEADING = re.compile(r"^#{1,6} +(.+)$", re.M)
SECTIONS = {
    "reading": "Reading",
    "building": "Building",
    "loading": "Loading",
    "drawing": "Drawing",
    "moving": "Moving",
    "layout": "Layout, as Chromium shows it",
}


def corpus() -> Path:
    return Path(os.environ.get("ATLAS_CORPUS") or ROOT.parent / "shared" / "corpus")


def corpus_or_fixture() -> Path:
    """The corpus; our own awkward pages where there is none."""
    return corpus() if corpus().is_dir() else ROOT / "tests" / "fixtures" / "tree"


def blocks_of(tree: Path) -> Iterator[Block]:
    """The Mermaid blocks of all pages of a tree, in the order of their paths."""
    for page in sorted(path for path in tree.rglob("*.md") if path.is_file()):
        source = page.read_text(encoding="utf-8", errors="replace")
        name = page.relative_to(tree).as_posix()
        for number, fence in enumerate(FENCE.finditer(source), start=1):
            titles = HEADING.findall(source, 0, fence.start())
            yield Block(
                id=f"{tree.name}/{name.removesuffix('.md')}#{number}",
                path=name,
                line=source.count("\n", 0, fence.start()) + 1,
                text=fence["text"],
                title=titles[-1] if titles else "",
            )


def measure(
    tree: Path, built: list[Built], only: set[str], faults: list[str]
) -> Iterator[tuple[str, list[Figure]]]:
    """Each section's figures, in the order of the table; only those that are asked for."""
    if "building" in only:
        yield "building", list(building.figures(tree))
    if "loading" in only:
        yield "loading", list(loading.figures(built))
    if not only & {"reading", "drawing", "moving", "layout"}:
        return
    with chromium() as browser:
        page = open_stage(browser)
        if "reading" in only:
            yield "reading", list(reading.figures(built, page, faults))
        if "drawing" in only:
            yield "drawing", list(drawing.figures(built, browser, page))
        if "moving" in only:
            yield "moving", list(moving.figures(browser, open_stage(browser, mermaid=False)))
        if "layout" in only:
            yield "layout", list(layout.figures(built, page, faults))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("tree", nargs="?", type=Path, default=corpus_or_fixture())
    parser.add_argument("--only", nargs="+", choices=SECTIONS, default=list(SECTIONS))
    parser.add_argument("--faults", action="store_true", help="name each diagram with a fault")
    asked = parser.parse_args()
    begun = time.perf_counter()
    built = list(build_diagrams(list(blocks_of(asked.tree))))
    print(f"{asked.tree}: {len(built)} diagrams, read in {time.perf_counter() - begun:.1f} s")
    faults: list[str] = []
    missed = 0
    for name, figures in measure(asked.tree, built, set(asked.only), faults):
        print(f"\n{SECTIONS[name]}")
        for figure in figures:
            missed += not figure.met
            print(figure.line(), flush=True)
    if asked.faults:
        print("", *faults, sep="\n")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
