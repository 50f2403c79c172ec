"""How much is typed, and whether nodes and edges are as many as Mermaid's own parser reports."""

from collections import Counter
from collections.abc import Iterator, Sequence

from atlas_authoring.diagrams import Built
from atlas_core.diagram import Diagram
from atlas_core.diagram.vocabulary import Kind
from atlas_core.mermaid.repairs import first_attempt, further_attempts
from playwright.sync_api import Page

from diagram_figures.figure import Figure

COUNTED = (Kind.FLOWCHART, Kind.SEQUENCE, Kind.STATE)


def read_text(diagram: Diagram) -> str:
    """The text that Mermaid's parser took: the source, with the repairs that were recorded."""
    source = diagram.source
    attempt = first_attempt(source.text, diagram.kind, source.line)
    if diagram.repairs == attempt.repairs:
        return attempt.text
    further = further_attempts(attempt, diagram.kind, source.line)
    return next((one.text for one in further if one.repairs == diagram.repairs), source.text)


def matches(page: Page, diagram: Diagram) -> str | None:
    """Why the counts differ from Mermaid's; None where they don't."""
    found = page.evaluate("text => stage.counts(text)", read_text(diagram))
    if found is None:
        return "Mermaid in the browser does not read what ours read"
    ours = {"nodes": len(diagram.nodes), "edges": len(diagram.edges)}
    return None if found == ours else f"{ours} here, {found} by Mermaid"


def figures(built: Sequence[Built], page: Page, failures: list[str]) -> Iterator[Figure]:
    """The typed share with equal counts, and what falls back, by kind; reasons into `failures`."""
    wanted = [one.diagram for one in built if one.diagram.kind in COUNTED]
    good = 0
    for diagram in wanted:
        reason = matches(page, diagram) if diagram.typed else "not typed"
        good += reason is None
        if reason is not None:
            failures.append(f"{diagram.id}: {reason}")
    yield Figure(
        name=f"typed with Mermaid's own counts, of {len(wanted)} flowcharts, sequences, states",
        value=100 * good / max(1, len(wanted)),
        unit="%",
        at_least=98,
    )
    blocks = Counter(one.diagram.kind for one in built)
    typed = Counter(one.diagram.kind for one in built if one.diagram.typed)
    for kind, count in blocks.most_common():
        yield Figure(name=f"fallbacks: {kind}, of {count}", value=count - typed[kind])
    repaired = sum(bool(one.diagram.repairs) for one in built)
    yield Figure(name=f"read only with repairs, of {len(built)}", value=repaired)
