"""The values of a scenario: times, rates, ratios, counts, words and durations, with their units.

Every reader raises ScenarioError with the line of the value and what to write instead.
"""

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from atlas_core.page.yaml_text import Written
from atlas_core.sim.flow.scenario.problem import ScenarioError

Word = TypeVar("Word", bound=StrEnum)

_QUANTITY = re.compile(r"^([+-]?\d+(?:\.\d+)?(?:e[+-]?\d+)?)\s*([kKM]?)\s*(.*)$")
_TIMES = {
    **{"ns": 1e-9, "us": 1e-6, "ms": 1e-3, "s": 1.0, "sec": 1.0, "min": 60.0, "h": 3600.0},
    **{"d": 86400.0, "day": 86400.0, "days": 86400.0},
}
_RATES = {"s": 1.0, "sec": 1.0, "second": 1.0, "min": 1 / 60, "h": 1 / 3600, "d": 1 / 86400}
_FACTORS = {"": 1.0, "k": 1e3, "K": 1e3, "M": 1e6}
_RATE_UNIT = re.compile(r"^(?:[a-z]+ ?)?(?:/|per )(\w+)$")
_TEXT_MAX = 60


def entries_of(tree: Written, what: str, known: Iterable[str]) -> tuple[tuple[str, Written], ...]:
    """The keys and values of a mapping, all of them known, none of them twice."""
    names = tuple(known)
    if tree.entries is None:
        raise ScenarioError(tree.line, f"{what} must be keys and values: {', '.join(names)}.")
    seen: set[str] = set()
    for key, value in tree.entries:
        if key not in names:
            raise ScenarioError(
                value.line, f"{what} has no key `{key[:_TEXT_MAX]}`; known are {', '.join(names)}."
            )
        if key in seen:
            raise ScenarioError(value.line, f"{what} has the key `{key}` twice; leave one out.")
        seen.add(key)
    return tree.entries


def text_of(tree: Written, what: str) -> str:
    """A text; never empty."""
    if not tree.text:
        raise ScenarioError(tree.line, f"{what} must be a text.")
    return tree.text


def _quantity(tree: Written, what: str, example: str) -> tuple[float, str]:
    found = _QUANTITY.match((tree.text or "").strip())
    if not found:
        shown = "" if tree.text is None else f", not `{tree.text[:_TEXT_MAX]}`"
        raise ScenarioError(tree.line, f"{what} must be a number such as {example}{shown}.")
    value = float(found[1]) * _FACTORS[found[2]]
    if not math.isfinite(value):
        raise ScenarioError(tree.line, f"{what} is too large; write a number such as {example}.")
    return value, found[3].strip()


def time_s(tree: Written, what: str) -> float:
    """A time in seconds: "60 s", "200 ms", "2 min"; 0 needs no unit. Never negative."""
    value, unit = _quantity(tree, what, "`200 ms`")
    if value < 0:
        raise ScenarioError(tree.line, f"{what} is negative; write a time such as `200 ms`.")
    if value == 0 and not unit:
        return 0.0
    if unit not in _TIMES:
        raise ScenarioError(tree.line, f"{what} needs a unit: us, ms, s, min, h or d.")
    return value * _TIMES[unit]


def rate_per_s(tree: Written, what: str) -> float:
    """Requests a second: "80 req/s", "5k/min", "80 rps". Never negative."""
    value, unit = _quantity(tree, what, "`80 req/s`")
    per = _RATE_UNIT.match(unit)
    each = 1.0 if unit in ("rps", "qps", "tps") else _RATES.get(per[1], 0.0) if per else 0.0
    if not each:
        raise ScenarioError(tree.line, f"{what} needs a unit such as `req/s` or `req/min`.")
    if value < 0:
        raise ScenarioError(tree.line, f"{what} is negative; write a rate such as `80 req/s`.")
    return value * each


def ratio(tree: Written, what: str) -> float:
    """A share, 0 to 1, also as "90 %"."""
    value, unit = _quantity(tree, what, "`0.9` or `90 %`")
    value = value / 100 if unit == "%" else value
    if unit not in ("", "%") or not 0 <= value <= 1:
        raise ScenarioError(tree.line, f"{what} is a share; write 0 to 1, or 0 % to 100 %.")
    return value


def number(tree: Written, what: str) -> float:
    """A number without a unit."""
    value, unit = _quantity(tree, what, "`2`")
    if unit not in ("", "x", "times"):
        raise ScenarioError(tree.line, f"{what} is a plain number; leave `{unit[:20]}` out.")
    return value


def count(tree: Written, what: str) -> int:
    """A whole number of 0 or more."""
    value, unit = _quantity(tree, what, "`4`")
    if unit or value != int(value) or value < 0:
        raise ScenarioError(tree.line, f"{what} is counted; write a whole number of 0 or more.")
    return int(value)


def count_or_any(tree: Written, what: str) -> int | None:
    """A whole number, or None for "any": as many as needed."""
    return None if tree.text == "any" else count(tree, what)


def flag(tree: Written, what: str) -> bool:
    """`true` or `false`; `yes` and `no` too."""
    text = (tree.text or "").lower()
    if text not in ("true", "yes", "false", "no"):
        raise ScenarioError(tree.line, f"{what} is `true` or `false`.")
    return text in ("true", "yes")


def word(tree: Written, what: str, words: type[Word]) -> Word:
    """One of a closed list."""
    try:
        return words(tree.text or "")
    except ValueError:
        raise ScenarioError(tree.line, f"{what} is one of {', '.join(words)}.") from None


def items_of(tree: Written, what: str) -> tuple[Written, ...]:
    """A list."""
    if tree.items is None:
        raise ScenarioError(tree.line, f"{what} must be a list.")
    return tree.items


@dataclass(frozen=True, slots=True, kw_only=True)
class Fields:
    """The keys of a shape, each of which must be there when it is asked for."""

    tree: Written
    what: str

    def need(self, key: str) -> Written:
        """The value of a key."""
        found = self.tree.get(key)
        if found is None:
            raise ScenarioError(self.tree.line, f"{self.what} needs `{key}`.")
        return found

    def seconds(self, key: str) -> float:
        """A time."""
        return time_s(self.need(key), f"`{key}` of {self.what}")

    def rate(self, key: str) -> float:
        """Requests a second."""
        return rate_per_s(self.need(key), f"`{key}` of {self.what}")

    def count(self, key: str) -> int:
        """A whole number."""
        return count(self.need(key), f"`{key}` of {self.what}")
