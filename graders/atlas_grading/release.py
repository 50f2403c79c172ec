"""The notebook that learners fetch: the task, then one locked cell a check.

The task comes from exercise.md. The locked cells hold no check, only its title and points: they
are there so that nbgrader and formgrader have a place for each score. The same exercise gives the
same bytes.
"""

import json
import re
from collections.abc import Iterable

from atlas_grading.checks import Check
from atlas_grading.exercise_folder import ExerciseFolder

Cell = dict[str, object]
_FRONT_MATTER = re.compile(r"\A---\n.*?\n---\n", re.DOTALL)
_FENCE = re.compile(r"^```python (starter|example)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
_HEADING = (
    "## How it is graded\n\n"
    "When you submit, each of these is checked, with other numbers than yours. "
    "The cells below only hold the points; running them does nothing."
)


def release_notebook(folder: ExerciseFolder, checks: Iterable[Check]) -> bytes:
    """Make the release of an exercise."""
    cells = [*_task_cells(folder.markdown), _markdown("atlas-grading", _HEADING)]
    cells += [_check_cell(check) for check in checks]
    notebook = {
        "cells": cells,
        "metadata": {
            "atlas": {"exercise": folder.exercise.id},
            "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
            "language_info": {"name": "python"},
        },
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    return (json.dumps(notebook, indent=1, sort_keys=True, ensure_ascii=False) + "\n").encode()


def _task_cells(markdown: str) -> list[Cell]:
    body = _FRONT_MATTER.sub("", markdown)
    cells: list[Cell] = []
    position = 0
    for fence in _FENCE.finditer(body):
        cells.append(_markdown(f"task-{len(cells)}", body[position : fence.start()]))
        kind, source = fence[1], fence[2].rstrip("\n")
        if kind == "starter":
            cells.append(_code("solution", source, _marks("solution", solution=True)))
        else:
            cells.append(_code(f"task-{len(cells)}", source, None))
        position = fence.end()
    cells.append(_markdown(f"task-{len(cells)}", body[position:]))
    return [cell for cell in cells if cell["source"]]


def _check_cell(check: Check) -> Cell:
    source = f"# {check.title} ({check.points:g} points): checked when you submit"
    return _code(
        f"check-{check.id}",
        source,
        _marks(check.id, solution=False) | {"points": check.points, "grade": True, "locked": True},
    )


def _marks(name: str, *, solution: bool) -> Cell:
    return {
        "grade_id": name,
        "solution": solution,
        "grade": False,
        "locked": False,
        "task": False,
        "schema_version": 3,
    }


def _markdown(name: str, source: str) -> Cell:
    return {"cell_type": "markdown", "id": name, "metadata": {}, "source": source.strip()}


def _code(name: str, source: str, marks: Cell | None) -> Cell:
    return {
        "cell_type": "code",
        "id": name,
        "metadata": {"nbgrader": marks, "atlas": {}} if marks else {"atlas": {}},
        "execution_count": None,
        "outputs": [],
        "source": source,
    }
