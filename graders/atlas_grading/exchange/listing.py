"""`nbgrader list`: what is released, or what was handed in."""

from pathlib import Path

from nbgrader.exchange import abc

from atlas_grading.exchange.base import AtlasExchange

Listed = dict[str, object]


class ExchangeList(AtlasExchange, abc.ExchangeList):  # type: ignore[misc]
    """Lists assignments as the dictionaries that nbgrader's own pages expect."""

    def list_files(self) -> list[Listed]:
        """Return and log one line an assignment or submission."""
        found = self._submitted() if self.inbound or self.cached else self._released()
        for entry in found:
            self.log.info(" ".join(str(entry[key]) for key in ("course_id", "assignment_id")))
        return found

    def remove_files(self) -> list[Listed]:
        """Fail: a release stays, so that what was handed in can always be judged again."""
        self.fail("A release can't be taken back. Release a corrected version instead.")
        return []

    def _released(self) -> list[Listed]:
        with self.api() as api:
            released = api.released(self.course)
        wanted = self.coursedir.assignment_id
        return [
            self._entry(exercise.id)
            for exercise in released
            if wanted in ("", "*", None, exercise.id)
        ]

    def _entry(self, exercise: str) -> Listed:
        folder = Path(self.assignment_dir) / exercise
        fetched = folder.is_dir()
        notebook = {"notebook_id": exercise, "path": str(folder / f"{exercise}.ipynb")}
        return {
            "course_id": self.course,
            "assignment_id": exercise,
            "status": "fetched" if fetched else "released",
            "path": str(folder),
            "notebooks": [notebook],
        }

    def _submitted(self) -> list[Listed]:
        wanted, student = self.coursedir.assignment_id, self.coursedir.student_id
        with self.api() as api:
            submissions = api.submissions(
                self.course,
                wanted if wanted not in ("", "*", None) else None,
                student if student not in ("", "*", None) else None,
            )
        return [
            self._entry(submission.exercise)
            | {
                "status": "submitted",
                "student_id": submission.learner,
                "timestamp": submission.submitted_at.isoformat(),
                "submissions": [],
            }
            for submission in submissions
        ]
