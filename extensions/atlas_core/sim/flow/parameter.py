"""A number that a simulation uses, and where it comes from.

The reader can always see which numbers the author stated, which were computed from stated ones,
and which are our defaults.
"""

from dataclasses import dataclass
from enum import StrEnum


class Provenance(StrEnum):
    """Stated: an annotation of the diagram. Derived: computed from such. Assumed: our default."""

    STATED = "stated"
    DERIVED = "derived"
    ASSUMED = "assumed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """One number of the model.

    `owner` is the id of a station, call or source, `name` says which of its numbers, with the
    unit of the model ("s", "1/s", "1", "ratio"). `because` names its source in one phrase: the
    text of the annotation, the rule of the computation, or the reason of the default.
    """

    owner: str
    name: str
    value: float
    unit: str
    provenance: Provenance
    because: str


def assumed_share(parameters: tuple[Parameter, ...]) -> float:
    """The share of assumed numbers, 0 to 1; 0 where there are none."""
    if not parameters:
        return 0.0
    assumed = sum(p.provenance is Provenance.ASSUMED for p in parameters)
    return assumed / len(parameters)
