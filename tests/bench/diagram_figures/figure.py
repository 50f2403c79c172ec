"""One measured figure beside its target, and how it is printed."""

from collections.abc import Sequence
from dataclasses import dataclass

NAME_WIDTH = 62


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """`value` is in `unit`; without a target (`at_most`, `at_least`) it is only for information."""

    name: str
    value: float
    unit: str = ""
    at_most: float | None = None
    at_least: float | None = None

    @property
    def met(self) -> bool:
        """Is the target met? True where there is none."""
        low = self.at_least is None or self.value >= self.at_least
        return low and (self.at_most is None or self.value <= self.at_most)

    def line(self) -> str:
        """The figure as one line of the report."""
        wanted = ""
        if self.at_most is not None:
            wanted = f"at most {_short(self.at_most)}"
        if self.at_least is not None:
            wanted = f"at least {_short(self.at_least)}"
        mark = "" if not wanted else "met" if self.met else "MISSED"
        value = f"{_short(self.value)} {self.unit}".strip()
        return f"  {self.name:{NAME_WIDTH}} {value:>14}  {wanted:16} {mark}".rstrip()


def _short(value: float) -> str:
    return f"{value:.0f}" if abs(value) >= 1000 or value == int(value) else f"{value:.3g}"


def percentile(values: Sequence[float], share: float) -> float:
    """The value below which `share` of the values lie; 0 without values."""
    return sorted(values)[min(len(values) - 1, int(len(values) * share))] if values else 0
