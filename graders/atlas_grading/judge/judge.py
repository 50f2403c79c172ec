"""Judges one submission: hidden checks here, the learner's code in the sandbox, a Grade out.

Each submission gets a fresh process. A check that does not pass in a process that another check
has used is run again in a fresh one, so an answer that dies, hangs or rewrites its interpreter
costs only the checks that it fails by itself. The checks' code never enters the sandbox. The same
notebook and check set give the same grade.
"""

import logging
import time
from contextlib import ExitStack
from functools import partial
from typing import Self

from atlas_core.exercise import CheckResult, Exercise, Grade, Outcome

from atlas_grading.checks import Answer, Check
from atlas_grading.judge.checkset import CheckSet
from atlas_grading.judge.submission import UnusableSubmissionError, solution_source
from atlas_grading.judge.verdict import explain, result
from atlas_grading.sandbox import CallFailed, Limits, Sandbox, Session

log = logging.getLogger(__name__)

Verdict = tuple[Outcome, str]
JUDGE_S_MAX = 40.0
_NOT_RUN = "Not run: the checks before it used up the time for this submission."
_CONFUSED = "The check can't make sense of what your functions return."


def judge(
    notebook: bytes,
    exercise: Exercise,
    *,
    submission: str,
    check_set: CheckSet,
    starter: str,
    sandbox: Sandbox,
    limits: Limits | None = None,
) -> Grade:
    """Grade the bytes of a notebook; raises SandboxUnavailableError and nothing else."""
    try:
        source = solution_source(notebook, starter)
    except UnusableSubmissionError as error:
        sentence = str(error)
        checks = tuple(result(check, Outcome.REFUSED, sentence) for check in check_set.checks)
    else:
        checks = _run_all(source, check_set, sandbox, limits or Limits())
        sentence = _summary(checks)
    return Grade(
        submission=submission,
        exercise=exercise.id,
        check_set=check_set.digest,
        points=sum(check.points for check in checks),
        max_points=check_set.max_points,
        checks=checks,
        sentence=sentence,
    )


def _run_all(
    source: str, check_set: CheckSet, sandbox: Sandbox, limits: Limits
) -> tuple[CheckResult, ...]:
    ends_at = time.monotonic() + JUDGE_S_MAX
    results: list[CheckResult] = []
    broken: Verdict | None = None
    with _Bench(source, sandbox, limits) as bench:
        for check in check_set.checks:
            if broken is None and time.monotonic() > ends_at:
                broken = Outcome.TIMED_OUT, _NOT_RUN
            verdict = broken
            if verdict is None:
                try:
                    verdict = _run_one(check, bench)
                except _LoadFailed as failed:
                    verdict = broken = explain(failed.reason)
            results.append(result(check, *verdict))
    return tuple(results)


def _run_one(check: Check, bench: "_Bench") -> Verdict:
    """Run a check; where it does not pass in a used process, its run in a fresh one counts."""
    used = bench.is_used
    verdict = _verdict(check, bench.session())
    if used and verdict[0] is not Outcome.PASSED:
        bench.close()
        verdict = _verdict(check, bench.session())
    return verdict


def _verdict(check: Check, session: Session) -> Verdict:
    try:
        sentence = check.run(Answer(session))
    except CallFailed as failed:
        return explain(failed)
    except Exception:
        log.exception("check %s raised", check.id)
        return Outcome.ERRORED, _CONFUSED
    return (Outcome.PASSED, "Passed.") if sentence is None else (Outcome.FAILED, sentence)


class _LoadFailed(Exception):  # noqa: N818  (it carries what failed)
    def __init__(self, reason: CallFailed) -> None:
        super().__init__()
        self.reason = reason


class _Bench:
    """The submission's process: opened when needed, again after it ended or was closed."""

    def __init__(self, source: str, sandbox: Sandbox, limits: Limits) -> None:
        self._open = partial(sandbox.open, source, limits)
        self._stack = ExitStack()
        self._session: Session | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def is_used(self) -> bool:
        """Whether the next session is one that a check has called before."""
        return self._session is not None and not self._session.over

    def session(self) -> Session:
        """A live session; raises _LoadFailed."""
        if not self.is_used:
            self.close()
            try:
                self._session = self._stack.enter_context(self._open())
            except CallFailed as failed:
                raise _LoadFailed(failed) from failed
        assert self._session is not None
        return self._session

    def close(self) -> None:
        """End the process."""
        self._session = None
        self._stack.close()


def _summary(checks: tuple[CheckResult, ...]) -> str:
    passed = sum(check.outcome is Outcome.PASSED for check in checks)
    if passed == len(checks):
        return "All checks pass."
    first = next(check for check in checks if check.outcome is not Outcome.PASSED)
    return f"{passed} of {len(checks)} checks pass. First to mend: {first.title.rstrip('.')}."
