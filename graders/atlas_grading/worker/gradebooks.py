"""Every course's gradebook, kept by the worker between submissions.

A fault here (a locked database, an API that is away, a planted link) never stops judging: it is
logged, and the next round tries again.
"""

import logging
import threading
import time

from sqlalchemy.exc import SQLAlchemyError

from atlas_grading.api import Api, ApiRefusedError, ApiUnreachableError
from atlas_grading.projection import CourseProjection
from atlas_grading.worker.settings import Settings

log = logging.getLogger(__name__)

ROUND_S = 60.0
WAIT_S, WAIT_FOR_RELEASES_S = 20.0, 1.0
_FAULTS = (ApiUnreachableError, ApiRefusedError, OSError, SQLAlchemyError)


class Gradebooks:
    """The projections of all courses. `may_prepare` is set once the releases are out."""

    def __init__(self, settings: Settings, api: Api) -> None:
        self.may_prepare = threading.Event()
        self._to_prepare = set(settings.courses)
        self._round_at = float("-inf")
        self._courses = {
            course: CourseProjection(course, settings.course_root(course), api)
            for course in settings.courses
        }

    def show_one(self, course: str, exercise: str, learner: str) -> None:
        """Show what counts for one learner now."""
        self._refresh(course, exercise, learner)

    def show_all(self) -> float:
        """Show whatever changed, grades by hand included, at most once a minute.

        Return how long the worker may wait for a submission before it calls again, in seconds.
        """
        if self.may_prepare.is_set():
            for course in sorted(self._to_prepare):
                self._prepare(course)
        if time.monotonic() - self._round_at >= ROUND_S:
            self._round_at = time.monotonic()
            for course in self._courses:
                self._refresh(course, None, None)
        return WAIT_S if self.may_prepare.is_set() else WAIT_FOR_RELEASES_S

    def _prepare(self, course: str) -> None:
        try:
            self._courses[course].prepare()
        except _FAULTS as error:
            log.warning("the gradebook waits", extra={"course": course, "why": str(error)})
        else:
            self._to_prepare.discard(course)

    def _refresh(self, course: str, exercise: str | None, learner: str | None) -> None:
        try:
            self._courses[course].refresh(exercise, learner)
        except _FAULTS as error:
            log.warning("the gradebook waits", extra={"course": course, "why": str(error)})
