"""Which technologies and concepts a page names: the rows that bind pages to each other."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import PurePosixPath

from atlas_core.catalogue.contents import words_from_name
from atlas_core.diagram import Diagram
from atlas_core.diagram.technologies import TECHNOLOGIES

from atlas_authoring.contents import Row
from atlas_authoring.pages.draft import Draft


def mentions_of(draft: Draft, diagrams: Iterable[Diagram]) -> list[Row]:
    """Return the rows of `mention` for one page: its front matter's names, then its nodes'."""
    rows: dict[tuple[str, str | None, str | None], Row] = {}
    for name in draft.front_matter.technologies:
        usual = usual_name(name)
        rows.setdefault((usual, None, None), (usual, draft.id, None, None, name))
    for diagram in diagrams:
        for node in diagram.nodes:
            if node.technology:
                label = node.name
                key = (node.technology, diagram.id, node.id)
                rows[key] = (node.technology, draft.id, diagram.id, node.id, label)
    return list(rows.values())


def concepts_of(draft: Draft) -> list[Row]:
    """Return the rows of `concept` for one page: its tags; where it has none, its folder."""
    names = {tag.casefold(): tag for tag in reversed(draft.front_matter.tags) if tag.strip()}
    if not names and len(parts := PurePosixPath(draft.path).parts) > 1:
        names = {parts[0]: words_from_name(parts[0])}
    return [(draft.id, name) for _, name in sorted(names.items())]


def technologies_of(mentions: Sequence[Row]) -> list[Row]:
    """Return the rows of `technology`: in how many diagrams and pages each one is named."""
    diagrams: defaultdict[str, set[object]] = defaultdict(set)
    pages: defaultdict[str, set[object]] = defaultdict(set)
    for technology, page, diagram, _, _ in mentions:
        pages[str(technology)].add(page)
        diagrams[str(technology)] |= {diagram} if diagram else set()
    return [(name, len(diagrams[name]), len(pages[name])) for name in sorted(pages)]


def usual_name(name: str) -> str:
    """Return a technology under the name that diagrams give it: `postgres` is PostgreSQL."""
    return _names().get(name.casefold(), name)


@cache
def _names() -> dict[str, str]:
    names: dict[str, str] = {}
    for technology, _, aliases in TECHNOLOGIES:
        for alias in (technology, *aliases):
            names.setdefault(alias.casefold(), technology)
    return names
