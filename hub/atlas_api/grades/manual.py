"""What an instructor's points make of a grade. Pure."""

import math
from dataclasses import replace

from atlas_core.exercise import CheckResult, Grade, Outcome

from atlas_api.errors import Code, RefusalError


def revise(grade: Grade, *, points: float, check: str | None, comment: str) -> Grade:
    """The grade with other points: of one check, or of the whole. RefusalError when they can't be.

    The comment becomes the sentence that the learner reads at that place.
    """
    if check is None:
        _refuse_above(points, grade.max_points)
        return replace(grade, points=points, sentence=comment or grade.sentence)
    known = {result.check: result for result in grade.checks}
    if check not in known:
        names = ", ".join(known) or "none"
        raise RefusalError(Code.INVALID, f"There is no check {check!r} here; known: {names}.")
    _refuse_above(points, known[check].max_points)
    checks = tuple(
        _rewarded(result, points, comment) if result.check == check else result
        for result in grade.checks
    )
    return replace(
        grade,
        checks=checks,
        points=math.fsum(result.points for result in checks),
        sentence="Your instructor looked at this and graded it by hand.",
    )


def _rewarded(result: CheckResult, points: float, comment: str) -> CheckResult:
    full = points >= result.max_points
    return replace(
        result,
        points=points,
        outcome=Outcome.PASSED if full else Outcome.FAILED,
        sentence=comment or result.sentence,
    )


def _refuse_above(points: float, max_points: float) -> None:
    if points > max_points:
        raise RefusalError(
            Code.INVALID, f"{points:g} points are more than the {max_points:g} that there are."
        )
