"""The door of a notebook: `import atlas`. `atlas.names` lists its names, loaded when used."""

from importlib import import_module
from typing import TYPE_CHECKING

from atlas.names import NAMES

if TYPE_CHECKING:
    from atlas.compare import compare_with as compare
    from atlas.diagram import open_diagram as Diagram  # noqa: N812 (reads as a noun in a cell)
    from atlas.display import show
    from atlas.run_diagram import simulate
    from atlas.run_many import sweep
    from atlas.simulator import open_simulator as Simulator  # noqa: N812 (likewise)

__all__ = ["Diagram", "Simulator", "compare", "show", "simulate", "sweep"]


def __getattr__(name: str) -> object:
    if name not in NAMES:
        raise AttributeError(f"atlas has no {name!r}; it has {', '.join(NAMES)}.")
    module, attribute = NAMES[name]
    globals()[name] = getattr(import_module(module), attribute)
    return globals()[name]


def __dir__() -> list[str]:
    return __all__
