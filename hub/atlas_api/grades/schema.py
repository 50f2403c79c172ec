"""Grades over the wire. Everything is bounded; text that no database takes is mended."""

import math
from typing import Annotated, Self

from atlas_core.exercise import CheckResult, Grade, Outcome
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

POINTS_MAX = 10_000
CHECKS_MAX = 200


def _storable(text: str) -> str:
    # A check's sentence may quote what learner code produced: NUL and lone surrogates included.
    return text.replace("\x00", "\N{REPLACEMENT CHARACTER}").encode("utf-8", "replace").decode()


ShortText = Annotated[str, AfterValidator(_storable), Field(max_length=300)]
Sentence = Annotated[str, AfterValidator(_storable), Field(max_length=4000)]
Points = Annotated[float, Field(ge=0, le=POINTS_MAX, allow_inf_nan=False)]


class CheckIn(BaseModel):
    """One check's result from the worker."""

    model_config = ConfigDict(extra="forbid")

    check: ShortText
    title: ShortText
    points: Points
    max_points: Points
    outcome: Outcome
    sentence: Sentence


class GradeIn(BaseModel):
    """A Grade from the worker; its points are those of its checks."""

    model_config = ConfigDict(extra="forbid")

    submission: ShortText
    exercise: ShortText
    check_set: Annotated[str, Field(pattern=r"^[A-Za-z0-9._:-]{1,90}$")]
    points: Points
    max_points: Points
    checks: Annotated[list[CheckIn], Field(max_length=CHECKS_MAX)]
    sentence: Sentence
    graded_by: ShortText = "grader"
    version: int = 1

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        pairs = [(self.points, self.max_points)]
        pairs += [(check.points, check.max_points) for check in self.checks]
        if any(points > max_points for points, max_points in pairs):
            raise ValueError("points are above max_points")
        total = math.fsum(check.points for check in self.checks)
        if self.checks and not math.isclose(total, self.points, abs_tol=1e-6):
            raise ValueError("points are not the sum of the checks' points")
        return self

    def grade(self) -> Grade:
        """The Grade as a value."""
        return Grade(
            submission=self.submission,
            exercise=self.exercise,
            check_set=self.check_set,
            points=self.points,
            max_points=self.max_points,
            checks=tuple(
                CheckResult(
                    check=check.check,
                    title=check.title,
                    points=check.points,
                    max_points=check.max_points,
                    outcome=check.outcome,
                    sentence=check.sentence,
                )
                for check in self.checks
            ),
            sentence=self.sentence,
            graded_by=self.graded_by,
            version=self.version,
        )


class ManualIn(BaseModel):
    """An instructor's points for one check, or for the whole submission when `check` is null."""

    model_config = ConfigDict(extra="forbid")

    points: Points
    check: ShortText | None = None
    comment: Sentence = ""


class Revised(BaseModel):
    """The revision that now counts; `created` is false when it said the same before."""

    created: bool
    revision: int
    grade: Grade
