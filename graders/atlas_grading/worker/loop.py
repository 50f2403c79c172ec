"""The worker's one loop: lease, judge, hand over, project; until it is asked to stop.

A grade is handed over until the API has it or says that the lease is lost, so a restart of either
side loses none; the API keeps one grade for a submission and check set, so none is doubled. Asked
to stop while it judges, the worker finishes that submission first (JUDGE_S_MAX bounds it); where
the API is away then, the lease runs out and the submission is queued again.
"""

import logging
import threading
import time
from collections.abc import Callable, Mapping
from secrets import token_hex

from atlas_core.exercise import Grade

from atlas_grading.api import Api, ApiRefusedError, Lease, request_id
from atlas_grading.exercise_folder import ExerciseFolder
from atlas_grading.judge import judge
from atlas_grading.sandbox import Sandbox
from atlas_grading.worker.heartbeat import kept
from atlas_grading.worker.patience import StoppedError, patiently

log = logging.getLogger(__name__)

NO_CHECKS = "This exercise has no checks, so nothing was graded. Tell your instructor."


class Worker:
    """Judges what the API leases.

    `after` is told course, exercise and learner of each grade. `when_idle` is called between
    waits, and says for how many seconds to wait for the next submission. `judged` is told each
    grade, before it is handed over, and the seconds that judging took.
    """

    def __init__(
        self,
        *,
        name: str,
        api: Api,
        sandbox: Sandbox,
        exercises: Mapping[str, ExerciseFolder],
        after: Callable[[str, str, str], None],
        when_idle: Callable[[], float],
        judged: Callable[[Grade, float], None] = lambda _grade, _seconds: None,
    ) -> None:
        self._name = name
        self._api = api
        self._sandbox = sandbox
        self._exercises = exercises
        self._after = after
        self._when_idle = when_idle
        self._judged = judged
        self.stopping = threading.Event()
        self._interruptible = False

    def stop(self) -> None:
        """End soon: at once while waiting, after the grade while judging. For signal handlers."""
        self.stopping.set()
        if self._interruptible:
            raise StoppedError

    def run(self) -> None:
        """Work until `stop`."""
        try:
            while not self.stopping.is_set():
                lease = self._next(self._when_idle())
                if lease is not None:
                    mark = request_id.set(lease.request_id or token_hex(8))
                    self._work(lease)
                    request_id.reset(mark)
        except StoppedError:
            pass
        log.info("stopped")

    def _next(self, wait_s: float) -> Lease | None:
        self._interruptible = True
        try:
            return patiently(lambda: self._api.lease(self._name, wait_s), self.stopping)
        finally:
            self._interruptible = False

    def _work(self, lease: Lease) -> None:
        about = {
            "submission": lease.submission,
            "exercise": lease.exercise,
            "attempt": lease.attempt,
        }
        log.info("judging", extra=about)
        with kept(self._api, lease) as lost:
            began = time.monotonic()
            grade = self._judge(lease)
            self._judged(grade, time.monotonic() - began)
            if lost.is_set():
                return
            try:
                created = patiently(lambda: self._api.grade(lease, grade), self.stopping)
            except ApiRefusedError as error:
                log.error("the grade was refused", extra={**about, "why": str(error)})
                return
        log.info(
            "graded",
            extra={**about, "points": grade.points, "new": created, "set": grade.check_set},
        )
        self._after(lease.course, lease.exercise, lease.learner)

    def _judge(self, lease: Lease) -> Grade:
        folder = self._exercises.get(lease.exercise)
        if folder is None:
            return Grade(
                submission=lease.submission,
                exercise=lease.exercise,
                check_set="no-checks",
                points=0.0,
                max_points=0.0,
                checks=(),
                sentence=NO_CHECKS,
            )
        return judge(
            lease.content,
            folder.exercise,
            submission=lease.submission,
            check_set=folder.check_set(),
            starter=folder.starter,
            sandbox=self._sandbox,
        )
