"""One key that a scenario may hold: how it is read, what it changes, and how it is explained."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from atlas_core.page.yaml_text import Written
from atlas_core.sim.flow.scenario.values import entries_of

Part = TypeVar("Part")


@dataclass(frozen=True, slots=True, kw_only=True)
class Key(Generic[Part]):
    """`put` gives the part with the value of the key in it; `what` is its name in sentences.

    `parameter` names the number of the model that the key states, with its unit, and `number` reads
    it; None where the key states no number. `sentence` and `example` are for the reference.
    """

    name: str
    sentence: str
    example: str
    put: Callable[[Part, Written, str], Part]
    parameter: str = ""
    unit: str = ""
    number: Callable[[Part], float | None] | None = None


class Described(Protocol):
    """What the reference says of a key."""

    @property
    def name(self) -> str:
        """The key."""

    @property
    def sentence(self) -> str:
        """What it means."""

    @property
    def example(self) -> str:
        """A value."""


def put_all(part: Part, tree: Written, what: str, keys: tuple[Key[Part], ...]) -> Part:
    """The part with everything in it that `tree` says. Raises ScenarioError."""
    named = {key.name: key for key in keys}
    for name, value in entries_of(tree, what, named):
        part = named[name].put(part, value, f"`{name}` of {what}")
    return part
