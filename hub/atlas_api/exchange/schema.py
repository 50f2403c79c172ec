"""What the exchange answers."""

from datetime import datetime

from atlas_core.exercise import Grade, SubmissionState
from pydantic import BaseModel


class Released(BaseModel):
    """The answer to a release."""

    release: str


class ReleasedExercise(BaseModel):
    """One exercise that may be fetched and handed in."""

    id: str
    title: str
    points: float
    release: str
    due: datetime | None = None


class Submitted(BaseModel):
    """The answer to a submission."""

    submission: str
    attempt: int
    state: SubmissionState


class SubmissionOut(BaseModel):
    """One submission with the grade that counts. `learner` is the hub name."""

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


class Submissions(BaseModel):
    """A page of submissions, newest first."""

    submissions: list[SubmissionOut]
