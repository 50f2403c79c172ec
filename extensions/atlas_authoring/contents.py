"""All that goes into a catalogue, as rows in the order of its tables.

`version` is the hash of these rows: the same trees give the same version, whenever and wherever
they are built.
"""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, field

from atlas_core.diagram.model import Problem

Cell = str | int | None
Row = tuple[Cell, ...]
_TABLES = (
    *("tree", "page", "heading", "diagram", "passage", "link", "exercise", "quiz"),
    *("technology", "mention", "concept", "scenario_file"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Contents:
    """The rows of each table; `passage_headings` is what search reads as a passage's heading."""

    tree: list[Row] = field(default_factory=list)
    page: list[Row] = field(default_factory=list)
    heading: list[Row] = field(default_factory=list)
    diagram: list[Row] = field(default_factory=list)
    passage: list[Row] = field(default_factory=list)
    passage_headings: list[str] = field(default_factory=list)
    link: list[Row] = field(default_factory=list)
    exercise: list[Row] = field(default_factory=list)
    quiz: list[Row] = field(default_factory=list)
    technology: list[Row] = field(default_factory=list)
    mention: list[Row] = field(default_factory=list)
    concept: list[Row] = field(default_factory=list)
    scenario_file: list[Row] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def tables(self) -> Iterator[tuple[str, list[Row]]]:
        """Yield the tables by name, `problem` included."""
        for name in _TABLES:
            yield name, getattr(self, name)
        yield "problem", [(p.path, p.line, p.code, p.sentence) for p in self.problems]

    def version(self) -> str:
        """Return the SHA-256 of all rows, in hex."""
        digest = hashlib.sha256()
        for name, rows in self.tables():
            digest.update(name.encode())
            for row in rows:
                digest.update(json.dumps(row, ensure_ascii=True).encode())
        return digest.hexdigest()
