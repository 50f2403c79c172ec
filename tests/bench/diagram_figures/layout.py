"""What is ugly in the pictures as Chromium shows them, and crossings against Mermaid's layout."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from atlas_authoring.diagrams import Built
from atlas_core.diagram.vocabulary import Kind
from playwright.sync_api import Page

from diagram_figures.figure import Figure
from diagram_figures.reading import read_text
from diagram_figures.stage import bundle_of

RIBBON = 4.0
COMPARED = (Kind.FLOWCHART, Kind.STATE)


@dataclass(slots=True)
class Seen:
    """What was found over all pictures; `faults` by diagram, as sentences."""

    faults: dict[str, list[str]] = field(default_factory=dict)
    crossings: int = 0
    crossings_mermaid: int = 0
    compared: int = 0
    ribbons: list[str] = field(default_factory=list)

    def by_sort(self) -> Counter[str]:
        """How often each sort of fault was seen."""
        found: Counter[str] = Counter()
        for said in self.faults.values():
            found.update(_sort(sentence) for sentence in said)
        return found


def _sort(sentence: str) -> str:
    head = sentence.split(":", 1)[0]
    if "runs through the title" in head:
        return "edge through a group's title"
    return "edge through a foreign node" if "runs through" in head else head


def look(built: Sequence[Built], page: Page, *, compare: bool = True) -> Seen:
    """Draws every picture in the page; with `compare` Mermaid lays out each one too."""
    seen = Seen()
    for one in built:
        diagram, geometry = one.diagram, one.geometry
        if geometry is None:
            continue
        said = page.evaluate("text => stage.faults(text)", bundle_of(one))
        if said:
            seen.faults[diagram.id] = said
        if not 1 / RIBBON <= geometry.width / geometry.height <= RIBBON:
            seen.ribbons.append(diagram.id)
        if not compare or diagram.kind not in COMPARED:
            continue
        ours = page.evaluate("() => stage.ourCrossings()")
        theirs = page.evaluate("text => stage.theirCrossings(text)", read_text(diagram))
        if theirs is not None:
            seen.crossings += ours
            seen.crossings_mermaid += theirs
            seen.compared += 1
    return seen


SORTS = (
    "labels meet",
    "text leaves its box",
    "edge through a foreign node",
    "edge through a group's title",
)


def figures(built: Sequence[Built], page: Page, failures: list[str]) -> Iterator[Figure]:
    """The faults of all pictures, with each sentence into `failures`."""
    seen = look(built, page)
    for name, said in seen.faults.items():
        failures.extend(f"{name}: {sentence}" for sentence in said)
    found = seen.by_sort()
    drawn = sum(one.geometry is not None for one in built)
    yield Figure(name="pictures looked at", value=drawn)
    for sort in SORTS:
        yield Figure(name=sort, value=found[sort], at_most=0)
    yield Figure(
        name=f"crossings in {seen.compared}, ours; at most Mermaid's own",
        value=seen.crossings,
        at_most=seen.crossings_mermaid,
    )
    failures.extend(
        f"{name}: wider than 4 times its height, or the reverse" for name in seen.ribbons
    )
    yield Figure(
        name="wider than 4 times the height, or the reverse", value=len(seen.ribbons), at_most=10
    )
