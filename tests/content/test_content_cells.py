"""The programs on the pages run as they stand, and print what the pages say they print.

A page's cells share one name space, in order, as in a notebook that is run from top to bottom. What
a cell prints is the first `text` block before the next cell, or, of an exercise, what follows on
"It prints". They may import what comes with Python, and nothing else.
"""

import ast
import contextlib
import io
import re
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest
from atlas_grading.exercise_folder import find_exercises

NOTEBOOKS = Path(__file__).resolve().parents[2] / "notebooks"
FENCE = re.compile(r"^( *)```(\w+)[^\n]*\n(.*?)^ *```$", re.MULTILINE | re.DOTALL)
LESSONS = sorted(
    page.relative_to(NOTEBOOKS).as_posix()
    for page in NOTEBOOKS.rglob("index.md")
    if "```python" in page.read_text(encoding="utf-8")
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A program of a page, and what the page says it prints (None where it says nothing)."""

    source: str
    prints: list[str] | None


def cells_of(text: str) -> list[Cell]:
    """The python blocks of a page, each with the text block before the next one."""
    found: list[Cell] = []
    for indent, language, body in FENCE.findall(text):
        if language == "python":
            found.append(Cell(source=body, prints=None))
        elif language == "text" and found and found[-1].prints is None:
            lines = [line.removeprefix(indent).rstrip() for line in body.splitlines()]
            found[-1] = Cell(source=found[-1].source, prints=lines)
    return found


def printed(source: str, names: dict[str, object]) -> list[str]:
    """Run a cell in the name space; its output by lines."""
    output = io.StringIO()
    with contextlib.redirect_stdout(output):
        exec(compile(source, "cell", "exec"), names)
    return [line.rstrip() for line in output.getvalue().splitlines()]


def imports(source: str) -> set[str]:
    """The top-level modules that a cell imports."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module.split(".")[0])
    return found


@pytest.mark.parametrize("page", LESSONS)
def test_each_cell_of_a_lesson_prints_what_the_page_says(page: str) -> None:
    cells = cells_of((NOTEBOOKS / page).read_text(encoding="utf-8"))
    names: dict[str, object] = {"__name__": "__main__"}
    said = 0
    for cell in cells:
        assert imports(cell.source) <= sys.stdlib_module_names
        lines = printed(cell.source, names)
        if cell.prints is not None:
            assert lines == cell.prints
            said += 1
        else:
            assert lines == [], f"the page does not say what this cell prints:\n{cell.source}"
    assert said > 0


@pytest.mark.parametrize("exercise", sorted(find_exercises()))
def test_the_cells_of_an_exercise_show_the_fault_and_then_the_mended_program(
    exercise: str,
) -> None:
    folder = find_exercises()[exercise]
    page = next(NOTEBOOKS.rglob(f"exercises/{exercise}/exercise.md")).read_text(encoding="utf-8")
    starter, *examples = [cell.source for cell in cells_of(page)]
    assert starter.strip() == folder.starter.strip()
    assert all(imports(source) <= sys.stdlib_module_names for source in (starter, *examples))
    names: dict[str, object] = {}
    assert printed(starter, names) == []
    broken = printed(examples[0], names)
    said = [line.replace("\n", " ") for line in re.findall(r"`([^`]+)`", _what_it_prints(page))]
    assert broken == said
    assert printed(folder.reference(), names) == []
    mended = [printed(source, names) for source in examples]
    assert mended[0] != broken
    assert all(mended)


def test_the_first_lessons_are_among_those_that_run() -> None:
    assert {"retry-storm/index.md", "caching/index.md", "load-balancing/index.md"} <= set(LESSONS)


def _what_it_prints(page: str) -> str:
    """The words from "It prints" to the end of its last quoted line."""
    found = re.search(r"It prints (`[^`]+`(?:\s+and\s+`[^`]+`)*)", page)
    assert found, "an exercise says what its broken program prints"
    return found.group(1)
