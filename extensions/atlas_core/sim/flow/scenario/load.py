"""What a scenario says of its load: one rate, a shape, or loads by the node that they come to."""

from dataclasses import dataclass, replace

from atlas_core.page.yaml_text import Written
from atlas_core.sim.flow.estimate.flows import source_rate
from atlas_core.sim.flow.model import Arrivals, Bursts, Closed, Poisson, Regular, Source, Steps
from atlas_core.sim.flow.scenario import values
from atlas_core.sim.flow.scenario.arrivals import SHAPES, arrivals_of
from atlas_core.sim.flow.scenario.key import Key
from atlas_core.sim.flow.scenario.problem import ScenarioError
from atlas_core.sim.flow.scenario.values import Fields


@dataclass(frozen=True, slots=True, kw_only=True)
class Load:
    """A source; its `target` is empty where the load comes to every entry of the diagram."""

    source: Source
    line: int

    def rate_per_s(self, duration_s: float) -> float:
        """The mean rate over a run."""
        return source_rate(self.source, duration_s)[0]


def _named(source: Source, tree: Written, what: str) -> Source:
    return replace(source, id=values.text_of(tree, what))


SOURCE_KEYS: tuple[Key[Source], ...] = (
    Key(
        name="name",
        sentence="Its name, where several loads come to one node.",
        example="free tier",
        put=_named,
    ),
    Key(
        name="priority",
        sentence="0 (first) to 3, where a node's discipline is `priority`.",
        example="1",
        put=lambda s, t, what: replace(s, priority=values.count(t, what)),
    ),
    Key(
        name="hot_ratio",
        sentence="The share of its requests that ask for one and the same key.",
        example="0.5",
        put=lambda s, t, what: replace(s, hot_ratio=values.ratio(t, what)),
    ),
    Key(
        name="keys",
        sentence="How many different keys its requests ask for; `any`: each its own.",
        example="10000",
        put=lambda s, t, what: replace(s, keys=values.count_or_any(t, what)),
    ),
    Key(
        name="skew",
        sentence="How unequal keys are: 0 all alike, 1 as Zipf found it.",
        example="1",
        put=lambda s, t, what: replace(s, skew=values.number(t, what)),
    ),
    Key(
        name="work",
        sentence="How many times as long as usual every service of its requests takes.",
        example="20",
        put=lambda s, t, what: replace(s, work=values.number(t, what)),
    ),
)
_OWN = {key.name: key for key in SOURCE_KEYS}


def read_loads(tree: Written, duration_s: float) -> tuple[Load, ...]:
    """The loads of a scenario. Raises ScenarioError."""
    single = tree.entries is None or any(key in ("shape", "rate") for key, _ in tree.entries)
    if single and tree.items is None:
        return (_load(tree, "", duration_s),)
    if tree.items is not None:
        return tuple(_load(item, "", duration_s) for item in tree.items)
    return tuple(
        _load(item, node, duration_s)
        for node, value in tree.entries or ()
        for item in (value.items or (value,))
    )


def _load(tree: Written, node: str, duration_s: float) -> Load:
    what = f"The load of {node}" if node else "The load"
    if tree.entries is None:
        rate = values.rate_per_s(tree, what)
        source = Source(id="", target=node, arrivals=Poisson(rate_per_s=rate))
        return Load(source=source, line=tree.line)
    given = tree.get("shape")
    shape = "poisson" if given is None else values.text_of(given, f"The shape of {what}")
    if shape not in SHAPES:
        line = given.line if given else tree.line
        raise ScenarioError(line, f"The shape of {what} is one of {', '.join(SHAPES)}.")
    known = ("shape", *(name for name, _, _ in SHAPES[shape]), *_OWN)
    pairs = values.entries_of(tree, what, known)
    source = Source(
        id="", target=node, arrivals=arrivals_of(shape, Fields(tree=tree, what=what), duration_s)
    )
    for name, value in pairs:
        if name in _OWN:
            source = _OWN[name].put(source, value, f"`{name}` of {what}")
    return Load(source=source, line=tree.line)


def part_of(arrivals: Arrivals, parts: int) -> Arrivals:
    """One of `parts` equal parts of a load: that of one of several entries."""
    match arrivals:
        case Closed(users=users):
            return replace(arrivals, users=max(1, users // parts))
        case Steps(steps=steps):
            return Steps(steps=tuple((start, rate / parts) for start, rate in steps))
        case Bursts(rate_per_s=rate, burst_per_s=burst):
            return replace(arrivals, rate_per_s=rate / parts, burst_per_s=burst / parts)
        case Poisson(rate_per_s=rate) | Regular(rate_per_s=rate):
            return replace(arrivals, rate_per_s=rate / parts)
