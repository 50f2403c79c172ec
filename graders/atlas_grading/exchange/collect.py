"""`nbgrader collect`: what learners handed in, into the course root.

The worker's projection puts graded attempts there by itself; this brings what still waits.
"""

from pathlib import Path

from nbgrader.exchange import abc

from atlas_grading.api import Submission
from atlas_grading.exchange.base import AtlasExchange
from atlas_grading.projection.course import counting_attempts, time_stamp
from atlas_grading.projection.course_root import CourseRoot


class ExchangeCollect(AtlasExchange, abc.ExchangeCollect):  # type: ignore[misc]
    """Brings of each learner the attempt that counts, or the newest while none is graded."""

    def start(self) -> None:
        """Collect one assignment."""
        root = CourseRoot(Path(self.coursedir.root))
        student = self.coursedir.student_id
        learner = student if student not in ("", "*", None) else None
        with self.api() as api:
            listed = api.submissions(self.course, self.exercise, learner)
            for submission in _chosen(listed):
                folder = ("submitted", submission.learner, self.exercise)
                content = api.content(submission.id)
                root.write((*folder, f"{self.exercise}.ipynb"), content)
                root.write((*folder, "timestamp.txt"), time_stamp(submission))
                self.log.info("Collected: %s %s", submission.learner, self.exercise)


def _chosen(listed: list[Submission]) -> list[Submission]:
    counting = {submission.learner: submission for submission in counting_attempts(listed)}
    for submission in listed:  # newest first
        counting.setdefault(submission.learner, submission)
    return list(counting.values())
