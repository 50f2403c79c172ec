"""Short YAML texts, read with the line of each key and without surprises.

Aliases are refused (a few lines of them unfold to gigabytes), values are texts, whole numbers and
nothing, strings are valid Unicode, and every fault becomes a `YamlError` with its line.
"""

import re
from dataclasses import dataclass

import yaml

_LENGTH_MAX = 256 * 1024
_INTEGER = re.compile(r"[+-]?\d{1,15}$")
Value = object


FILE_BYTES_MAX = 1024 * 1024
"""A larger file of YAML is refused unread."""


class YamlError(Exception):
    """The text can't be read; `line` counts in it from 0, `sentence` says why."""

    def __init__(self, line: int, sentence: str) -> None:
        super().__init__(sentence)
        self.line = line
        self.sentence = sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One value with the line (from 0) on which its key, or its list item, stands."""

    key: str
    value: Value
    line: int


def read_mapping(text: str) -> list[Entry] | None:
    """Return the entries of a mapping in their order, or None where `text` is no mapping.

    An empty text is an empty mapping. Raises YamlError.
    """
    node = _compose(text)
    if node is None:
        return []
    if not isinstance(node, yaml.MappingNode):
        return None
    return [
        Entry(key=str(_value(key)), value=_value(value), line=key.start_mark.line)
        for key, value in node.value
    ]


def read_list(text: str) -> list[Entry] | None:
    """Return the items of a list (their keys are empty), or None where `text` is no list."""
    node = _compose(text)
    if node is None:
        return []
    if not isinstance(node, yaml.SequenceNode):
        return None
    return [Entry(key="", value=_value(v), line=v.start_mark.line) for v in node.value]


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A value with its line (from 0), and so each value inside it: a text, a list or a mapping.

    All three are None for nothing. `line` is that of the key, or of the list's item.
    """

    line: int
    text: str | None = None
    items: "tuple[Written, ...] | None" = None
    entries: "tuple[tuple[str, Written], ...] | None" = None

    def get(self, key: str) -> "Written | None":
        """The value of a key; the last where it is given twice."""
        found = [value for name, value in self.entries or () if name == key]
        return found[-1] if found else None


def read_written(text: str) -> Written:
    """Return the whole text with the line of every value. Raises YamlError."""
    node = _compose(text)
    return Written(line=0) if node is None else _written(node, 0)


def _written(node: yaml.Node, line: int) -> Written:
    if isinstance(node, yaml.MappingNode):
        pairs = tuple(
            (str(_value(key)), _written(value, key.start_mark.line)) for key, value in node.value
        )
        return Written(line=line, entries=pairs)
    if isinstance(node, yaml.SequenceNode):
        items = tuple(_written(item, item.start_mark.line) for item in node.value)
        return Written(line=line, items=items)
    value = _value(node)
    return Written(line=line, text=None if value is None else str(value))


def _compose(text: str) -> yaml.Node | None:
    if len(text) > _LENGTH_MAX:
        raise YamlError(0, f"The YAML is longer than {_LENGTH_MAX // 1024} KiB; shorten it.")
    try:
        for event in yaml.parse(text, Loader=yaml.SafeLoader):
            if isinstance(event, yaml.AliasEvent):
                line = event.start_mark.line if event.start_mark else 0
                raise YamlError(line, "YAML aliases (*name) are not read; write the value out.")
        node: yaml.Node | None = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise YamlError(
            mark.line if mark else 0, f"The YAML can't be read: {error.problem}."
        ) from error
    except yaml.YAMLError as error:
        raise YamlError(0, "The YAML holds a character that YAML does not allow.") from error
    except RecursionError as error:
        raise YamlError(0, "The YAML is nested too deeply.") from error
    return node


def _value(node: yaml.Node) -> Value:
    """Return a node's texts as written, whole numbers as int, and null as None.

    YAML's other guesses would turn the option `No` into False and 1:30 into 5400.
    """
    if isinstance(node, yaml.MappingNode):
        return {str(_value(key)): _value(value) for key, value in node.value}
    if isinstance(node, yaml.SequenceNode):
        return [_value(item) for item in node.value]
    text = str(node.value).encode("utf-8", "replace").decode("utf-8").replace("\0", "\ufffd")
    if node.tag == "tag:yaml.org,2002:null":
        return None
    is_number = node.tag == "tag:yaml.org,2002:int" and _INTEGER.match(text)
    return int(text) if is_number else text
