"""Where each number of a model comes from, written down as the model is made."""

from collections.abc import Mapping

from atlas_core.sim.flow.diagram.stated import Stated
from atlas_core.sim.flow.parameter import Parameter, Provenance

SET_BY_READER = "set by you"
Overrides = Mapping[tuple[str, str], float]


class Ledger:
    """Collects parameters; a reader's own number goes before everything else."""

    def __init__(self, overrides: Overrides) -> None:
        self.overrides = dict(overrides)
        self.parameters: list[Parameter] = []
        self.used: set[tuple[str, str]] = set()

    def own(self, owner: str, name: str, unit: str) -> float | None:
        """The number that the reader set, if any."""
        value = self.overrides.get((owner, name))
        if value is not None:
            self.used.add((owner, name))
            self._write(
                owner, name, unit, value, provenance=Provenance.STATED, because=SET_BY_READER
            )
        return value

    def unknown(self) -> tuple[str, ...]:
        """What the reader set although the model has no such number."""
        return tuple(f"{name} of {owner}" for owner, name in self.overrides.keys() - self.used)

    def number(
        self,
        owner: str,
        name: str,
        unit: str,
        *,
        stated: Stated | None,
        default: float,
        because: str,
    ) -> float:
        """The reader's number, else the stated one, else the default with its reason."""
        value = self.own(owner, name, unit)
        if value is not None:
            return value
        if stated is not None:
            self._write(
                owner, name, unit, stated.value, provenance=Provenance.STATED, because=stated.text
            )
            return stated.value
        self._write(owner, name, unit, default, provenance=Provenance.ASSUMED, because=because)
        return default

    def stated(self, owner: str, name: str, unit: str, stated: Stated) -> None:
        """Write down a number that the author gave."""
        self._write(
            owner, name, unit, stated.value, provenance=Provenance.STATED, because=stated.text
        )

    def derived(self, owner: str, name: str, unit: str, value: float, because: str) -> None:
        """Write down a number that was computed."""
        self._write(owner, name, unit, value, provenance=Provenance.DERIVED, because=because)

    def assumed(self, owner: str, name: str, unit: str, value: float, because: str) -> None:
        """Write down a default."""
        self._write(owner, name, unit, value, provenance=Provenance.ASSUMED, because=because)

    def _write(
        self,
        owner: str,
        name: str,
        unit: str,
        value: float,
        *,
        provenance: Provenance,
        because: str,
    ) -> None:
        self.parameters.append(
            Parameter(
                owner=owner,
                name=name,
                value=value,
                unit=unit,
                provenance=provenance,
                because=because,
            )
        )
