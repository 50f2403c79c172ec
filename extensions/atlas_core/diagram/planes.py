"""The plane of a node or group: from its class, else its colour, else its group's title."""

import re
from collections.abc import Sequence

from atlas_core.diagram.vocabulary import Plane

CLASS_WORDS: tuple[tuple[str, Plane], ...] = (
    ("edge", Plane.EDGE),
    ("client", Plane.EDGE),
    ("service", Plane.SERVICE),
    ("state", Plane.STATE),
    ("storage", Plane.STATE),
    ("data", Plane.STATE),
    ("control", Plane.CONTROL),
)
"""Beginnings of class names, as in `edgeStyle`, `service-plane`, `stateClass`."""

COLOURS: dict[str, Plane] = {
    "#3b82f6": Plane.EDGE, "#0066cc": Plane.EDGE,
    "#10b981": Plane.SERVICE, "#00aa00": Plane.SERVICE,
    "#f59e0b": Plane.STATE, "#ff8800": Plane.STATE,
    "#8b5cf6": Plane.CONTROL, "#cc0000": Plane.CONTROL,
}  # fmt: skip
"""The fixed colours of the planes, and those of an older palette with the same meaning."""

_CLASS = re.compile(
    r"(?P<word>[a-z]+?)[-_]?(?:plane|tier|layer|node|box)?[-_]?(?:style|class|color|colour|fill)?s?$"
)
_TITLE = re.compile(
    r"\b(edge|service|state|stateful|control|data|storage|application|management)\s+"
    r"(?:plane|layer|tier)\b",
    re.I,
)
_TITLE_WORDS = {
    "edge": Plane.EDGE,
    "service": Plane.SERVICE,
    "application": Plane.SERVICE,
    "state": Plane.STATE,
    "stateful": Plane.STATE,
    "data": Plane.STATE,
    "storage": Plane.STATE,
    "control": Plane.CONTROL,
    "management": Plane.CONTROL,
}


def plane_of(*, classes: Sequence[str], fill: str | None, title: Sequence[str]) -> Plane | None:
    """The last class that names a plane wins, then the colour, then "Edge Plane" in a title."""
    for name in reversed(classes):
        if plane := _of_class(name):
            return plane
    if fill is not None and (plane := COLOURS.get(fill.strip().lower())):
        return plane
    found = _TITLE.search(" ".join(title))
    return _TITLE_WORDS[found[1].lower()] if found else None


def _of_class(name: str) -> Plane | None:
    spaced = re.sub(r"(?<=[a-z])(?=[A-Z])", "-", name).lower()
    found = _CLASS.fullmatch(spaced)
    word = found["word"] if found else spaced
    for beginning, plane in CLASS_WORDS:
        if word == beginning:
            return plane
    return None
