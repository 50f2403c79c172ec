"""Giving exercises out and taking answers in."""

from datetime import UTC, datetime
from typing import Annotated

from atlas_core.exercise import SubmissionState
from fastapi import APIRouter, Depends, Header, Query, Request, Response
from starlette.concurrency import run_in_threadpool

from atlas_api.clock import new_id
from atlas_api.errors import Code, RefusalError
from atlas_api.exchange.schema import (
    Released,
    ReleasedExercise,
    SubmissionOut,
    Submissions,
    Submitted,
)
from atlas_api.exchange.store import (
    Handed,
    current_release,
    current_releases,
    find_submission,
    no_submission,
    submissions,
    submit,
)
from atlas_api.exchange.tables import Release
from atlas_api.grades.store import counting_grades, read_grade
from atlas_api.identity.caller import MANAGERS, READERS, Caller, Role
from atlas_api.identity.store import meet, names_of, pseudonym_of
from atlas_api.logs import request_id
from atlas_api.parameters import Id, MaybeHubName, MaybeName, Name, PointsQuery, Title
from atlas_api.service import AnyoneNeeded, Service, ServiceNeeded

router = APIRouter()
IPYNB = "application/x-ipynb+json"
PAGE_MAX = 500


async def notebook_bytes(request: Request) -> bytes:
    """The body as it came; what is in it is for the judge to find out, in its sandbox."""
    if not (content := await request.body()):
        raise RefusalError(Code.INVALID, "The body is empty; send the bytes of the notebook.")
    return content


Notebook = Annotated[bytes, Depends(notebook_bytes)]


@router.get("/v1/courses/{course}/exercises")
def exercises(course: Name, caller: AnyoneNeeded, service: ServiceNeeded) -> list[ReleasedExercise]:
    """What is released in a course."""
    caller.roles_in(course)
    with service.database.reading() as session:
        return [
            ReleasedExercise(
                id=release.exercise,
                title=release.title,
                points=release.points,
                release=release.sha256,
                due=release.due,
            )
            for release in current_releases(session, course)
        ]


@router.put("/v1/courses/{course}/exercises/{exercise}/release")
def release(
    *,
    course: Name,
    exercise: Name,
    content: Notebook,
    caller: AnyoneNeeded,
    service: ServiceNeeded,
    title: Title = None,
    points: PointsQuery = None,
    due: datetime | None = None,
) -> Released:
    """Give out a new version of an exercise; giving out the current one again changes nothing."""
    caller.require(course, MANAGERS | {Role.WORKER}, doing="release an exercise")
    if due is not None and due.tzinfo is None:
        raise RefusalError(Code.INVALID, "due needs a time zone, as in 2026-03-01T23:59:00Z.")
    described = service.shelf.exercise(exercise)
    now = service.clock()
    given = Release(
        id=new_id(now),
        course=course,
        exercise=exercise,
        sha256=service.blobs.put(content),
        title=title or (described.title if described else exercise),
        points=points if points is not None else (described.points if described else 0),
        due=due.astimezone(UTC) if due is not None else None,
        released_at=now,
    )
    with service.database.writing() as session:
        current = {one.exercise: one for one in current_releases(session, course)}.get(exercise)
        if current is None or not _same(current, given):
            session.add(given)
    return Released(release=given.sha256)


@router.get("/v1/courses/{course}/exercises/{exercise}/release")
def fetch(course: Name, exercise: Name, caller: AnyoneNeeded, service: ServiceNeeded) -> Response:
    """The notebook to work on."""
    caller.roles_in(course)
    with service.database.reading() as session:
        name = current_release(session, course, exercise).sha256
    return Response(service.blobs.get(name), media_type=IPYNB, headers={"ETag": f'"{name}"'})


