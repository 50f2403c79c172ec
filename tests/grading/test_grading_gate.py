"""An exercise whose checks can't tell right from wrong is not released."""

from dataclasses import replace
from pathlib import Path
from shutil import copytree, ignore_patterns

import pytest
from atlas_grading.exercise_folder import ExerciseFolder, find_exercises
from atlas_grading.gate import check_exercise
from atlas_grading.gate.cli import main
from atlas_grading.sandbox import BubblewrapSandbox


@pytest.mark.parametrize("name", sorted(find_exercises()))
def test_every_exercise_passes_the_gate(sandbox: BubblewrapSandbox, name: str) -> None:
    report = check_exercise(find_exercises()[name], sandbox)
    assert report.faults == ()


def test_an_exercise_that_grades_wrongly_is_held_back(
    sandbox: BubblewrapSandbox, retry_budget: ExerciseFolder, tmp_path: Path
) -> None:
    hidden = tmp_path / "retry-budget"
    copytree(retry_budget.hidden, hidden, ignore=ignore_patterns("[a-m]*_*.py", "[o-z]*.py"))
    mutants = sorted(path.stem for path in (hidden / "mutants").iterdir())
    (hidden / "mutants" / "right_after_all.py").write_text(retry_budget.reference())
    (hidden / "reference.py").write_text("x = 1")
    dearer = replace(retry_budget.exercise, points=12.0)
    report = check_exercise(replace(retry_budget, hidden=hidden, exercise=dearer), sandbox)
    assert mutants == ["no_cap", "no_jitter"]
    assert [fault.split(":")[0] for fault in report.faults] == [
        "the checks are worth 10, exercise.md says 12",
        "3 mutants; write at least 6",
        "reference",
        "mutant right_after_all",
    ]


def test_the_command_names_an_exercise_that_is_not_there(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["no-such-exercise"]) == 1
    assert "no-such-exercise" in capsys.readouterr().err
