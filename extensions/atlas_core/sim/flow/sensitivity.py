"""How much the headline depends on what was only assumed.

Each assumed number is halved and doubled, one at a time, and the diagram is estimated again. Where
the mean response moves more than twofold, one figure would claim more than anybody knows: then it
is shown as a range, with the number that matters most.
"""

from dataclasses import dataclass

from atlas_core.diagram.model import Diagram
from atlas_core.sim.flow.diagram import read_model
from atlas_core.sim.flow.diagram.ledger import Overrides
from atlas_core.sim.flow.estimate import estimate
from atlas_core.sim.flow.parameter import Parameter, Provenance

_TURNED = frozenset({"service_s", "servers", "hit_ratio", "rate_per_s"})
_PARAMETERS_MAX = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Headline:
    """The estimated mean response in seconds, and its range over the assumed numbers.

    `high_s` None: with twice or half of some number the diagram can't carry its load.
    `is_range`: the range is wider than a factor of 2. `matters` are the parameters that move the
    figure most, the first most of all.
    """

    response_s: float | None
    low_s: float
    high_s: float | None
    is_range: bool
    matters: tuple[Parameter, ...]


def headline(
    diagram: Diagram, *, load_per_s: float | None = None, overrides: Overrides | None = None
) -> Headline:
    """Estimate a diagram with each assumed number turned. Raises as `read_model` does."""
    own = dict(overrides or {})
    reading = read_model(diagram, load_per_s=load_per_s, overrides=own)
    middle = estimate(reading.model).response_s
    moved: list[tuple[float, Parameter]] = []
    found = [middle]
    for parameter in reading.model.parameters[:_PARAMETERS_MAX]:
        if parameter.provenance is not Provenance.ASSUMED or parameter.name not in _TURNED:
            continue
        answers = []
        for value in _turned(parameter):
            turned = own | {(parameter.owner, parameter.name): value}
            load = None if parameter.name == "rate_per_s" else load_per_s
            model = read_model(diagram, load_per_s=load, overrides=turned).model
            answers.append(estimate(model).response_s)
        found += answers
        moved.append((_factor([middle, *answers]), parameter))
    moved.sort(key=lambda pair: -pair[0])
    known = [answer for answer in found if answer is not None]
    low = min(known, default=0.0)
    high = None if len(known) < len(found) else max(known)
    return Headline(
        response_s=middle,
        low_s=low,
        high_s=high,
        is_range=high is None or high > 2 * low,
        matters=tuple(parameter for factor, parameter in moved if factor > 1.1)[:3],
    )


def _turned(parameter: Parameter) -> tuple[float, float]:
    """Half and double; of a cache's hits it is the misses that are halved and doubled."""
    if parameter.name == "hit_ratio":
        missed = 1 - parameter.value
        return 1 - missed / 2, max(0.0, 1 - 2 * missed)
    if parameter.name == "servers":
        return max(1.0, parameter.value // 2), 2 * parameter.value
    return parameter.value / 2, 2 * parameter.value


def _factor(answers: list[float | None]) -> float:
    known = [answer for answer in answers if answer is not None]
    if len(known) < len(answers) or not known or min(known) <= 0:
        return float("inf")
    return max(known) / min(known)
