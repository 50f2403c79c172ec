"""The notebook that learners fetch: the task, then one locked cell a check.

The locked cells hold no check, only its title and points: they are there so that nbgrader and
formgrader have a place for each score. The same exercise gives the same bytes.
"""

import json
from collections.abc import Iterable

from atlas_grading.checks import Check
from atlas_grading.exercise_folder import ExerciseFolder

Cell = dict[str, object]
_HEADING = (
    "## How it is graded\n\n"
    "When you submit, each of these is checked, with other numbers than yours. "
    "The cells below only hold the points; running them does nothing."
)


def release_notebook(folder: ExerciseFolder, checks: Iterable[Check]) -> bytes:
    """Make the release of an exercise."""
    notebook = folder.task()
    heading = {"cell_type": "markdown", "id": "atlas-grading", "metadata": {}, "source": _HEADING}
    cells = [*notebook["cells"], heading, *map(_check_cell, checks)]
    text = json.dumps(notebook | {"cells": cells}, indent=1, sort_keys=True, ensure_ascii=False)
    return f"{text}\n".encode()


def _check_cell(check: Check) -> Cell:
    marks = {
        "grade_id": check.id,
        "grade": True,
        "points": check.points,
        "locked": True,
        "solution": False,
        "task": False,
        "schema_version": 3,
    }
    points = f"{check.points:g} point{'' if check.points == 1 else 's'}"
    return {
        "cell_type": "code",
        "id": f"check-{check.id}"[:64],
        "metadata": {"nbgrader": marks},
        "execution_count": None,
        "outputs": [],
        "source": f"# {check.title} ({points}): checked when you submit",
    }
