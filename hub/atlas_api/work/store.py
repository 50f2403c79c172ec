"""The queue: who judges what, until when.

A lease is a promise for 60 seconds. A worker that dies keeps it until then; its submission goes
back to the end of the queue. A submission that loses three workers is taken out with a grade of
zero that says so, or it would stop everybody's judging for ever.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from secrets import token_hex

from atlas_core.exercise import Grade, SubmissionState
from sqlalchemy import exists, or_, select
from sqlalchemy.orm import Session

from atlas_api.database import insert_new
from atlas_api.errors import Code, RefusalError
from atlas_api.exchange.store import current_release, find_submission
from atlas_api.exchange.tables import Submission
from atlas_api.grades.store import add_grade, grades_of
from atlas_api.work.tables import WorkerSeen

LEASE_S = 60
LOST_LEASES_MAX = 3
QUEUED = SubmissionState.QUEUED.value
JUDGING = SubmissionState.JUDGING.value
GRADED = SubmissionState.GRADED.value

NewId = Callable[[datetime], str]
LOST = "This lease was lost: another worker has the submission, or it is graded. Drop it."
UNJUDGED = (
    "Judging failed: the grader stopped {times} times while it ran this answer. "
    "Look for endless loops or very large data, or ask your instructor to queue it again."
)


def work_waits(session: Session, *, now: datetime) -> bool:
    """Whether a worker would get something; looks only, locks nothing."""
    lost = (Submission.state == JUDGING) & (Submission.lease_until < now)
    waiting = exists().where(or_(Submission.state == QUEUED, lost))
    return bool(session.scalar(select(waiting)))


def lease_next(session: Session, worker: str, *, now: datetime, new_id: NewId) -> Submission | None:
    """Give the submission that waits longest to a worker, or None when there is none."""
    take_back(session, now=now, new_id=new_id)
    submission = session.scalar(
        select(Submission)
        .where(Submission.state == QUEUED)
        .order_by(Submission.lost_leases, Submission.submitted_at, Submission.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    if submission is None:
        return None
    submission.state = JUDGING
    submission.lease = token_hex(16)
    submission.leased_by = worker
    submission.lease_until = now + timedelta(seconds=LEASE_S)
    return submission


def take_back(session: Session, *, now: datetime, new_id: NewId) -> None:
    """Queue again what was leased by workers that were not heard of in time."""
    lost = (
        select(Submission)
        .where(Submission.state == JUDGING, Submission.lease_until < now)
        .with_for_update(skip_locked=True)
    )
    for submission in session.scalars(lost).all():
        submission.lost_leases += 1
        submission.lease = None
        submission.lease_until = None
        submission.state = QUEUED
        if submission.lost_leases >= LOST_LEASES_MAX:
            submission.state = GRADED
            _grade_unjudged(session, submission, now=now, new_id=new_id)
    session.flush()


def prolong(session: Session, submission: str, lease: str, *, now: datetime) -> Submission:
    """A heartbeat; RefusalError (409) when the lease was lost."""
    row = find_submission(session, submission, lock=True)
    if row.state != JUDGING or row.lease != lease:
        raise RefusalError(Code.CONFLICT, LOST)
    row.lease_until = now + timedelta(seconds=LEASE_S)
    return row


def finish(
    session: Session, submission: str, lease: str, grade: Grade, *, now: datetime, new_id: NewId
) -> bool:
    """Keep the grade of a leased submission; False when its check set was graded already.

    The lease stays on the row, so that a worker whose answer got lost may send the same again.
    """
    row = find_submission(session, submission, lock=True)
    if row.lease != lease or row.state == QUEUED:
        raise RefusalError(Code.CONFLICT, LOST)
    if grade.submission != row.id or grade.exercise != row.exercise:
        raise RefusalError(Code.INVALID, "The grade is of another submission or exercise.")
    graded_before = row.state == GRADED
    if graded_before and all(
        known.check_set != grade.check_set for known in grades_of(session, row.id)
    ):
        raise RefusalError(Code.CONFLICT, LOST)
    row.state = GRADED
    row.lease_until = None
    return add_grade(session, row, grade, now=now, ids=(new_id(now), new_id(now))) is not None


def requeue(session: Session, row: Submission) -> None:
    """Judge a graded submission again; RefusalError (409) while it is queued or judged."""
    if row.state != GRADED:
        raise RefusalError(Code.CONFLICT, "This submission is being judged already; wait for it.")
    row.state = QUEUED
    row.lease = None
    row.lost_leases = 0


def mark_seen(session: Session, worker: str, *, now: datetime) -> None:
    """Remember that a worker lives."""
    insert_new(session, WorkerSeen.__table__, [{"worker": worker, "seen_at": now}])  # type: ignore[arg-type]
    seen = session.get_one(WorkerSeen, worker)
    seen.seen_at = now


def last_seen(session: Session) -> datetime | None:
    """When any worker was last heard of."""
    newest = select(WorkerSeen.seen_at).order_by(WorkerSeen.seen_at.desc()).limit(1)
    return session.scalar(newest)


def _grade_unjudged(
    session: Session, submission: Submission, *, now: datetime, new_id: NewId
) -> None:
    before = grades_of(session, submission.id)
    release = current_release(session, submission.course, submission.exercise)
    grade = Grade(
        submission=submission.id,
        exercise=submission.exercise,
        check_set=f"unjudged-{len(before) + 1}",
        points=0,
        max_points=before[-1].max_points if before else release.points,
        checks=(),
        sentence=UNJUDGED.format(times=LOST_LEASES_MAX),
    )
    add_grade(session, submission, grade, now=now, ids=(new_id(now), new_id(now)))
