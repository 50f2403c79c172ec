"""The calls of each node: which edges are requests, in which order, and on what they depend.

`atlas_core.reach` says which arrows are calls at all. Calls are made one after the other in the
order of the source. Further:

- an edge from a decision, one of several that say how something went ("pass", "rejected", "> 80"),
  one of several to equals behind a balancer, to services behind a gateway, and to databases of one
  name, is a choice; where its edges state shares or rates, in these parts;
- where the author counts all arrows of a node, in that order; else a cache is asked first; stores
  that come after a cache are asked only when it misses;
- a queue is answered when it has the message: its consumers come later, asynchronously;
- dotted edges and replication are asynchronous; a dotted edge that speaks of failure is no call
  of a request that goes well, nor is any to dead letters; one to who watches, steers or keeps
  copies is none at all, and where every edge is dotted, none is a call;
- where calls lead round, what a store sends on is left out before what is asked of it.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from atlas_core.diagram.model import Diagram, Edge, Node
from atlas_core.diagram.vocabulary import Role, Shape, Stroke
from atlas_core.reach.dependency import BUFFERS, calls, controls, dependencies, equals, stem_of
from atlas_core.sim.flow.diagram import defaults, stated
from atlas_core.sim.flow.diagram.ledger import Ledger
from atlas_core.sim.flow.model import Balance, Call, Retry

_BEHIND = frozenset({Role.DATABASE, Role.OBJECT_STORE, Role.SEARCH, Role.EXTERNAL})
_BALANCERS = frozenset({Role.LOAD_BALANCER, Role.GATEWAY, Role.DNS, Role.CDN, Role.CLIENT})
_ROUTERS = frozenset({Role.LOAD_BALANCER, Role.GATEWAY, Role.DNS})
HOLDERS = frozenset({Role.DATABASE, Role.OBJECT_STORE})
_SERVING = frozenset({None, Role.SERVICE, Role.GATEWAY, Role.LOAD_BALANCER})
_SERVICE_NAME = re.compile(r"\b(service|api)s?\b", re.IGNORECASE)
_MESH = re.compile(r"\bmesh\b", re.IGNORECASE)
_FAILING = re.compile(
    r"\b(fail(s|ed|ure|ures|over)?|dead.?letters?|dlq|errors?|fallback|poison|rejected|"
    r"time-?outs?|timed out|unreachable|unavailable|refused|down|dropp(ed|ing)|drops?|overflow|"
    r"discard(s|ed)?|throttled|4\d\d|5\d\d)\b",
    re.IGNORECASE,
)
_OUTCOME = re.compile(
    r"(?:yes|no|ok|true|false|pass(?:es|ed)?|fail(?:s|ed|ure)?|success(?:ful)?|succeeded|succeeds|"
    r"errors?|block(?:s|ed)?|allow(?:s|ed)?|accept(?:s|ed)?|reject(?:s|ed)?|den(?:y|ied)|"
    r"approved?|declined?|(?:in)?valid|(?:un)?healthy|(?:not )?found|(?:no )?match(?:es)?|"
    r"(?:under|over|within|above|below) (?:the )?limit|exceeded|otherwise|else)\b|"
    r"(?:[a-z]+ )?(?:[<>≤≥]=? ?\$?\d|\d+ ?[-\u2013] ?\d+ ?%?$)|"
    r"\w+ (?:pass|fail|success)(?:es|s|ed)?$",
    re.IGNORECASE,
)
_DEAD_LETTERS = re.compile(r"\b(dead.?letters?|dlq)\b", re.IGNORECASE)
_FOUND = re.compile(r"(?:cache |still )?(?:hit|miss)(?:es)?\b", re.IGNORECASE)
_STATE = re.compile(
    r"\b(?:exceeded|exhausted|available|unavailable|expired|missing|present|full|empty)\b",
    re.IGNORECASE,
)
_ALIKE = re.compile(r"\b(?:pods?|instances?|servers?|workers?|containers?|consumers?)\b")
_TELLS = re.compile(r"\b(?:metrics|telemetry|logs|traces)\b", re.IGNORECASE)
_DROPPED = re.compile(r"\b(dropped|rejected|discarded|overflow)\b", re.IGNORECASE)
_NUMBERED = re.compile(r"\(?(\d{1,2})[.):]\s")
_COPIES = re.compile(r"\b(back-?ups?|snapshots?|standby|passive)\b", re.IGNORECASE)
_HEALTH = re.compile(r"\bhealth.?check", re.IGNORECASE)
_SHARES_MAX = 100


class CallReader:
    """Reads the calls of a diagram's nodes.

    `left_out` are edges that would lead round for ever, `fed` the nodes to which something comes
    that is no call: what a store passes on, requests that failed.
    """

    def __init__(self, diagram: Diagram, machines: dict[str, Node], ledger: Ledger) -> None:
        self.ledger = ledger
        self.nodes = machines
        between = [e for e in calls(diagram) if e.source in machines and e.target in machines]
        fails = [e for e in between if _fails(e, machines[e.target])]
        asked = without_remarks([edge for edge in between if edge not in fails])
        asked = [edge for edge in asked if not self._tells(edge)]
        self.edges, self.left_out = without_circles(asked, self._sends)
        sent = [edge for edge in self.left_out if self._sends(edge)]
        self.fed = {edge.target for edge in (*sent, *fails)}
        self.needed = {edge.id for edge in dependencies(diagram)}
        self.call_of: dict[str, str] = {}
        self.shared: dict[str, float] = {}

    def _tells(self, edge: Edge) -> bool:
        """Whether a dotted edge only leads to who watches, steers or keeps copies."""
        target = self.nodes[edge.target]
        aside = controls(target) and not controls(self.nodes[edge.source])
        told = _TELLS.search(" ".join(edge.lines)) is not None
        return edge.stroke is Stroke.DOTTED and (aside or told or _is_named(_COPIES, target))

    def _sends(self, edge: Edge) -> bool:
        """Whether a store passes something on, rather than a caller asks."""
        return self.nodes[edge.source].role in HOLDERS

    def stages_of(self, node: Node) -> tuple[tuple[Call, ...], ...]:
        """The node's calls, each a stage of its own."""
        own = [edge for edge in self.edges if edge.source == node.id]
        counted = all(map(_number, own))
        if counted:
            own.sort(key=_number)
        found: list[Call] = []
        for choice in self.choices_of(node, own):
            call = self._call(node, choice)
            found.append(call)
            for edge in choice:
                self.call_of[edge.id] = call.id
        return tuple((call,) for call in self._cache_first(node, found, counted=counted))

    def choices_of(self, node: Node, edges: list[Edge]) -> list[list[Edge]]:
        """Edges of which one is taken for each request, put together."""
        if node.shape is Shape.DIAMOND and len(edges) > 1:
            return [edges]
        groups: list[list[Edge]] = []
        for edge in edges:
            target = self.nodes[edge.target]
            fitting = None
            if self._says_how_it_went(edge):
                fitting = next((g for g in groups if self._says_how_it_went(g[0])), None)
            elif node.role in _BALANCERS or _is_mesh(node):
                fitting = next((g for g in groups if self._either(node, edge, g[0])), None)
            elif target.role is Role.DATABASE or _ALIKE.search(stem_of(target)):
                # by one name they are copies or shards
                fitting = next((g for g in groups if self._same(edge, g[0], by_name=True)), None)
            if fitting is None:
                groups.append([edge])
            else:
                fitting.append(edge)
        return groups

    def _says_how_it_went(self, edge: Edge) -> bool:
        """Whether an edge is taken when its source came to a certain result."""
        said = edge.lines[0] if edge.lines else ""
        if any(note.unit == "s" for note in edge.annotations):
            return False
        caches = (self.nodes[edge.source].role, self.nodes[edge.target].role)
        looked_up = _FOUND.match(said) is not None and not defaults.HIT_RATIO.keys() & set(caches)
        return looked_up or bool(_OUTCOME.match(said) or _STATE.search(said))

    def _either(self, node: Node, one: Edge, other: Edge) -> bool:
        """Whether a balancer sends a request along one or the other."""
        routed = (node.role in _ROUTERS or _is_mesh(node)) and one.stroke is other.stroke
        ends = (self.nodes[one.target], self.nodes[other.target])
        return self._same(one, other) or (routed and all(map(_serves, ends)))

    def _same(self, one: Edge, other: Edge, *, by_name: bool = False) -> bool:
        first, second = self.nodes[one.target], self.nodes[other.target]
        alike = stem_of(first) == stem_of(second) if by_name else equals(first, second)
        return alike and one.stroke is other.stroke and controls(first) == controls(second)

    def _call(self, node: Node, choice: list[Edge]) -> Call:
        first = choice[0]
        name = f"call:{first.id}"
        later = first.stroke is Stroke.DOTTED or node.role in BUFFERS or first.id not in self.needed
        call = Call(
            id=name,
            targets=self._targets(name, choice),
            asynchronous=later,
            balance=Balance.RANDOM if node.shape is Shape.DIAMOND else Balance.ROUND_ROBIN,
        )
        if len(choice) == 1:
            part = stated.share(first.annotations)
            if part is not None:
                self.ledger.stated(name, "probability", "ratio", part)
                call = replace(call, probability=part.value)
        return call if later else self._patient(call, node, first)

    def _targets(self, name: str, choice: list[Edge]) -> tuple[str, ...]:
        """Targets as often as their stated shares say; equal parts where none are stated."""
        parts = [stated.share(edge.annotations) for edge in choice]
        if None in parts:
            parts = [stated.rate(edge.annotations) for edge in choice]
        shares = [part.value for part in parts if part is not None]
        if len(choice) == 1 or len(shares) < len(choice) or not sum(shares):
            if len(choice) > 1:
                why = "each way is taken equally often"
                self.ledger.assumed(name, "shares", "ratio", 1 / len(choice), why)
            return tuple(edge.target for edge in choice)
        targets: list[str] = []
        for edge, part in zip(choice, parts, strict=True):
            assert part is not None
            self.ledger.stated(name, f"share of {edge.target}", "ratio", part)
            count = round(part.value / sum(shares) * _SHARES_MAX)
            targets += [edge.target] * max(count, 1)
        return tuple(targets)

    def _patient(self, call: Call, node: Node, edge: Edge) -> Call:
        """Time-out and retries of a call that is waited for."""
        notes = (*edge.annotations, *node.annotations)
        patience = self._patience(call.id, stated.timeout_s(notes), node.role is Role.CLIENT)
        again = stated.retries(notes)
        tries = self.ledger.own(call.id, "retries", "1")
        if tries is None and again is not None:
            self.ledger.stated(call.id, "retries", "1", again)
            tries = again.value
        call = replace(call, timeout_s=patience)
        if not tries:
            return call
        self.ledger.assumed(call.id, "backoff_s", "s", defaults.BACKOFF_S, "usual between attempts")
        retry = Retry(attempts_max=1 + int(tries), backoff_s=defaults.BACKOFF_S, jitter_ratio=0.5)
        return replace(call, retry=retry)

    def _patience(self, call: str, found: stated.Stated | None, client: bool) -> float:
        """The call's own time-out, else one that all clients or all services share."""
        own = self.ledger.own(call, "timeout_s", "s")
        if own is not None:
            return own
        if found is not None:
            self.ledger.stated(call, "timeout_s", "s", found)
            return found.value
        name = "client_timeout_s" if client else "timeout_s"
        if name not in self.shared:
            self.shared[name] = self.ledger.number(
                "model",
                name,
                "s",
                stated=None,
                default=defaults.CLIENT_TIMEOUT_S if client else defaults.TIMEOUT_S,
                because="a person's patience" if client else "usual between services",
            )
        return self.shared[name]

    def _cache_first(self, node: Node, found: list[Call], *, counted: bool) -> list[Call]:
        """Asks caches first where the author does not count, and stores after one on a miss."""
        if node.role in BUFFERS or node.shape is Shape.DIAMOND:
            return found
        caches = [c for c in found if not c.asynchronous and self._role(c) is Role.CACHE]
        if not caches:
            return found
        ordered = found if counted else sorted(found, key=lambda c: c not in caches)
        later = ordered[ordered.index(caches[0]) :]
        behind = [c for c in later if not c.asynchronous and self._role(c) in _BEHIND]
        return [
            replace(c, optional=bool(behind) and c in caches, only_on_miss=c in behind)
            for c in ordered
        ]

    def _role(self, call: Call) -> Role | None:
        return self.nodes[call.targets[0]].role


