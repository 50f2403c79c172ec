"""The queue: one lease at a time, lost leases come back, one grade for a check set."""

import asyncio
import base64
import time

import pytest
from api_world import NOTEBOOK, World, sentence


async def queued(world: World, who: str = "ada") -> str:
    await world.release()
    return str((await world.submit(who)).json()["submission"])


async def state(world: World, submission: str) -> str:
    (found,) = [one for one in await world.submissions("ines") if one["id"] == submission]
    return str(found["state"])


async def test_a_lease_holds_all_that_judging_needs(world: World) -> None:
    submission = await queued(world)
    lease = (await world.lease()).json()
    assert base64.b64decode(lease.pop("content")) == NOTEBOOK
    assert len(lease.pop("lease")) == 32
    assert lease.pop("request_id")
    assert lease == {
        "submission": submission,
        "course": "systems",
        "exercise": "retry",
        "learner": "ada",
        "attempt": 1,
        "lease_s": 60,
    }
    assert await state(world, submission) == "judging"
    assert (await world.lease("w2")).status_code == 204


async def test_a_lease_names_the_request_that_handed_the_answer_in(world: World) -> None:
    await world.release()
    answer = await world.call(
        "ada",
        "POST",
        "/v1/courses/systems/exercises/retry/submissions",
        content=NOTEBOOK,
        headers={"Idempotency-Key": "k", "X-Request-Id": "click-of-ada"},
    )
    assert answer.status_code == 200
    assert (await world.lease()).json()["request_id"] == "click-of-ada"


@pytest.mark.parametrize("who", ["ada", "ines", "course", "admin"])
async def test_only_the_worker_gets_work(world: World, who: str) -> None:
    await queued(world)
    answer = await world.call(who, "POST", "/v1/work/lease", json={"worker": "w"})
    assert answer.status_code == 403
    sentence(answer)


async def test_many_workers_at_once_never_get_the_same_submission(world: World) -> None:
    await world.release()
    for _ in range(6):
        await world.submit()
    leases = await asyncio.gather(*(world.lease(f"w{number}") for number in range(10)))
    given = [lease.json()["submission"] for lease in leases if lease.status_code == 200]
    # PostgreSQL skips rows that another transaction holds: a worker may come away empty.
    assert len(given) == len(set(given))
    for _ in range(6 - len(given)):
        given.append((await world.lease()).json()["submission"])
    assert len(set(given)) == 6
    assert (await world.lease()).status_code == 204


async def test_a_waiting_worker_is_woken_by_a_submission(world: World) -> None:
    await world.release()
    waiting = asyncio.create_task(world.lease(wait_s=20))
    await asyncio.sleep(0.2)
    started = time.monotonic()
    await world.submit()
    lease = await waiting
    assert lease.status_code == 200
    assert time.monotonic() - started < 0.9


async def test_a_worker_that_waits_in_vain_gets_nothing_in_time(world: World) -> None:
    started = time.monotonic()
    assert (await world.lease(wait_s=0.3)).status_code == 204
    assert 0.25 < time.monotonic() - started < 3
    too_long = await world.lease(wait_s=26)
    assert too_long.status_code == 422
    assert "wait_s" in sentence(too_long)


async def test_a_lost_worker_puts_its_submission_back(world: World) -> None:
    submission = await queued(world)
    lost = (await world.lease("w1")).json()
    world.clock.advance(seconds=59)
    assert (await world.lease("w2")).status_code == 204
    world.clock.advance(seconds=2)
    again = (await world.lease("w2")).json()
    assert again["submission"] == submission
    assert again["lease"] != lost["lease"]
    late = await world.grade(lost)
    assert late.status_code == 409
    assert "lost" in sentence(late)
    assert (await world.grade(again)).json() == {"created": True}


async def test_heartbeats_keep_a_lease(world: World) -> None:
    await queued(world)
    lease = (await world.lease()).json()
    path = f"/v1/work/{lease['submission']}/heartbeat"
    for _ in range(5):
        world.clock.advance(seconds=50)
        beat = await world.call("worker", "POST", path, json={"lease": lease["lease"]})
        assert beat.status_code == 204
        assert (await world.lease("w2")).status_code == 204
    assert (await world.grade(lease)).json() == {"created": True}
    ended = await world.call("worker", "POST", path, json={"lease": lease["lease"]})
    assert ended.status_code == 409
    sentence(ended)


async def test_a_heartbeat_with_a_lost_or_made_up_lease_is_a_conflict(world: World) -> None:
    await queued(world)
    lease = (await world.lease()).json()
    path = f"/v1/work/{lease['submission']}/heartbeat"
    made_up = await world.call("worker", "POST", path, json={"lease": "0" * 32})
    assert made_up.status_code == 409
    world.clock.advance(seconds=61)
    await world.lease("w2")
    assert (
        await world.call("worker", "POST", path, json={"lease": lease["lease"]})
    ).status_code == 409


async def test_a_worker_that_was_late_but_not_replaced_may_still_grade(world: World) -> None:
    await queued(world)
    lease = (await world.lease()).json()
    world.clock.advance(seconds=300)
    assert (await world.grade(lease)).json() == {"created": True}


async def test_the_same_grade_again_is_no_second_one(world: World) -> None:
    await queued(world)
    lease = (await world.lease()).json()
    answers = await asyncio.gather(*(world.grade(lease) for _ in range(8)))
    assert sorted(answer.json()["created"] for answer in answers) == [False] * 7 + [True]
    other = await world.grade(lease, check_set="checks-2", points=10)
    assert other.status_code == 409
    (one,) = await world.submissions()
    assert (one["revision"], one["grade"]["points"]) == (1, 5)
    assert (await world.progress())["points"] == 5


