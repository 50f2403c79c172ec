"""Assembles the worker: settings, sandbox, exercises, releases, gradebooks, loop."""

import logging
import signal
import sys
import time
from functools import partial

from sqlalchemy.exc import SQLAlchemyError

from atlas_grading.api import Api, ApiRefusedError, ApiUnreachableError
from atlas_grading.exercise_folder import ExerciseFolder, ExerciseFolderError, find_exercises
from atlas_grading.projection import CourseProjection
from atlas_grading.sandbox import BubblewrapSandbox, Sandbox, SandboxUnavailableError
from atlas_grading.worker.logs import configure_logging
from atlas_grading.worker.loop import Worker
from atlas_grading.worker.patience import StoppedError
from atlas_grading.worker.publisher import passing, publish
from atlas_grading.worker.settings import Settings, SettingsError, read_settings

log = logging.getLogger(__name__)

WRONG_SETTINGS = 2
ALL_S = 60.0
_PROJECTION_FAULTS = (ApiUnreachableError, ApiRefusedError, OSError, SQLAlchemyError)


class Gradebooks:
    """Every course's projection. A fault is logged and tried again in the next round."""

    def __init__(self, settings: Settings, api: Api) -> None:
        self._all_at = float("-inf")
        self._courses = {
            course: CourseProjection(course, settings.course_root(course), api)
            for course in settings.courses
        }

    def prepare(self, course: str) -> None:
        """Put releases in place."""
        try:
            self._courses[course].prepare()
        except _PROJECTION_FAULTS as error:
            log.error("no gradebook", extra={"course": course, "why": str(error)})

    def after(self, course: str, exercise: str, learner: str) -> None:
        """Show one learner's grade."""
        self._refresh(course, exercise, learner)

    def all(self) -> None:
        """Show whatever changed, manual revisions included; once a minute, not more often."""
        if time.monotonic() - self._all_at < ALL_S:
            return
        self._all_at = time.monotonic()
        for course in self._courses:
            self._refresh(course, None, None)

    def _refresh(self, course: str, exercise: str | None, learner: str | None) -> None:
        try:
            self._courses[course].refresh(exercise, learner)
        except _PROJECTION_FAULTS as error:
            log.warning("the gradebook waits", extra={"course": course, "why": str(error)})


def serve(settings: Settings, sandbox: Sandbox, folders: dict[str, ExerciseFolder]) -> None:
    """Work until SIGTERM or SIGINT."""
    with Api(settings.api_url, f"Bearer {settings.token}") as api:
        gradebooks = Gradebooks(settings, api)
        worker = Worker(
            name=settings.name,
            api=api,
            sandbox=sandbox,
            exercises=folders,
            after=gradebooks.after,
            when_idle=gradebooks.all,
        )
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: worker.stop())
        try:
            released = passing(folders, sandbox, settings.state / "run" / "gate.json")
            for course in settings.courses:
                worker.patiently(partial(publish, api, course, released))
                gradebooks.prepare(course)
            gradebooks.all()
        except StoppedError:
            return
        worker.run()


def main() -> int:
    """Run; return the exit code."""
    try:
        settings = read_settings()
        configure_logging(settings.token)
        sandbox = BubblewrapSandbox.probe()
        folders = find_exercises()
    except (SettingsError, SandboxUnavailableError, ExerciseFolderError) as error:
        sys.stderr.write(f"{error}\n")
        return WRONG_SETTINGS
    try:
        serve(settings, sandbox, folders)
    except ApiRefusedError as error:
        log.error("the API refuses this worker", extra={"why": str(error)})
        return WRONG_SETTINGS
    return 0


def run() -> None:
    """Run as a program."""
    sys.exit(main())
