"""What workers send and get."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from atlas_api.grades.schema import GradeIn

WAIT_S_MAX = 25


class LeaseIn(BaseModel):
    """A worker asks for a submission and waits for one up to `wait_s` seconds."""

    model_config = ConfigDict(extra="forbid")

    worker: Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._:@-]{0,99}$")]
    wait_s: Annotated[float, Field(ge=0, le=WAIT_S_MAX, allow_inf_nan=False)] = 0


class LeaseOut(BaseModel):
    """One submission to judge within `lease_s` seconds, or to send heartbeats for."""

    submission: str
    course: str
    exercise: str
    learner: str
    attempt: int
    lease: str
    lease_s: int
    content: str
    request_id: str = ""


class HeartbeatIn(BaseModel):
    """Still judging."""

    model_config = ConfigDict(extra="forbid")

    lease: Annotated[str, Field(max_length=40)]


class GradedIn(BaseModel):
    """Judged."""

    model_config = ConfigDict(extra="forbid")

    lease: Annotated[str, Field(max_length=40)]
    grade: GradeIn


class GradedOut(BaseModel):
    """False when the submission had a grade of this check set already."""

    created: bool
