"""Assembles the worker: settings, sandbox, exercises, releases, gradebooks, loop."""

import logging
import signal
import sys
import threading
from collections.abc import Callable
from functools import partial

from atlas_core.exercise import Grade

from atlas_grading.api import Api, ApiRefusedError
from atlas_grading.exercise_folder import ExerciseFolder, ExerciseFolderError, find_exercises
from atlas_grading.sandbox import BubblewrapSandbox, Sandbox, SandboxUnavailableError
from atlas_grading.worker.gradebooks import Gradebooks
from atlas_grading.worker.logs import configure_logging
from atlas_grading.worker.loop import Worker
from atlas_grading.worker.patience import StoppedError, patiently
from atlas_grading.worker.publisher import passing, publish
from atlas_grading.worker.settings import Settings, SettingsError, read_settings

log = logging.getLogger(__name__)

WRONG_SETTINGS = 2


def serve(
    settings: Settings,
    sandbox: Sandbox,
    folders: dict[str, ExerciseFolder],
    judged: Callable[[Grade, float], None] = lambda _grade, _seconds: None,
) -> None:
    """Work until SIGTERM or SIGINT. Exercises are released beside, so that judging need not wait.

    A release concerns nobody who has handed in already: the checks are the same files. `judged` is
    told each grade and the seconds that it took.
    """
    with Api(settings.api_url, f"Bearer {settings.token}") as api:
        gradebooks = Gradebooks(settings, api)
        worker = Worker(
            name=settings.name,
            api=api,
            sandbox=sandbox,
            exercises=folders,
            after=gradebooks.show_one,
            when_idle=gradebooks.show_all,
            judged=judged,
        )

        def release() -> None:
            try:
                memory = settings.state / "run" / "gate.json"
                for name, folder in passing(folders, sandbox, memory):
                    for course in settings.courses:
                        one = partial(publish, api, course, {name: folder})
                        patiently(one, worker.stopping)
            except StoppedError:
                return
            except (OSError, ApiRefusedError) as error:
                log.error("nothing was released", extra={"why": str(error)})
            gradebooks.may_prepare.set()

        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: worker.stop())
        threading.Thread(target=release, name="release", daemon=True).start()
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
