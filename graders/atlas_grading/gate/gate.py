"""Judges an exercise by its own answers: reference, starter and mutants.

It passes when the points of the checks add up to those of the exercise, the reference earns them
all, the starter does not, and every mutant loses at least one. Answers go the way of a learner's:
in a notebook, through the judge, in the sandbox.
"""

import json
from dataclasses import dataclass

from atlas_core.exercise import Grade

from atlas_grading.exercise_folder import ExerciseFolder
from atlas_grading.judge import CheckSet, judge
from atlas_grading.sandbox import Sandbox

MUTANTS_MIN = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class GateReport:
    """What the gate saw. `lines` is one line an answer; no `faults` means that it passes."""

    exercise: str
    lines: tuple[str, ...]
    faults: tuple[str, ...]

    @property
    def passes(self) -> bool:
        """Whether the exercise may be released."""
        return not self.faults


def check_exercise(folder: ExerciseFolder, sandbox: Sandbox) -> GateReport:
    """Judge reference, starter and mutants; raises CheckSetError, SandboxUnavailableError."""
    check_set = folder.check_set()
    most = folder.exercise.points
    lines, faults = [], []
    if check_set.max_points != most:
        faults.append(f"the checks are worth {check_set.max_points:g}, exercise.md says {most:g}")
    mutants = folder.mutants()
    if len(mutants) < MUTANTS_MIN:
        faults.append(f"{len(mutants)} mutants; write at least {MUTANTS_MIN}")
    answers = {"reference": folder.reference(), "starter": f"{folder.starter}\nchanged = True"}
    for name, source in {**answers, **{f"mutant {key}": mutants[key] for key in mutants}}.items():
        grade = _grade(source, folder, check_set, sandbox)
        lost = [check.check for check in grade.checks if check.points < check.max_points]
        loses = f"loses {', '.join(lost)}" if lost else "loses nothing"
        lines.append(f"{name}: {grade.points:g} of {grade.max_points:g}, {loses}")
        if bool(lost) == (name == "reference"):
            faults.append(lines[-1])
    return GateReport(exercise=folder.exercise.id, lines=tuple(lines), faults=tuple(faults))


def _grade(source: str, folder: ExerciseFolder, check_set: CheckSet, sandbox: Sandbox) -> Grade:
    return judge(
        answer_notebook(source),
        folder.exercise,
        submission="gate",
        check_set=check_set,
        starter=folder.starter,
        sandbox=sandbox,
    )


def answer_notebook(source: str) -> bytes:
    """The smallest notebook that holds `source` in a solution cell."""
    cell: dict[str, object] = {
        "cell_type": "code",
        "source": source,
        "outputs": [],
        "execution_count": None,
        "metadata": {"nbgrader": {"grade_id": "solution", "solution": True, "grade": False}},
    }
    notebook = {"cells": [cell], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    return json.dumps(notebook).encode()
