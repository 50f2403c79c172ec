"""The front door of a notebook: `import atlas`.

`atlas.Diagram("retry-storm#2")` is a diagram of the catalogue as a widget; `atlas.show(...)` shows
what it is given. Names are loaded when they are first used, so that the import itself is instant.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from atlas.diagram import open_diagram as Diagram  # noqa: N812 (reads as a noun in a cell)
    from atlas.display import show

__all__ = ["Diagram", "show"]

_NAMES = {"Diagram": ("atlas.diagram", "open_diagram"), "show": ("atlas.display", "show")}


def __getattr__(name: str) -> object:
    if name not in _NAMES:
        raise AttributeError(f"atlas has no {name!r}; it has {', '.join(_NAMES)}.")
    module, attribute = _NAMES[name]
    globals()[name] = getattr(import_module(module), attribute)
    return globals()[name]


def __dir__() -> list[str]:
    return __all__
