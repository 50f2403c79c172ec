"""On which line of the page a node or an edge was written. Mermaid's parser does not say."""

import re

_SEPARATORS = re.compile(r"[-=.~]{2,}[>ox)]*|<<?-+|->+|[\s\[\](){}<>|\"&;,:@]+")
_ARROW = re.compile(r"--|==|-\.|->|~~~")
_NO_NODES = re.compile(r"\s*(?:%%|classDef\b|class\b|style\b|linkStyle\b|click\b)")


class SourceLines:
    """Looks ids up in a block's text; `first` is the page's line of the text's first line."""

    def __init__(self, text: str, *, first: int) -> None:
        self._first = first
        self._next: int = 0
        self._used: dict[frozenset[str], set[int]] = {}
        self._node_line: dict[str, int] = {}
        self._arrow_lines: dict[str, list[int]] = {}
        for index, line in enumerate(text.split("\n")):
            words: set[str] = set() if _NO_NODES.match(line) else set(_SEPARATORS.split(line))
            joins = _ARROW.search(line) is not None
            for word in words:
                self._node_line.setdefault(word, index)
                if joins:
                    self._arrow_lines.setdefault(word, []).append(index)

    def of_node(self, node_id: str) -> int | None:
        """The first line that names the node; None where none does, as with a start state."""
        index = self._node_line.get(node_id)
        return None if index is None else self._first + index

    def of_edge(self, source: str, target: str) -> int | None:
        """The line of an edge; edges are asked for in the order of the text."""
        ends = frozenset(end for end in (source, target) if end in self._node_line)
        lines = sorted((self._arrow_lines.get(end, []) for end in ends), key=len)
        if not lines:
            return None
        others = [set(rest) for rest in lines[1:]]
        found = [index for index in lines[0] if all(index in rest for rest in others)]
        found.sort(key=lambda index: (index < self._next, index))
        used = self._used.setdefault(ends, set())
        index = next((index for index in found if index not in used), found[0] if found else None)
        if index is None:
            return None
        used.add(index)
        self._next = index
        return self._first + index
