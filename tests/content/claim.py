"""What a page claims of its runs, in two forms: a sentence that holds, a figure that is printed."""

from collections.abc import Callable
from dataclasses import dataclass

from content_runs import Played


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A number in the explanation: `text` finds it (its group), the run gives `value`.

    They may differ by `within`, a share of the value, and always by half of the last printed digit.
    """

    text: str
    value: Callable[[Played], float]
    within: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Claims:
    """Of one scenario: sentences with what must hold, and the figures of its explanation."""

    holds: dict[str, Callable[[Played], bool]]
    figures: tuple[Figure, ...] = ()
