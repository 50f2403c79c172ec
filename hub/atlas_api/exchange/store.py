"""Releases and submissions in the database."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from atlas_core.exercise import SubmissionState
from atlas_core.facts import Asserter, Fact, FactKind
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from atlas_api.errors import Code, RefusalError
from atlas_api.exchange.tables import Release, Submission
from atlas_api.ledger.append import append

SUBMISSIONS_AN_HOUR_MAX = 10
HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Handed:
    """What a learner hands in: `content` is the name of its blob, `request` the request's id."""

    course: str
    exercise: str
    learner: str
    key: str
    content: str
    request: str = ""


def current_release(session: Session, course: str, exercise: str) -> Release:
    """The newest release; RefusalError (404) when there is none."""
    newest = (
        select(Release)
        .where(Release.course == course, Release.exercise == exercise)
        .order_by(Release.id.desc())
        .limit(1)
    )
    if (release := session.scalar(newest)) is None:
        raise RefusalError(
            Code.NOT_FOUND, f"The exercise {exercise!r} is not released in {course!r} yet."
        )
    return release


def current_releases(session: Session, course: str) -> list[Release]:
    """The newest release of each exercise of a course, by exercise."""
    newest = select(func.max(Release.id)).where(Release.course == course).group_by(Release.exercise)
    chosen = select(Release).where(Release.id.in_(newest)).order_by(Release.exercise)
    return list(session.scalars(chosen))


def submit(session: Session, handed: Handed, *, now: datetime, ids: Sequence[str]) -> Submission:
    """Keep one attempt and its fact. `ids` are two fresh UUIDv7: the submission's, the fact's.

    The caller holds the learner's row, so attempts come one after another. Sent again with the
    same key, the first submission is the answer.
    """
    same_exercise = (
        Submission.course == handed.course,
        Submission.exercise == handed.exercise,
        Submission.learner == handed.learner,
    )
    known = session.scalar(
        select(Submission).where(*same_exercise, Submission.idempotency_key == handed.key)
    )
    if known is not None:
        if known.sha256 != handed.content:
            raise RefusalError(
                Code.CONFLICT,
                "This Idempotency-Key was used for another notebook; send a fresh one.",
            )
        return known
    _refuse_late(current_release(session, handed.course, handed.exercise), now)
    times = list(session.scalars(select(Submission.submitted_at).where(*same_exercise)))
    _refuse_often([time for time in times if time > now - HOUR], now)
    submission = Submission(
        id=ids[0],
        course=handed.course,
        exercise=handed.exercise,
        learner=handed.learner,
        attempt=len(times) + 1,
        idempotency_key=handed.key,
        sha256=handed.content,
        submitted_at=now,
        state=SubmissionState.QUEUED.value,
        lost_leases=0,
        request_id=handed.request or None,
    )
    session.add(submission)
    session.flush()
    append(session, [_submitted_fact(submission, ids[1])], now=now)
    return submission


def find_submission(session: Session, submission: str, *, lock: bool = False) -> Submission:
    """One submission; RefusalError (404) when there is none."""
    chosen = select(Submission).where(Submission.id == submission)
    row = session.scalar(chosen.with_for_update() if lock else chosen)
    if row is None:
        raise no_submission()
    return row


def no_submission() -> RefusalError:
    """The answer for a submission that is not there, and for one that is somebody else's."""
    return RefusalError(Code.NOT_FOUND, "There is no such submission.")


def submissions(
    session: Session,
    course: str,
    *,
    exercise: str | None = None,
    learner: str | None = None,
    before: str | None = None,
    limit: int,
) -> list[Submission]:
    """A page of a course's submissions, newest first."""
    chosen = select(Submission).where(Submission.course == course)
    if exercise is not None:
        chosen = chosen.where(Submission.exercise == exercise)
    if learner is not None:
        chosen = chosen.where(Submission.learner == learner)
    if before is not None:
        chosen = chosen.where(Submission.id < before)
    return list(session.scalars(chosen.order_by(Submission.id.desc()).limit(limit)))


def _refuse_late(release: Release, now: datetime) -> None:
    if release.due is not None and now > release.due:
        raise RefusalError(
            Code.FORBIDDEN, f"This exercise closed at {release.due:%Y-%m-%d %H:%M} UTC."
        )


def _refuse_often(recent: Sequence[datetime], now: datetime) -> None:
    if len(recent) >= SUBMISSIONS_AN_HOUR_MAX:
        wait_s = int((min(recent) + HOUR - now).total_seconds()) + 1
        raise RefusalError(
            Code.LIMITED,
            f"You handed this exercise in {SUBMISSIONS_AN_HOUR_MAX} times within the hour; "
            f"the next try is open in {wait_s // 60 + 1} minutes.",
            retry_after_s=wait_s,
        )


def _submitted_fact(submission: Submission, fact_id: str) -> Fact:
    return Fact(
        id=fact_id,
        kind=FactKind.EXERCISE_SUBMITTED,
        asserted_by=Asserter.GRADER,
        learner=submission.learner,
        subject=submission.exercise,
        observed_at=submission.submitted_at,
        payload={
            "course": submission.course,
            "submission": submission.id,
            "attempt": submission.attempt,
        },
    )
