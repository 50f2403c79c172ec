"""Grades in the database. Each new one appends its fact in the same transaction."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from atlas_core.exercise import Grade
from atlas_core.facts import Asserter, Fact, FactKind
from pydantic import TypeAdapter
from sqlalchemy import select
from sqlalchemy.orm import Session

from atlas_api.exchange.tables import Submission
from atlas_api.grades.tables import GradeRow
from atlas_api.ledger.append import append

_GRADE = TypeAdapter(Grade)


def read_grade(row: GradeRow) -> Grade:
    """The Grade that a row holds."""
    return _GRADE.validate_python(row.body)


def grades_of(session: Session, submission: str) -> list[GradeRow]:
    """Every revision of a submission's grade, the one that counts last.

    An instructor's revision counts above any automatic one, then the newest.
    """
    chosen = select(GradeRow).where(GradeRow.submission == submission)
    return list(session.scalars(chosen.order_by(GradeRow.manual, GradeRow.revision)))


def counting_grades(session: Session, submissions: Sequence[str]) -> dict[str, GradeRow]:
    """The grade that counts of each submission that has one."""
    chosen = select(GradeRow).where(GradeRow.submission.in_(submissions))
    ordered = chosen.order_by(GradeRow.manual, GradeRow.revision)
    return {row.submission: row for row in session.scalars(ordered)}


def add_grade(
    session: Session,
    submission: Submission,
    grade: Grade,
    *,
    instructor: str | None = None,
    now: datetime,
    ids: Sequence[str],
) -> GradeRow | None:
    """Keep a grade as the next revision, with its fact; None when its check set was graded.

    `instructor` is the pseudonym of who graded by hand. `ids` are two fresh UUIDv7: the grade's
    and the fact's. The caller holds the submission's row.
    """
    known = grades_of(session, submission.id)
    revision = max((row.revision for row in known), default=0) + 1
    if instructor is not None:
        grade = replace(grade, check_set=f"manual-{revision}", graded_by="instructor")
    if any(row.check_set == grade.check_set for row in known):
        return None
    row = GradeRow(
        id=ids[0],
        submission=submission.id,
        check_set=grade.check_set,
        revision=revision,
        manual=instructor is not None,
        points=grade.points,
        max_points=grade.max_points,
        body=_GRADE.dump_python(grade, mode="json"),
        graded_at=now,
        graded_by=instructor or "grader",
    )
    session.add(row)
    session.flush()
    append(session, [_graded_fact(submission, row, ids[1])], now=now)
    return row


def _graded_fact(submission: Submission, row: GradeRow, fact_id: str) -> Fact:
    return Fact(
        id=fact_id,
        kind=FactKind.EXERCISE_GRADED,
        asserted_by=Asserter.INSTRUCTOR if row.manual else Asserter.GRADER,
        learner=submission.learner,
        subject=submission.exercise,
        observed_at=row.graded_at,
        payload={
            "course": submission.course,
            "submission": submission.id,
            "attempt": submission.attempt,
            "revision": row.revision,
            "check_set": row.check_set,
            "points": row.points,
            "max_points": row.max_points,
        },
    )
