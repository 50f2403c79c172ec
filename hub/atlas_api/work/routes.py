"""The workers' side: lease, heartbeat, grade; and the instructor's way to queue again."""

import base64
import time

from fastapi import APIRouter, Request, Response
from starlette.concurrency import run_in_threadpool

from atlas_api.clock import new_id
from atlas_api.exchange.store import find_submission, no_submission
from atlas_api.identity.caller import MANAGERS
from atlas_api.identity.store import names_of
from atlas_api.parameters import Id
from atlas_api.service import Service, ServiceNeeded, UserNeeded, WorkerNeeded
from atlas_api.work.schema import GradedIn, GradedOut, HeartbeatIn, LeaseIn, LeaseOut
from atlas_api.work.store import (
    LEASE_S,
    finish,
    lease_next,
    mark_seen,
    prolong,
    requeue,
    work_waits,
)

router = APIRouter()
# Another replica's submissions and lost leases ring no bell here: look this often.
LOOK_AGAIN_S = 1.0


@router.post(
    "/v1/work/lease", response_model=LeaseOut, responses={204: {"description": "nothing to judge"}}
)
async def lease(
    body: LeaseIn, request: Request, _worker: WorkerNeeded, service: ServiceNeeded
) -> LeaseOut | Response:
    """One submission to judge; 204 when none came within `wait_s`."""
    until = time.monotonic() + body.wait_s
    await run_in_threadpool(_mark_seen, service, body.worker)
    while True:
        # A lease must not go to a worker that hung up: it would be lost, and count as such.
        if await request.is_disconnected():
            break
        if (leased := await run_in_threadpool(_lease, service, body.worker)) is not None:
            return leased
        left_s = until - time.monotonic()
        if left_s <= 0 or service.stopping.is_set():
            break
        await service.bell.wait(seconds=min(left_s, LOOK_AGAIN_S))
    return Response(status_code=204)


@router.post("/v1/work/{submission}/heartbeat", status_code=204)
def heartbeat(
    submission: Id, body: HeartbeatIn, _worker: WorkerNeeded, service: ServiceNeeded
) -> None:
    """Prolong a lease."""
    now = service.clock()
    with service.database.writing() as session:
        row = prolong(session, submission, body.lease, now=now)
        if row.leased_by is not None:
            mark_seen(session, row.leased_by, now=now)


@router.post("/v1/work/{submission}/grade")
def grade(
    submission: Id, body: GradedIn, _worker: WorkerNeeded, service: ServiceNeeded
) -> GradedOut:
    """Hand over the grade of a leased submission."""
    now = service.clock()
    with service.database.writing() as session:
        created = finish(
            session, submission, body.lease, body.grade.grade(), now=now, new_id=new_id
        )
    return GradedOut(created=created)


@router.post("/v1/work/{submission}/requeue", status_code=204)
async def queue_again(submission: Id, caller: UserNeeded, service: ServiceNeeded) -> None:
    """Have a submission judged once more."""

    def write() -> None:
        with service.database.writing() as session:
            row = find_submission(session, submission, lock=True)
            if row.course not in caller.roles:
                raise no_submission()
            caller.require(row.course, MANAGERS, doing="queue a submission again")
            requeue(session, row)

    await run_in_threadpool(write)
    service.bell.ring()


def _mark_seen(service: Service, worker: str) -> None:
    with service.database.writing() as session:
        mark_seen(session, worker, now=service.clock())


def _lease(service: Service, worker: str) -> LeaseOut | None:
    now = service.clock()
    with service.database.reading() as session:
        if not work_waits(session, now=now):
            return None
    with service.database.writing() as session:
        row = lease_next(session, worker, now=now, new_id=new_id)
        if row is None or row.lease is None:
            return None
        learner = names_of(session, [row.learner])[row.learner]
    # Read when the lease is kept: a blob that is lost then costs its lease, and is taken out
    # after three, rather than stopping the queue.
    content = service.blobs.get(row.sha256)
    return LeaseOut(
        submission=row.id,
        course=row.course,
        exercise=row.exercise,
        learner=learner,
        attempt=row.attempt,
        lease=row.lease,
        lease_s=LEASE_S,
        content=base64.b64encode(content).decode("ascii"),
        request_id=row.request_id or "",
    )
