"""The one way of a grade by hand: from nbgrader's gradebook to the API, as a manual revision.

A gradebook row says something by hand when it has a manual score, extra credit or a manual
comment. Only what differs from the grade that counts is sent, so carrying twice changes nothing.
Which attempt it belongs to is written in the notebook that formgrader shows.
"""

import json
from dataclasses import dataclass
from pathlib import Path

from atlas_core.exercise import Grade
from nbgrader.api import Comment, Student, SubmittedAssignment, SubmittedNotebook
from nbgrader.api import Grade as GradeRow
from sqlalchemy.orm import Session

from atlas_grading.api import Api
from atlas_grading.projection.course_root import CourseRoot
from atlas_grading.projection.gradebook import opened


@dataclass(frozen=True, slots=True, kw_only=True)
class ByHand:
    """What an instructor wrote about one learner's attempt, beside what the judge said."""

    learner: str
    scores: dict[str, float]
    automatic: dict[str, float]
    comment: str


def carry(api: Api, course: str, root: Path, *, exercise: str, learner: str | None = None) -> int:
    """Send what is new to the API; return the number of revisions made.

    Raises ApiRefusedError and ApiUnreachableError; what was sent before stays sent.
    """
    with opened(CourseRoot(root).gradebook, course) as session:
        written = _read(session, exercise, learner)
    made = 0
    for words in written:
        path = root / "autograded" / words.learner / exercise / f"{exercise}.ipynb"
        attempt = shown_attempt(path)
        listed = {
            submission.id: submission
            for submission in api.submissions(course, exercise, words.learner)
        }
        grade = listed[attempt].grade if attempt in listed else None
        if attempt is not None and grade is not None:
            made += _send(api, course, attempt, grade, words)
    return made


def shown_attempt(path: Path) -> str | None:
    """The submission that a notebook of the projection shows; None where it says nothing."""
    try:
        found = json.loads(path.read_bytes())["metadata"]["atlas"]["submission"]
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return found if isinstance(found, str) else None


def _send(api: Api, course: str, attempt: str, grade: Grade, words: ByHand) -> int:
    made = 0
    total = 0.0
    # Where a score by hand was taken back, the judge's own counts again.
    fallback = words.automatic if grade.graded_by != "grader" else {}
    for check in grade.checks:
        points = words.scores.get(check.check, fallback.get(check.check, check.points))
        points = min(points, check.max_points)
        total += points
        if points != check.points:
            api.grade_by_hand(course, attempt, check=check.check, points=points, comment="")
            made += 1
    if words.comment and (made or grade.sentence != words.comment):
        api.grade_by_hand(course, attempt, check=None, points=total, comment=words.comment)
        made += 1
    return made


def _read(session: Session, exercise: str, learner: str | None) -> list[ByHand]:
    query = session.query(SubmittedNotebook, Student.id).join(
        SubmittedAssignment, SubmittedNotebook.assignment_id == SubmittedAssignment.id
    )
    query = query.join(Student, SubmittedAssignment.student_id == Student.id)
    found = []
    for notebook, student in query.all():
        if notebook.assignment.name != exercise or learner not in (None, student):
            continue
        rows = session.query(GradeRow).filter_by(notebook_id=notebook.id).all()
        scores = {row.cell.name: float(row.score) for row in rows if _by_hand(row)}
        automatic = {
            row.cell.name: float(row.auto_score)
            for row in rows
            if not _by_hand(row) and row.auto_score is not None
        }
        comments = session.query(Comment).filter_by(notebook_id=notebook.id).all()
        comment = "\n\n".join(row.manual_comment for row in comments if row.manual_comment)
        found.append(
            ByHand(learner=student, scores=scores, automatic=automatic, comment=comment.strip())
        )
    return found


def _by_hand(row: GradeRow) -> bool:
    return row.manual_score is not None or row.extra_credit is not None
