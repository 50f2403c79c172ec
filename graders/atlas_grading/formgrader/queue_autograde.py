"""*Autograde*, as a button and as a command: queues the submission for the worker.

nbgrader's own converter would run the learner's code in a kernel of the course's server, beside
the gradebook. None of it runs here; the worker judges in its sandbox and shows the new grade.
"""

import os

from nbgrader.converters import Autograde

from atlas_grading.api import ApiRefusedError, ApiUnreachableError
from atlas_grading.exchange.base import own_api

CONFLICT = 409


class QueueError(RuntimeError):
    """Nothing was queued; the sentence says why."""


class QueueAutograde(Autograde):  # type: ignore[misc]
    """Stands in for nbgrader's `Autograde`, with its options, without its conversion."""

    def start(self) -> None:
        """Queue the newest attempt of the named learner, or of every learner."""
        course = self.coursedir.course_id or os.environ.get("ATLAS_COURSE", "")
        student = self.coursedir.student_id
        learner = student if student not in ("", "*", None) else None
        try:
            with own_api() as api:
                seen = set()
                for submission in api.submissions(
                    course, self.coursedir.assignment_id, learner
                ):  # newest first
                    if submission.learner in seen:
                        continue
                    seen.add(submission.learner)
                    try:
                        api.requeue(submission.id)
                    except ApiRefusedError as error:
                        if error.status != CONFLICT:
                            raise
                        self.log.info("%s: is being judged already", submission.learner)
                    else:
                        self.log.info("%s: queued for the worker", submission.learner)
        except (ApiRefusedError, ApiUnreachableError) as error:
            raise QueueError(str(error)) from error
        if not seen:
            raise QueueError("Nobody has handed in this assignment through Atlas.")
