"""Calls that come back to where they started."""

from atlas_core.sim.flow.model import FlowModel


def endless_loop(model: FlowModel) -> tuple[str, ...]:
    """The stations of a loop that every request would run through for ever, or nothing.

    A loop ends by itself where one of its calls has a probability below 1, may be answered from a
    cache before it is made, or where its station answers a part from a cache.
    """
    sure: dict[str, list[str]] = {}
    for station in model.stations:
        targets = [
            target
            for stage in station.stages
            for call in stage
            if call.probability >= 1 and not call.only_on_miss
            for target in call.targets
        ]
        sure[station.id] = targets if station.hit_ratio <= 0 else []
    done: set[str] = set()
    for start in sure:
        loop = _walk(start, sure, done)
        if loop:
            return loop
    return ()


def _walk(start: str, onward: dict[str, list[str]], done: set[str]) -> tuple[str, ...]:
    """Depth first without recursion; the nodes of the current way are `way`."""
    way: dict[str, None] = {}
    steps = [(start, False)]
    while steps:
        node, leaving = steps.pop()
        if leaving:
            way.popitem()
            done.add(node)
            continue
        if node in way:
            names = list(way)
            return (*names[names.index(node) :], node)
        if node in done:
            continue
        way[node] = None
        steps.append((node, True))
        steps.extend((target, False) for target in onward.get(node, ()))
    return ()
