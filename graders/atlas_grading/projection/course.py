"""One course's projection: from releases and submissions of the API into the course's home.

Of each learner the attempt is shown that counts for progress: the one with the most points, the
newest among equals. Projecting again changes nothing, so after any failure it is simply run again.
"""

import json
import logging
from collections.abc import Iterable
from pathlib import Path

from atlas_grading.api import Api, Submission
from atlas_grading.projection.course_root import CourseRoot, CourseRootError
from atlas_grading.projection.gradebook import (
    SOLUTION,
    GradedCell,
    naive_utc,
    opened,
    save_assignment,
    save_grade,
)
from atlas_grading.projection.shown_notebook import shown_notebook

log = logging.getLogger(__name__)

# The hub user of the walk after a deploy hands in too; nobody wants to see that graded.
CANARY = "canary-"


class CourseProjection:
    """Keeps one course root like the API. `root` is made when it is not there."""

    def __init__(self, course: str, root: Path, api: Api) -> None:
        self.course = course
        self._root = CourseRoot(root)
        self._api = api
        self._releases: dict[str, bytes] = {}
        self._shown: dict[tuple[str, str], tuple[str, int | None]] = {}

    def prepare(self) -> None:
        """Put every release of the course in place, whoever released it."""
        for released in self._api.released(self.course):
            self._prepare(released.id, self._api.fetch(self.course, released.id))

    def set_aside(self) -> Path | None:
        """Rename the gradebook, so that a new one is made; where it is now, if there was one."""
        path = self._root.gradebook
        if not path.exists():
            return None
        self._shown.clear()
        return path.rename(path.with_name("gradebook.db.before"))

    def _prepare(self, exercise: str, release: bytes) -> None:
        """Put a release in place as nbgrader's source and released version, with its cells."""
        cells = _marked_cells(release)
        graded = [
            GradedCell(id=name, source=source, max_score=points)
            for name, source, points in cells
            if points is not None
        ]
        starter = "".join(source for name, source, points in cells if name == SOLUTION)
        for folder in ("source", "release"):
            self._root.write((folder, exercise, f"{exercise}.ipynb"), release)
        with opened(self._root.gradebook, self.course) as session:
            save_assignment(session, self.course, exercise, cells=graded, starter=starter)
        self._releases[exercise] = release

    def refresh(self, exercise: str | None = None, learner: str | None = None) -> int:
        """Show what counts now; the number of learners whose rows were written."""
        counting = counting_attempts(self._api.submissions(self.course, exercise, learner))
        if any(submission.exercise not in self._releases for submission in counting):
            self.prepare()
        written = 0
        for submission in counting:
            key = (submission.exercise, submission.learner)
            version = (submission.id, submission.revision)
            if submission.exercise not in self._releases or self._shown.get(key) == version:
                continue
            try:
                self._show(submission)
            except CourseRootError as error:
                log.error("not shown", extra={"submission": submission.id, "why": str(error)})
                continue
            self._shown[key] = version
            written += 1
        return written

    def _show(self, submission: Submission) -> None:
        assert submission.grade is not None
        content = self._api.content(submission.id)
        exercise, learner = submission.exercise, submission.learner
        name = f"{exercise}.ipynb"
        shown = shown_notebook(self._releases[exercise], content, submission.grade)
        self._root.write(("submitted", learner, exercise, name), content)
        self._root.write(("autograded", learner, exercise, name), shown)
        with opened(self._root.gradebook, self.course) as session:
            save_grade(
                session,
                exercise,
                learner,
                submitted_at=submission.submitted_at,
                grade=submission.grade,
            )
        for folder in ("autograded", "submitted"):
            self._root.write((folder, learner, exercise, "timestamp.txt"), time_stamp(submission))
        log.info(
            "shown in the gradebook",
            extra={"exercise": exercise, "submission": submission.id, "course": self.course},
        )


def counting_attempts(submissions: Iterable[Submission]) -> list[Submission]:
    """Of each learner and exercise the graded attempt that counts."""
    best: dict[tuple[str, str], Submission] = {}
    for submission in submissions:
        if submission.grade is None or submission.learner.startswith(CANARY):
            continue
        key = (submission.exercise, submission.learner)
        other = best.get(key)
        if other is None or _rank(submission) > _rank(other):
            best[key] = submission
    return list(best.values())


def time_stamp(submission: Submission) -> bytes:
    """The content of nbgrader's timestamp.txt."""
    return f"{naive_utc(submission.submitted_at)} UTC\n".encode()


def _rank(submission: Submission) -> tuple[float, int]:
    assert submission.grade is not None
    return submission.grade.points, submission.attempt


def _marked_cells(release: bytes) -> list[tuple[str, str, float | None]]:
    """Of each cell with a grade_id: the id, the source, the points where it is graded."""
    found = []
    for cell in json.loads(release)["cells"]:
        marks = cell.get("metadata", {}).get("nbgrader")
        if marks:
            source = cell["source"]
            text = source if isinstance(source, str) else "".join(source)
            points = float(marks["points"]) if marks.get("grade") else None
            found.append((marks["grade_id"], text, points))
    return found
