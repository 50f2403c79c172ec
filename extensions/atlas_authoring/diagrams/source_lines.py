"""On which line of the page a node or an edge was written. Mermaid's parser does not say."""

import re
from itertools import chain

_SEPARATORS = re.compile(r"[-=.~]{2,}[>ox)]*|<<?-+|->+|[\s\[\](){}<>|\"&;,:@]+")
_ARROW = re.compile(r"--|==|-\.|->|~~~")
_NO_NODES = re.compile(r"\s*(?:%%|classDef\b|class\b|style\b|linkStyle\b|click\b)")


class SourceLines:
    """Looks ids up in a block's text; `first` is the page's line of the text's first line."""

    def __init__(self, text: str, *, first: int) -> None:
        self._first = first
        self._next: int = 0
        self._used: dict[frozenset[str], set[int]] = {}
        self._words: list[set[str]] = []
        self._arrows: list[bool] = []
        self._node_line: dict[str, int] = {}
        for index, line in enumerate(text.split("\n")):
            words: set[str] = set() if _NO_NODES.match(line) else set(_SEPARATORS.split(line))
            self._words.append(words)
            self._arrows.append(_ARROW.search(line) is not None)
            for word in words:
                self._node_line.setdefault(word, index)

    def of_node(self, node_id: str) -> int | None:
        """The first line that names the node; None where none does, as with a start state."""
        index = self._node_line.get(node_id)
        return None if index is None else self._first + index

    def of_edge(self, source: str, target: str) -> int | None:
        """The line of an edge; edges are asked for in the order of the text."""
        ends = {end for end in (source, target) if end in self._node_line}
        if not ends:
            return None
        count = len(self._words)
        used = self._used.setdefault(frozenset(ends), set())
        found = [
            index
            for index in chain(range(self._next, count), range(self._next))
            if self._arrows[index] and ends <= self._words[index]
        ]
        index = next((index for index in found if index not in used), found[0] if found else None)
        if index is None:
            return None
        used.add(index)
        self._next = index
        return self._first + index
