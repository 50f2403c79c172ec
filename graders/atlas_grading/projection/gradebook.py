"""Rows of nbgrader's gradebook, written in one transaction each.

Points come from the API's grade that counts. An automatic grade fills `auto_score`; a grade by
hand fills `manual_score`, which nbgrader ranks higher, and leaves `auto_score` as it was.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from alembic.config import Config
from alembic.script import ScriptDirectory
from atlas_core.exercise import Grade
from nbgrader.api import (
    Assignment,
    Base,
    Comment,
    Gradebook,
    GradeCell,
    Notebook,
    SolutionCell,
    SourceCell,
    Student,
    SubmittedAssignment,
    SubmittedNotebook,
)
from nbgrader.api import Grade as GradeRow
from nbgrader.dbutil import ALEMBIC_DIR
from sqlalchemy import create_engine, text
from sqlalchemy.orm import Session

SOLUTION = "solution"


@dataclass(frozen=True, slots=True, kw_only=True)
class GradedCell:
    """A locked cell of the release that stands for one check."""

    id: str
    source: str
    max_score: float


@contextmanager
def opened(path: Path, course: str) -> Iterator[Session]:
    """A session on the gradebook, committed at the end or not at all."""
    if not path.exists():
        _create(path)
    with Gradebook(f"sqlite:///{path}", course) as gradebook:
        session = gradebook.db
        try:
            yield session
            session.commit()
        except BaseException:
            session.rollback()
            raise
        finally:
            gradebook.engine.dispose()


def _create(path: Path) -> None:
    """Make an empty gradebook, complete or not at all.

    nbgrader would do it, too, but starts an `alembic` that it looks for on the PATH.
    """
    migrations = Config()
    migrations.set_main_option("script_location", ALEMBIC_DIR)
    head = ScriptDirectory.from_config(migrations).get_current_head()
    new = path.with_name(".new-gradebook.db")
    new.unlink(missing_ok=True)
    engine = create_engine(f"sqlite:///{new}")
    try:
        with engine.begin() as connection:
            Base.metadata.create_all(connection)
            connection.execute(text("CREATE TABLE alembic_version (version_num VARCHAR(32))"))
            connection.execute(
                text("INSERT INTO alembic_version (version_num) VALUES (:head)"), {"head": head}
            )
    finally:
        engine.dispose()
    new.replace(path)


def save_assignment(
    session: Session, course: str, name: str, *, cells: Sequence[GradedCell], starter: str
) -> None:
    """Make the assignment, its notebook and its cells be as released.

    When the checks of a release changed, its old cells go, and with them their rows.
    """
    assignment = session.query(Assignment).filter_by(name=name).one_or_none()
    if assignment is None:
        assignment = Assignment(name=name, course_id=course)
        session.add(assignment)
    notebook = session.query(Notebook).filter_by(assignment=assignment, name=name).one_or_none()
    if notebook is None:
        notebook = Notebook(name=name, assignment=assignment, kernelspec='{"name": "python3"}')
        session.add(notebook)
    session.flush()
    known = {cell.name: cell for cell in notebook.grade_cells}
    for gone in set(known) - {cell.id for cell in cells}:
        session.query(GradeRow).filter_by(cell_id=known[gone].id).delete()
        session.query(SourceCell).filter_by(notebook_id=notebook.id, name=gone).delete()
        session.delete(known[gone])
    for cell in cells:
        row = known.get(cell.id) or GradeCell(name=cell.id, notebook=notebook, cell_type="code")
        row.max_score = cell.max_score
        session.add(row)
        _save_source(session, notebook, cell.id, cell.source, locked=True)
    if not notebook.solution_cells:
        session.add(SolutionCell(name=SOLUTION, notebook=notebook))
    _save_source(session, notebook, SOLUTION, starter, locked=False)


def _save_source(
    session: Session, notebook: Notebook, name: str, source: str, *, locked: bool
) -> None:
    row = session.query(SourceCell).filter_by(notebook_id=notebook.id, name=name).one_or_none()
    if row is None:
        row = SourceCell(name=name, notebook=notebook, cell_type="code")
        session.add(row)
    row.source, row.locked = source, locked


def save_grade(
    session: Session, name: str, learner: str, *, submitted_at: datetime, grade: Grade
) -> None:
    """Write one learner's grade; the assignment must be there."""
    assignment = session.query(Assignment).filter_by(name=name).one()
    if session.get(Student, learner) is None:
        session.add(Student(id=learner, last_name=learner, first_name=""))
    submission = (
        session.query(SubmittedAssignment)
        .filter_by(assignment_id=assignment.id, student_id=learner)
        .one_or_none()
    )
    if submission is None:
        submission = SubmittedAssignment(assignment_id=assignment.id, student_id=learner)
        session.add(submission)
    submission.timestamp = naive_utc(submitted_at)
    session.flush()
    for notebook in assignment.notebooks:
        shown = (
            session.query(SubmittedNotebook)
            .filter_by(assignment_id=submission.id, notebook_id=notebook.id)
            .one_or_none()
        )
        if shown is None:
            shown = SubmittedNotebook(notebook_id=notebook.id, assignment_id=submission.id)
            session.add(shown)
            session.flush()
        _save_scores(session, notebook, shown, grade)


def _save_scores(
    session: Session, notebook: Notebook, shown: SubmittedNotebook, grade: Grade
) -> None:
    by_hand = grade.graded_by != "grader"
    results = {check.check: check for check in grade.checks}
    rows = {row.cell_id: row for row in session.query(GradeRow).filter_by(notebook_id=shown.id)}
    for cell in notebook.grade_cells:
        row = rows.get(cell.id) or GradeRow(cell_id=cell.id, notebook_id=shown.id)
        points = results[cell.name].points if cell.name in results else 0.0
        if by_hand:
            if row.auto_score != points or row.manual_score is not None:
                row.manual_score = points
        else:
            row.auto_score, row.manual_score, row.extra_credit = points, None, None
        row.needs_manual_grade = False
        session.add(row)
    comments = {row.cell_id: row for row in session.query(Comment).filter_by(notebook_id=shown.id)}
    for cell in notebook.solution_cells:
        comment = comments.get(cell.id) or Comment(cell_id=cell.id, notebook_id=shown.id)
        comment.auto_comment = comment_text(grade)
        session.add(comment)


def comment_text(grade: Grade) -> str:
    """The grade in words, one line a check."""
    lines = [f"{grade.points:g} of {grade.max_points:g} points. {grade.sentence}"]
    lines += [
        f"- {check.title} ({check.points:g} of {check.max_points:g}): {check.sentence}"
        for check in grade.checks
    ]
    return "\n".join(lines)


def naive_utc(moment: datetime) -> datetime:
    """As nbgrader keeps times; whole seconds, so that the file and the row say the same."""
    return moment.astimezone(UTC).replace(tzinfo=None, microsecond=0)
