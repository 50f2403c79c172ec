"""Measures the diagram workshop on a tree of Markdown pages, and prints what it finds.

    python tests/bench/diagrams.py [TREE]          default: $ATLAS_CORPUS, else ../shared/corpus

Typed share by kind, repairs by rule, problems, faults of layouts, cold seconds, sizes of geometry.
"""
# ruff: noqa: T201 - printing is what it is for

import gzip
import os
import re
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from atlas_authoring.diagrams import Block, Built, build_diagrams
from atlas_core.diagram.codec import encode_diagram, encode_geometry
from layout_quality import faults

ROOT = Path(__file__).resolve().parents[2]
FENCE = re.compile(
    r"^(?P<indent> *)(?P<fence>`{3,}|~{3,})mermaid\b[^\n]*\n(?P<text>.*?)^ *(?P=fence)", re.M | re.S
)
HEADING = re.compile(r"^#{1,6} +(.+)$", re.M)
RIBBON = 4.0


def corpus() -> Path:
    return Path(os.environ.get("ATLAS_CORPUS") or ROOT.parent / "shared" / "corpus")


def blocks_of(tree: Path) -> Iterator[Block]:
    """The Mermaid blocks of all pages of a tree, in the order of their paths."""
    for page in sorted(tree.rglob("*.md")):
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


def percentile(values: list[int], share: float) -> int:
    return sorted(values)[min(len(values) - 1, int(len(values) * share))] if values else 0


def report(built: list[Built], seconds: float) -> None:
    kinds: dict[str, Counter[str]] = {}
    for one in built:
        row = kinds.setdefault(one.diagram.kind, Counter())
        row["blocks"] += 1
        row["typed"] += one.diagram.typed
        row["drawn"] += one.geometry is not None
        row["repaired"] += bool(one.diagram.repairs)
    print(f"{'kind':12} {'blocks':>7} {'typed':>7} {'drawn':>7} {'repaired':>9} {'typed %':>8}")
    for kind, row in sorted(kinds.items(), key=lambda item: -item[1]["blocks"]):
        share = 100 * row["typed"] / row["blocks"]
        print(
            f"{kind:12} {row['blocks']:7} {row['typed']:7} {row['drawn']:7} "
            f"{row['repaired']:9} {share:8.1f}"
        )
    rules = Counter(repair.rule for one in built for repair in one.diagram.repairs)
    print("repaired lines:", dict(rules.most_common()))
    problems = [problem for one in built for problem in one.diagram.problems]
    print("problems:", dict(Counter(problem.code for problem in problems).most_common()))
    for problem in problems:
        if problem.code != "kind-not-drawn":
            print(f"  {problem.path}:{problem.line} {problem.sentence}")
    layouts(built)
    print(f"seconds, cold: {seconds:.1f}")


def layouts(built: list[Built]) -> None:
    drawn = [(one.diagram, one.geometry) for one in built if one.geometry is not None]
    found: Counter[str] = Counter()
    for diagram, geometry in drawn:
        found += faults(diagram, geometry)
    ribbons = sum(g.width / g.height > RIBBON for d, g in drawn if d.kind != "sequence")
    print(f"layouts: {len(drawn)}, faults: {dict(found)}, wider than {RIBBON:g}:1: {ribbons}")
    for name, texts in (
        ("geometry", [encode_geometry(geometry) for _, geometry in drawn]),
        ("diagram", [encode_diagram(diagram) for diagram, _ in drawn]),
    ):
        sizes = [len(gzip.compress(text.encode())) for text in texts]
        print(
            f"{name}, gzipped bytes: median {percentile(sizes, 0.5)}, p95 {percentile(sizes, 0.95)}"
        )


def main() -> None:
    tree = Path(sys.argv[1]) if len(sys.argv) > 1 else corpus()
    blocks = list(blocks_of(tree))
    begun = time.perf_counter()
    built = list(build_diagrams(blocks))
    report(built, time.perf_counter() - begun)


if __name__ == "__main__":
    main()