async def test_a_submission_that_loses_three_workers_is_taken_out_with_a_sentence(
    world: World,
) -> None:
    submission = await queued(world)
    for number in range(3):
        assert (await world.lease(f"w{number}")).json()["submission"] == submission
        world.clock.advance(seconds=61)
    assert (await world.lease("w4")).status_code == 204
    (one,) = await world.submissions()
    grade = one["grade"]
    assert (one["state"], grade["points"], grade["max_points"]) == ("graded", 0, 10)
    assert "Judging failed" in grade["sentence"]
    assert (await world.progress())["exercises"]["retry"]["points"] == 0


async def test_what_lost_a_worker_waits_behind_everybody_else(world: World) -> None:
    await world.release()
    poison = (await world.submit()).json()["submission"]
    await world.lease()
    world.clock.advance(seconds=61)
    healthy = (await world.submit("lin")).json()["submission"]
    assert (await world.lease()).json()["submission"] == healthy
    assert (await world.lease()).json()["submission"] == poison


async def test_an_instructor_queues_again_and_the_new_grade_counts(world: World) -> None:
    submission = await queued(world)
    for _ in range(3):
        await world.lease()
        world.clock.advance(seconds=61)
    await world.lease()
    path = f"/v1/work/{submission}/requeue"
    for who, status in (("ada", 403), ("admin", 403), ("stranger", 404), ("worker", 403)):
        assert (await world.call(who, "POST", path)).status_code == status
    assert (await world.call("ines", "POST", path)).status_code == 204
    assert await state(world, submission) == "queued"
    again = await world.call("ines", "POST", path)
    assert again.status_code == 409
    sentence(again)
    lease = (await world.lease()).json()
    assert (await world.grade(lease, points=10)).json() == {"created": True}
    (one,) = await world.submissions()
    assert (one["revision"], one["grade"]["points"]) == (2, 10)
    assert (await world.progress())["points"] == 10


async def test_judging_again_with_the_same_checks_gives_the_same_grade_once(world: World) -> None:
    submission = await world.judged(points=5)
    await world.call("ines", "POST", f"/v1/work/{submission}/requeue")
    lease = (await world.lease()).json()
    assert (await world.grade(lease, points=9)).json() == {"created": False}
    (one,) = await world.submissions()
    assert (one["state"], one["grade"]["points"]) == ("graded", 5)


async def test_a_submission_that_fails_judging_twice_has_two_such_grades(world: World) -> None:
    submission = await queued(world)
    for revision in (1, 2):
        for _ in range(3):
            await world.lease()
            world.clock.advance(seconds=61)
        await world.lease()
        assert (await world.submissions())[0]["revision"] == revision
        await world.call("course", "POST", f"/v1/work/{submission}/requeue")


async def test_a_notebook_that_the_disk_lost_does_not_stop_the_queue(world: World) -> None:
    await world.release()
    await world.submit(content=b"this one gets lost")
    world.clock.advance(seconds=1)
    healthy = (await world.submit("lin")).json()["submission"]
    for path in world.service.settings.blobs.rglob("*"):
        if path.is_file() and path.read_bytes() == b"this one gets lost":
            path.unlink()
    failed = await world.lease()
    assert failed.status_code == 500
    sentence(failed)
    assert (await world.lease()).json()["submission"] == healthy


@pytest.mark.parametrize(
    "changes",
    [
        {"points": 11},
        {"points": -1},
        {"points": "NaN"},
        {"points": 7, "checks": []},
        {"submission": "another"},
        {"exercise": "another"},
        {"check_set": ""},
        {"check_set": "x" * 91},
        {"checks": [{"check": "x"}]},
        {"points": 9},
        {"surprise": 1},
    ],
)
async def test_an_impossible_grade_is_refused_and_can_be_sent_again_mended(
    world: World, changes: dict[str, object]
) -> None:
    await queued(world)
    lease = (await world.lease()).json()
    bad = dict(changes)
    if bad == {"points": 9}:
        bad["checks"] = [
            {
                "check": "x",
                "title": "x",
                "points": 1,
                "max_points": 2,
                "outcome": "failed",
                "sentence": "",
            }
        ]
    if bad == {"points": 7, "checks": []}:
        # Points without checks are sound: a whole answer may be refused or taken as one.
        assert (await world.grade(lease, **bad)).json() == {"created": True}
        return
    refused = await world.call(
        "worker",
        "POST",
        f"/v1/work/{lease['submission']}/grade",
        json={
            "lease": lease["lease"],
            "grade": {
                "submission": lease["submission"],
                "exercise": "retry",
                "check_set": "c",
                "points": 0,
                "max_points": 10,
                "checks": [],
                "sentence": "",
                **bad,
            },
        },
    )
    assert refused.status_code == 422, refused.text
    sentence(refused)
    assert (await world.grade(lease)).json() == {"created": True}


async def test_what_learner_code_printed_cannot_break_the_grade(world: World) -> None:
    await queued(world)
    lease = (await world.lease()).json()
    hostile = "<script>\x00\u202e" + "x" * 1000
    answer = await world.grade(lease, sentence=hostile)
    assert answer.json() == {"created": True}
    (one,) = await world.submissions()
    assert "\x00" not in one["grade"]["sentence"]
