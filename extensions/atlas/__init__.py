"""The front door of a notebook: `import atlas`.

`atlas.Diagram("retry-storm#2")` is a diagram of the catalogue as a widget; `atlas.show(...)` shows
what it is given; `atlas.compare(drawn, "retry-storm#2")` tells what a drawing lacks. Names are
loaded when they are first used, so that the import itself is instant.
"""

from importlib import import_module
from typing import TYPE_CHECKING

from atlas.names import NAMES

if TYPE_CHECKING:
    from atlas.compare import compare_with as compare
    from atlas.diagram import open_diagram as Diagram  # noqa: N812 (reads as a noun in a cell)
    from atlas.display import show

__all__ = ["Diagram", "compare", "show"]


def __getattr__(name: str) -> object:
    if name not in NAMES:
        raise AttributeError(f"atlas has no {name!r}; it has {', '.join(NAMES)}.")
    module, attribute = NAMES[name]
    globals()[name] = getattr(import_module(module), attribute)
    return globals()[name]


def __dir__() -> list[str]:
    return __all__