def without_remarks(edges: Sequence[Edge]) -> list[Edge]:
    """The edges without dotted ones that are no calls.

    Beside a solid arrow they only remark on the same two, unless the author counts them; where
    all are dotted they show relations.
    """
    solid = {frozenset((e.source, e.target)) for e in edges if e.stroke is not Stroke.DOTTED}
    return [
        edge
        for edge in edges
        if edge.stroke is not Stroke.DOTTED
        or (solid and (_number(edge) or frozenset((edge.source, edge.target)) not in solid))
    ]


def _fails(edge: Edge, target: Node) -> bool:
    """Whether only what did not go well goes there: a dotted edge says so, or its target's name."""
    if edge.stroke is not Stroke.DOTTED:
        return _is_named(_DEAD_LETTERS, target)
    told = _FAILING.search(" ".join(edge.lines)) is not None
    return told or _is_named(_DEAD_LETTERS, target) or _is_named(_DROPPED, target)


def _number(edge: Edge) -> int:
    """Which of its node's arrows it is, as its author counts them; 0 where nobody does."""
    found = _NUMBERED.match(edge.lines[0]) if edge.lines else None
    return int(found[1]) if found else 0


def without_circles(
    edges: Sequence[Edge], sends: Callable[[Edge], bool] = lambda _: False
) -> tuple[tuple[Edge, ...], tuple[Edge, ...]]:
    """The edges that lead onward, and those that would close a circle, in source order.

    Of a circle, a dotted edge closes it before a solid one, one that `sends` before one that asks.
    """
    onward: dict[str, list[str]] = {}
    closing: set[str] = set()
    for edge in sorted(edges, key=lambda e: (e.stroke is Stroke.DOTTED, sends(e))):
        if _leads_to(edge.target, edge.source, onward):
            closing.add(edge.id)
        else:
            onward.setdefault(edge.source, []).append(edge.target)
    kept = tuple(edge for edge in edges if edge.id not in closing)
    return kept, tuple(edge for edge in edges if edge.id in closing)


def _is_named(words: re.Pattern[str], node: Node) -> bool:
    return bool(node.lines) and words.search(node.lines[0]) is not None


def _is_mesh(node: Node) -> bool:
    return _is_named(_MESH, node)


def _serves(node: Node) -> bool:
    """Whether a router would send a request there, as to one service of several."""
    named = _SERVICE_NAME.search(node.name)
    aside = controls(node) or _is_named(_HEALTH, node)
    return not aside and (node.role in _SERVING or named is not None)


def _leads_to(start: str, end: str, onward: dict[str, list[str]]) -> bool:
    frontier, seen = [start], {start}
    while frontier:
        node = frontier.pop()
        if node == end:
            return True
        for target in onward.get(node, []):
            if target not in seen:
                seen.add(target)
                frontier.append(target)
    return False
