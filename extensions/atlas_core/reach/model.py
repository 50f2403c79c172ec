"""The answer to a crash as a value."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class FaultPath:
    """The shortest way from an entry along its dependencies to a crashed node, both included.

    `edges` has one id less than `nodes`: the edge from each node to the next.
    """

    nodes: tuple[str, ...]
    edges: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class BlastRadius:
    """What crashes take with them. All tuples of nodes are in the diagram's order, and disjoint.

    `hit` can't be served, `partly` are served by what is left, `unreachable` are healthy but get
    no request any more. `paths` has one entry for each hit or partly served entry node. `lost`
    are the messages of a sequence diagram that never happen. `sentences` say all of it in words.
    """

    crashed: tuple[str, ...] = ()
    hit: tuple[str, ...] = ()
    partly: tuple[str, ...] = ()
    unreachable: tuple[str, ...] = ()
    paths: tuple[FaultPath, ...] = ()
    lost: tuple[str, ...] = ()
    sentences: tuple[str, ...] = ()
