"""What pages ask their readers to know first, as a graph, and its gaps."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter

from atlas_core.catalogue import Page
from atlas_core.page import Difficulty

_RANK = {str(difficulty): rank for rank, difficulty in enumerate(Difficulty)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """A page asks for something first: `target` is the page for it, None where there is none."""

    page: str
    name: str
    target: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Gaps:
    """What is wrong with the graph.

    `unwritten` are needs for which there is no page, `harder` those whose page is harder than the
    one that asks, `cycle` pages that ask for each other in a ring (empty where there is none),
    `unlinked` pages to which no other page leads, `dead_ends` pages that lead to no other.
    """

    unwritten: tuple[Need, ...]
    harder: tuple[Need, ...]
    cycle: tuple[str, ...]
    unlinked: tuple[str, ...]
    dead_ends: tuple[str, ...]


def needs_of(page: Page, targets: Mapping[tuple[str, str], str]) -> list[Need]:
    """Return the needs of a page. `targets` maps (page, name as written) to page ids."""
    names = page.front_matter.prerequisites
    return [Need(page=page.id, name=name, target=targets.get((page.id, name))) for name in names]


def gaps_in(pages: Sequence[Page], needs: Sequence[Need], links: Sequence[tuple[str, str]]) -> Gaps:
    """Return the gaps. `links` are pairs of page ids, from and to."""
    rank = {page.id: _RANK.get(page.difficulty or "") for page in pages}
    graph: dict[str, set[str]] = {}
    harder: list[Need] = []
    for need in needs:
        if need.target is None:
            continue
        graph.setdefault(need.page, set()).add(need.target)
        own, other = rank.get(need.page), rank.get(need.target)
        if own is not None and other is not None and other > own:
            harder.append(need)
    led_to = {target for source, target in links if source != target}
    leading = {source for source, target in links if source != target}
    return Gaps(
        unwritten=tuple(need for need in needs if need.target is None),
        harder=tuple(harder),
        cycle=_cycle(graph),
        unlinked=tuple(page.id for page in pages if page.id not in led_to and "/" in page.id),
        dead_ends=tuple(page.id for page in pages if page.id not in leading),
    )


def _cycle(graph: Mapping[str, set[str]]) -> tuple[str, ...]:
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        return tuple(reversed(error.args[1]))
    return ()
