"""Judges one submission: hidden checks here, the learner's code in the sandbox, a Grade out.

Each check gets a fresh process, so one that dies, hangs or rewrites its interpreter costs only
that check. The checks' code never enters the sandbox. The same notebook and check set give the
same grade.
"""

import logging
import time
from contextlib import ExitStack

from atlas_core.exercise import CheckResult, Exercise, Grade, Outcome

from atlas_grading.checks import Answer, Check
from atlas_grading.judge.checkset import CheckSet
from atlas_grading.judge.submission import UnusableSubmissionError, solution_source
from atlas_grading.judge.verdict import explain, result
from atlas_grading.sandbox import CallFailed, Limits, Sandbox

log = logging.getLogger(__name__)

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
    broken: tuple[Outcome, str] | None = None
    for check in check_set.checks:
        if broken is None and time.monotonic() > ends_at:
            broken = Outcome.TIMED_OUT, _NOT_RUN
        if broken is not None:
            results.append(result(check, *broken))
            continue
        outcome, sentence, loaded = _run_one(check, source, sandbox, limits)
        results.append(result(check, outcome, sentence))
        if not loaded:
            broken = outcome, sentence
    return tuple(results)


def _run_one(
    check: Check, source: str, sandbox: Sandbox, limits: Limits
) -> tuple[Outcome, str, bool]:
    """Outcome, sentence, and whether the source could be loaded at all."""
    with ExitStack() as stack:
        try:
            session = stack.enter_context(sandbox.open(source, limits))
        except CallFailed as failed:
            return *explain(failed), False
        try:
            sentence = check.run(Answer(session))
        except CallFailed as failed:
            return *explain(failed), True
        except Exception:
            log.exception("check %s raised", check.id)
            return Outcome.ERRORED, _CONFUSED, True
    if sentence is None:
        return Outcome.PASSED, "Passed.", True
    return Outcome.FAILED, sentence, True


def _summary(checks: tuple[CheckResult, ...]) -> str:
    passed = sum(check.outcome is Outcome.PASSED for check in checks)
    if passed == len(checks):
        return "All checks pass."
    first = next(check for check in checks if check.outcome is not Outcome.PASSED)
    return f"{passed} of {len(checks)} checks pass. First to mend: {first.title.rstrip('.')}."
