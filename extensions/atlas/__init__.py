"""The front door of a notebook: `import atlas`.

Its names stand in `atlas.names`, and are loaded when first used: the import itself is instant.
"""

from importlib import import_module
from typing import TYPE_CHECKING

from atlas.names import NAMES

if TYPE_CHECKING:
    from atlas.compare import compare_with as compare
    from atlas.diagram import open_diagram as Diagram  # noqa: N812 (reads as a noun in a cell)
    from atlas.display import show
    from atlas.run_diagram import simulate
    from atlas.run_many import sweep

__all__ = ["Diagram", "compare", "show", "simulate", "sweep"]


def __getattr__(name: str) -> object:
    if name not in NAMES:
        raise AttributeError(f"atlas has no {name!r}; it has {', '.join(NAMES)}.")
    module, attribute = NAMES[name]
    globals()[name] = getattr(import_module(module), attribute)
    return globals()[name]


def __dir__() -> list[str]:
    return __all__
