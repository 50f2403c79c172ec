"""Limits that several rules share, and the sentence for what is no ratio."""

import math
from collections.abc import Iterator

DURATION_MAX_S = 2_592_000.0


def not_in(value: float, low: float, high: float) -> bool:
    """Whether the value is outside, or no number at all."""
    return not (math.isfinite(value) and low <= value <= high)


def ratio_problem(what: str, value: float) -> Iterator[str]:
    """A sentence where the value is no ratio."""
    if not_in(value, 0, 1):
        yield f"{what} is {value:g}; a ratio lies between 0 and 1."
