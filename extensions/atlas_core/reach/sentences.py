"""A blast radius in words. The TypeScript twin says exactly the same."""

from dataclasses import replace

from atlas_core.diagram.model import Diagram, Edge, Node
from atlas_core.reach.dependency import controls, equals
from atlas_core.reach.model import BlastRadius, FaultPath

NAMED_MAX = 4
PATHS_MAX = 3
ARROW = " \N{RIGHTWARDS ARROW} "


def name_of(diagram: Diagram, node_id: str) -> str:
    """Give the first line of a node's label; where several share it, with the title of a group.

    That is the innermost of its groups whose title tells it from one of the others.
    """
    nodes = {node.id: node for node in diagram.nodes}
    if node_id not in nodes:
        return node_id
    name = nodes[node_id].name
    others = [
        _titles(diagram, node) for node in diagram.nodes if node.id != node_id and node.name == name
    ]
    for level, title in enumerate(_titles(diagram, nodes[node_id])):
        if any(titles[level : level + 1] != [title] for titles in others):
            return f"{name} ({title})"
    return name


def _titles(diagram: Diagram, node: Node) -> list[str]:
    """Give the titles of the groups around a node, the innermost first."""
    groups = {group.id: group for group in diagram.groups}
    titles: list[str] = []
    at = node.group
    while at in groups and len(titles) <= len(groups):
        titles.append(" ".join(groups[at].lines))
        at = groups[at].parent
    return titles


def listed(names: list[str]) -> str:
    """Join names as a sentence does; past four of them the rest is counted."""
    if len(names) > NAMED_MAX:
        names = [*names[: NAMED_MAX - 1], f"{len(names) - NAMED_MAX + 1} more"]
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


class Wording:
    """Words a blast radius over one diagram's dependencies and entries."""

    def __init__(self, diagram: Diagram, needs: tuple[Edge, ...], entries: tuple[str, ...]) -> None:
        self._diagram = diagram
        self._needs = needs
        self._entries = entries

    def worded(self, answer: BlastRadius) -> BlastRadius:
        """Give the same answer with its sentences."""
        paths = [path for path in answer.paths if path.nodes[0] in answer.hit]
        sentences = [self._headline(answer)]
        sentences += [f"{self._route(path)}." for path in paths[:PATHS_MAX]]
        if len(paths) > PATHS_MAX:
            more = len(paths) - PATHS_MAX
            sentences.append(f"And {more} more path{'s' if more > 1 else ''}.")
        sentences += self._partly(answer)
        if answer.unreachable:
            sentences.append(f"No request reaches {self._names(answer.unreachable)}.")
        return replace(answer, sentences=tuple(sentences))

    def _names(self, ids: tuple[str, ...]) -> str:
        return listed([name_of(self._diagram, node) for node in ids])

    def _route(self, path: FaultPath) -> str:
        return ARROW.join(name_of(self._diagram, node) for node in path.nodes)

    def _headline(self, answer: BlastRadius) -> str:
        start = f"Crashing {self._names(answer.crashed)}:"
        served = self._served()
        cut_off = tuple(entry for entry in served if entry in answer.hit)
        alive = tuple(entry for entry in served if entry not in {*answer.hit, *answer.crashed})
        if cut_off:
            return f"{start} {self._names(cut_off)} can't be served."
        if answer.hit and alive:
            still = f"{self._names(alive)} still {'is' if len(alive) == 1 else 'are'}"
            return f"{start} {self._names(answer.hit)} can't be served; {still}."
        if answer.hit:
            return f"{start} {self._names(answer.hit)} can't be served."
        if answer.partly:
            return f"{start} nobody is cut off."
        return f"{start} everybody else is still served."

    def _served(self) -> tuple[str, ...]:
        """Give the entries that matter: not the dashboards, where there is anybody else."""
        nodes = {node.id: node for node in self._diagram.nodes}
        people = tuple(entry for entry in self._entries if not controls(nodes[entry]))
        return people or self._entries

    def _partly(self, answer: BlastRadius) -> list[str]:
        """Say for each partly served entry who stands in; entries with one reason share one."""
        by_reason: dict[str, list[str]] = {}
        for path in answer.paths:
            if path.nodes[0] in answer.partly:
                by_reason.setdefault(self._stand_in(path, answer), []).append(path.nodes[0])
        return [
            f"{self._names(tuple(entries))} {'is' if len(entries) == 1 else 'are'} only partly "
            f"served: {reason}."
            for reason, entries in by_reason.items()
        ]

    def _stand_in(self, path: FaultPath, answer: BlastRadius) -> str:
        """Name what is left at the node of the path that loses one of several equals."""
        gone = {*answer.crashed, *answer.hit}
        at = next(i for i in range(len(path.nodes) - 1) if path.nodes[i + 1] in gone)
        caller, lost = path.nodes[at], path.nodes[at + 1]
        callees = {edge.target for edge in self._needs if edge.source == caller}
        nodes = {node.id: node for node in self._diagram.nodes}
        left = [
            node.id
            for node in self._diagram.nodes
            if node.id in callees - gone and equals(node, nodes[lost])
        ]
        return f"{self._names((caller,))} still has {self._names(tuple(left))}"
