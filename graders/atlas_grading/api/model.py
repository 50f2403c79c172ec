"""What the API answers, as values. Shapes: ARCHITECTURE.md, table `atlas_api`."""

from dataclasses import dataclass
from datetime import datetime

from atlas_core.exercise import Grade, SubmissionState


@dataclass(frozen=True, slots=True, kw_only=True)
class Lease:
    """One submission to judge; `lease_s` seconds from now it goes to somebody else.

    request_id: of the request that handed it in; empty where the API does not know it.
    """

    submission: str
    course: str
    exercise: str
    learner: str
    attempt: int
    lease: str
    lease_s: int
    content: bytes
    request_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Submission:
    """One attempt with the grade that counts, if there is one. `learner` is the hub name."""

    id: str
    course: str
    exercise: str
    learner: str
    attempt: int
    state: SubmissionState
    submitted_at: datetime
    revision: int | None = None
    graded_at: datetime | None = None
    grade: Grade | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Released:
    """An exercise that learners can fetch; `release` is the SHA-256 of its notebook."""

    id: str
    title: str
    points: float
    release: str
    due: datetime | None = None
