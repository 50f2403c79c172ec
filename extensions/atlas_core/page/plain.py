"""Python values as if they had been written in a page: what `atlas.simulate` is given.

A dict is a mapping, a list a list, and anything else its text.
"""

from collections.abc import Mapping, Sequence
from typing import TypeAlias

from atlas_core.page.yaml_text import Written

Plain: TypeAlias = "str | int | float | bool | Sequence[Plain] | Mapping[str, Plain] | None"


def as_written(value: Plain) -> Written:
    """The value as the tree that readers of scenarios take; its lines are all 0."""
    if isinstance(value, Mapping):
        entries = tuple((str(key), as_written(each)) for key, each in value.items())
        return Written(line=0, entries=entries)
    if value is None or isinstance(value, str):
        return Written(line=0, text=value)
    if isinstance(value, bool):
        return Written(line=0, text=str(value).lower())
    if isinstance(value, int | float):
        return Written(line=0, text=repr(value))
    return Written(line=0, items=tuple(as_written(each) for each in value))