@router.post("/v1/courses/{course}/exercises/{exercise}/submissions")
async def hand_in(
    *,
    course: Name,
    exercise: Name,
    content: Notebook,
    caller: AnyoneNeeded,
    service: ServiceNeeded,
    idempotency_key: Annotated[str | None, Header()] = None,
) -> Submitted:
    """Hand in an answer. It is safe to send the same again with the same Idempotency-Key."""
    caller.require(course, frozenset({Role.LEARNER}), doing="hand in an answer")
    key = (idempotency_key or "").strip()
    if not key or len(key) > 100 or not key.isascii() or not key.isprintable():
        raise RefusalError(
            Code.INVALID, "Send a header Idempotency-Key of 1 to 100 characters, fresh each time."
        )
    submitted = await run_in_threadpool(
        _hand_in, service, caller, course=course, exercise=exercise, key=key, content=content
    )
    service.bell.ring()
    return submitted


def _hand_in(
    service: Service, caller: Caller, *, course: str, exercise: str, key: str, content: bytes
) -> Submitted:
    with service.database.reading() as session:
        current_release(session, course, exercise)
    name = service.blobs.put(content)
    with service.database.writing() as session:
        # The clock is read under the learner's lock: attempts and times rise together.
        learner = meet(session, caller.name, now=service.clock())
        now = service.clock()
        handed = Handed(
            course=course,
            exercise=exercise,
            learner=learner,
            key=key,
            content=name,
            request=request_id.get(),
        )
        submission = submit(session, handed, now=now, ids=(new_id(now), new_id(now)))
        return Submitted(
            submission=submission.id,
            attempt=submission.attempt,
            state=SubmissionState(submission.state),
        )


@router.get("/v1/courses/{course}/submissions")
def listing(
    *,
    course: Name,
    caller: AnyoneNeeded,
    service: ServiceNeeded,
    exercise: MaybeName = None,
    learner: MaybeHubName = None,
    before: MaybeName = None,
    limit: Annotated[int, Query(ge=1, le=PAGE_MAX)] = PAGE_MAX,
) -> Submissions:
    """Submissions with the grades that count: everybody's for who teaches, else one's own."""
    if not caller.reads_all(course):
        if learner not in (None, caller.name):
            raise RefusalError(Code.FORBIDDEN, "You may list your own submissions only.")
        learner = caller.name
    with service.database.reading() as session:
        pseudonym = None
        if learner is not None and (pseudonym := pseudonym_of(session, learner)) is None:
            return Submissions(submissions=[])
        rows = submissions(
            session, course, exercise=exercise, learner=pseudonym, before=before, limit=limit
        )
        grades = counting_grades(session, [row.id for row in rows])
        names = names_of(session, (row.learner for row in rows))
        out = []
        for row in rows:
            grade = grades.get(row.id)
            out.append(
                SubmissionOut(
                    id=row.id,
                    course=row.course,
                    exercise=row.exercise,
                    learner=names[row.learner],
                    attempt=row.attempt,
                    state=SubmissionState(row.state),
                    submitted_at=row.submitted_at,
                    revision=None if grade is None else grade.revision,
                    graded_at=None if grade is None else grade.graded_at,
                    grade=None if grade is None else read_grade(grade),
                )
            )
    return Submissions(submissions=out)


@router.get("/v1/submissions/{submission}/content")
def content(submission: Id, caller: AnyoneNeeded, service: ServiceNeeded) -> Response:
    """The notebook as it was handed in. Somebody else's is not there for a learner."""
    with service.database.reading() as session:
        row = find_submission(session, submission)
        roles = caller.roles.get(row.course, frozenset())
        owner = bool(roles) and pseudonym_of(session, caller.name) == row.learner
        if not owner and not roles & READERS:
            raise no_submission()
        name = row.sha256
    return Response(service.blobs.get(name), media_type=IPYNB)


def _same(one: Release, other: Release) -> bool:
    return (one.sha256, one.title, one.points, one.due) == (
        other.sha256,
        other.title,
        other.points,
        other.due,
    )
