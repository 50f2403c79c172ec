"""An exercise with both of its halves: the task in notebooks/, the secrets in graders/hidden/.

The worker, the gate and the publisher find exercises here. An exercise without hidden checks is
not graded and so not listed.
"""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from atlas_core.exercise import Exercise
from atlas_core.notebook import exercise_to_notebook

from atlas_grading.judge import CheckSet, load_check_set

PROJECT = Path(__file__).resolve().parents[2]
NOTEBOOKS = PROJECT / "notebooks"
HIDDEN = PROJECT / "graders" / "hidden"

_FRONT_MATTER = re.compile(r"\A---\n(.*?)\n---\n", re.DOTALL)
_KEYS = ("id", "title", "points")


class ExerciseFolderError(ValueError):
    """An exercise can't be read; the sentence names the file and the remedy."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExerciseFolder:
    """What is known about one exercise; `markdown` is the text of exercise.md."""

    exercise: Exercise
    markdown: str
    hidden: Path

    def task(self) -> dict[str, Any]:
        """The notebook of the task, without a place for points (nbformat 4.5)."""
        return exercise_to_notebook(self.markdown, exercise_id=self.exercise.id)

    @property
    def starter(self) -> str:
        """The source of the cells that a learner edits, as given."""
        return "\n\n".join(
            cell["source"]
            for cell in self.task()["cells"]
            if cell["metadata"].get("nbgrader", {}).get("solution")
        )

    def check_set(self) -> CheckSet:
        """Load the hidden checks; raises CheckSetError."""
        return load_check_set(self.hidden)

    def reference(self) -> str:
        """The source of the reference answer."""
        return (self.hidden / "reference.py").read_text(encoding="utf-8")

    def mutants(self) -> dict[str, str]:
        """Wrong answers by name."""
        paths = sorted((self.hidden / "mutants").glob("*.py"))
        return {path.stem: path.read_text(encoding="utf-8") for path in paths}


def find_exercises(notebooks: Path = NOTEBOOKS, hidden: Path = HIDDEN) -> dict[str, ExerciseFolder]:
    """Every exercise that has hidden checks, by id; raises ExerciseFolderError."""
    found = {}
    for path in sorted(notebooks.rglob("exercises/*/exercise.md")):
        folder = hidden / path.parent.name
        if folder.is_dir():
            found[path.parent.name] = _read(path, notebooks, folder)
    return found


def _read(path: Path, notebooks: Path, hidden: Path) -> ExerciseFolder:
    text = path.read_text(encoding="utf-8")
    matter = _FRONT_MATTER.match(text)
    found = yaml.safe_load(matter[1]) if matter else None
    values: dict[str, Any] = found if isinstance(found, dict) else {}
    missing = [key for key in _KEYS if key not in values]
    if missing:
        raise ExerciseFolderError(f"{path}: write {', '.join(missing)} in its front matter.")
    if values.get("id") != path.parent.name:
        raise ExerciseFolderError(f"{path}: id must be the folder's name, {path.parent.name}.")
    exercise = Exercise(
        id=values["id"],
        title=values["title"],
        page=f"course/{path.parents[2].relative_to(notebooks).as_posix()}",
        difficulty=values.get("difficulty", "beginner"),
        minutes=values.get("minutes", 0),
        points=float(values["points"]),
        concepts=tuple(values.get("concepts", ())),
        path=path.parent.relative_to(notebooks).as_posix(),
    )
    folder = ExerciseFolder(exercise=exercise, markdown=text, hidden=hidden)
    if not folder.starter.strip():
        raise ExerciseFolderError(f"{path}: give the learner a ```python starter block.")
    return folder
