"""Exercise, Check and Grade as values.

The judge makes a Grade; the API stores it; the panel and formgrader show it.
"""

from dataclasses import dataclass
from enum import StrEnum

EXERCISE_VERSION = 1


class SubmissionState(StrEnum):
    """The life of a submission.

    Queued -> judging -> graded. A lost worker puts it back to queued.
    """

    QUEUED = "queued"
    JUDGING = "judging"
    GRADED = "graded"


class Outcome(StrEnum):
    """How one check ended. Only PASSED earns points."""

    PASSED = "passed"
    FAILED = "failed"
    ERRORED = "errored"
    TIMED_OUT = "timed_out"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class Exercise:
    """A task for a learner.

    `path` is the folder of exercise.md in its tree; `function` names what the answer defines.
    """

    id: str
    title: str
    page: str
    difficulty: str
    minutes: int
    points: float
    concepts: tuple[str, ...] = ()
    path: str = ""
    version: int = EXERCISE_VERSION


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckResult:
    """One graded claim about the answer.

    `sentence` is what the learner reads; it never quotes a hidden input.
    """

    check: str
    title: str
    points: float
    max_points: float
    outcome: Outcome
    sentence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Grade:
    """Points with evidence.

    Idempotent over (submission, check_set): judging twice gives the same grade once.
    """

    submission: str
    exercise: str
    check_set: str
    points: float
    max_points: float
    checks: tuple[CheckResult, ...]
    sentence: str
    graded_by: str = "grader"
    version: int = EXERCISE_VERSION
