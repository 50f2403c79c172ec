"""Releases and submissions: immutable, numbered, owned, limited."""

import asyncio
import hashlib
import json
import os
from pathlib import Path

import pytest
from api_world import NOTEBOOK, World, sentence
from atlas_api.exchange.blobs import BlobLostError, Blobs

RELEASE = "/v1/courses/systems/exercises/retry/release"
SUBMISSIONS = "/v1/courses/systems/exercises/retry/submissions"


# --- Blobs --------------------------------------------------------------------------------------


def test_a_blob_is_named_by_its_content_and_kept_once(tmp_path: Path) -> None:
    blobs = Blobs(tmp_path / "blobs")
    name = blobs.put(b"hello")
    assert name == hashlib.sha256(b"hello").hexdigest()
    assert blobs.put(b"hello") == name
    assert blobs.get(name) == b"hello"
    files = [path for path in (tmp_path / "blobs").rglob("*") if path.is_file()]
    assert files == [tmp_path / "blobs" / name[:2] / name]


def test_a_damaged_or_missing_blob_is_never_handed_out(tmp_path: Path) -> None:
    blobs = Blobs(tmp_path)
    name = blobs.put(b"hello")
    (tmp_path / name[:2] / name).write_bytes(b"hullo")
    with pytest.raises(BlobLostError, match="damaged"):
        blobs.get(name)
    (tmp_path / name[:2] / name).unlink()
    with pytest.raises(BlobLostError, match="missing"):
        blobs.get(name)


def test_what_a_killed_process_left_is_swept_but_not_what_is_being_written(
    tmp_path: Path,
) -> None:
    blobs = Blobs(tmp_path)
    folder = tmp_path / blobs.put(b"hello")[:2]
    old, young = folder / ".new-old", folder / ".new-young"
    old.write_bytes(b"hel")
    young.write_bytes(b"hel")
    os.utime(old, (0, 0))
    assert blobs.sweep() == 1
    assert (old.exists(), young.exists()) == (False, True)
    assert Blobs(tmp_path / "not there yet").sweep() == 0


# --- Releases -----------------------------------------------------------------------------------


async def test_what_is_released_can_be_listed_and_fetched_by_members(world: World) -> None:
    release = await world.release(title="Tame the retries", due="2026-04-01T00:00:00Z")
    assert release == hashlib.sha256(NOTEBOOK).hexdigest()
    for who in ("ada", "ines", "course", "admin", "worker"):
        listed = await world.call(who, "GET", "/v1/courses/systems/exercises")
        assert listed.json() == [
            {
                "id": "retry",
                "title": "Tame the retries",
                "points": 10.0,
                "release": release,
                "due": "2026-04-01T00:00:00Z",
            }
        ]
        fetched = await world.call(who, "GET", RELEASE)
        assert fetched.content == NOTEBOOK
        assert fetched.headers["content-type"] == "application/x-ipynb+json"


async def test_the_newest_release_counts_and_the_same_again_changes_nothing(world: World) -> None:
    await world.release()
    world.clock.advance(seconds=1)
    second = b'{"cells": [1]}'
    for _ in range(2):
        await world.call("ines", "PUT", RELEASE, content=second, params={"points": 12})
        world.clock.advance(seconds=1)
    (listed,) = (await world.call("ada", "GET", "/v1/courses/systems/exercises")).json()
    assert listed["points"] == 12
    assert (await world.call("ada", "GET", RELEASE)).content == second


@pytest.mark.parametrize("who", ["ada", "admin", "stranger"])
async def test_only_who_teaches_may_release(world: World, who: str) -> None:
    answer = await world.call(who, "PUT", RELEASE, content=NOTEBOOK)
    assert answer.status_code == 403
    sentence(answer)


async def test_what_is_not_released_is_not_there(world: World) -> None:
    for method, path in (("GET", RELEASE), ("POST", SUBMISSIONS)):
        answer = await world.call(
            "ada", method, path, content=NOTEBOOK, headers={"Idempotency-Key": "k"}
        )
        assert answer.status_code == 404
        assert "not released" in sentence(answer)


@pytest.mark.parametrize(
    "query",
    [{"points": "-1"}, {"points": "nan"}, {"points": "inf"}, {"due": "2026-01-01T00:00:00"}],
)
async def test_a_release_with_impossible_terms_is_refused(
    world: World, query: dict[str, str]
) -> None:
    answer = await world.call("ines", "PUT", RELEASE, content=NOTEBOOK, params=query)
    assert answer.status_code == 422
    sentence(answer)


@pytest.mark.parametrize("name", ["..", "a%2Fb", "a%00b", "-x", "x" * 101, "%20"])
async def test_a_name_that_is_none_reaches_nothing(world: World, name: str) -> None:
    path = f"/v1/courses/systems/exercises/{name}/release"
    answer = await world.call("ines", "PUT", path, content=NOTEBOOK)
    assert answer.status_code in (404, 405, 422)
    sentence(answer)


# --- Submissions --------------------------------------------------------------------------------


async def test_attempts_are_numbered_for_each_learner(world: World) -> None:
    await world.release()
    first = (await world.submit()).json()
    assert (first["attempt"], first["state"]) == (1, "queued")
    assert (await world.submit()).json()["attempt"] == 2
    assert (await world.submit("lin")).json()["attempt"] == 1
    assert (await world.progress())["exercises"]["retry"]["attempts"] == 2


async def test_the_same_key_is_the_same_submission(world: World) -> None:
    await world.release()
    first = (await world.submit(key="once")).json()
    assert (await world.submit(key="once")).json() == first
    other = await world.submit(key="once", content=b"something else")
    assert other.status_code == 409
    assert "Idempotency-Key" in sentence(other)
    assert (await world.submit("lin", key="once")).json()["submission"] != first["submission"]
    assert len(await world.submissions()) == 1


async def test_a_retried_submission_is_the_same_even_after_the_exercise_closed(
    world: World,
) -> None:
    await world.release(due="2026-03-02T09:30:00Z")
    first = (await world.submit(key="once")).json()
    world.clock.advance(hours=1)
    assert (await world.submit(key="once")).json() == first
    late = await world.submit()
    assert late.status_code == 403
    assert "closed at 2026-03-02 09:30 UTC" in sentence(late)


async def test_ten_tabs_that_submit_at_once_get_ten_attempts_without_a_gap(world: World) -> None:
    await world.release()
    answers = await asyncio.gather(*(world.submit() for _ in range(10)))
    assert sorted(answer.json()["attempt"] for answer in answers) == list(range(1, 11))


async def test_one_key_from_ten_tabs_at_once_is_one_submission(world: World) -> None:
    await world.release()
    answers = await asyncio.gather(*(world.submit(key="once") for _ in range(10)))
    assert len({answer.json()["submission"] for answer in answers}) == 1
    assert len(await world.submissions()) == 1


async def test_the_eleventh_try_within_an_hour_waits(world: World) -> None:
    await world.release()
    await world.release("other-exercise")
    for _ in range(10):
        assert (await world.submit()).status_code == 200
        world.clock.advance(minutes=1)
    refused = await world.submit()
    assert refused.status_code == 429
    assert "51 minutes" in sentence(refused)
    assert refused.headers["retry-after"] == "3001"
    assert (await world.submit(exercise="other-exercise")).status_code == 200
    assert (await world.submit("lin")).status_code == 200
    world.clock.advance(seconds=3001)
    assert (await world.submit()).json()["attempt"] == 11


async def test_eleven_tries_at_once_are_ten(world: World) -> None:
    await world.release()
    answers = await asyncio.gather(*(world.submit() for _ in range(14)))
    assert sorted(answer.status_code for answer in answers) == [200] * 10 + [429] * 4


@pytest.mark.parametrize("who", ["ines", "course", "admin", "worker", "stranger"])
async def test_only_learners_submit(world: World, who: str) -> None:
    await world.release()
    answer = await world.submit(who)
    assert answer.status_code == 403
    sentence(answer)


@pytest.mark.parametrize("key", ["", " ", "x" * 101, "a\tb"])
async def test_a_submission_needs_a_sound_key(world: World, key: str) -> None:
    await world.release()
    answer = await world.call(
        "ada", "POST", SUBMISSIONS, content=NOTEBOOK, headers={"Idempotency-Key": key}
    )
    assert answer.status_code == 422
    assert "Idempotency-Key" in sentence(answer)


async def test_an_empty_body_is_refused_and_any_other_bytes_are_kept_as_they_are(
    world: World,
) -> None:
    await world.release()
    empty = await world.submit(content=b"")
    assert empty.status_code == 422
    sentence(empty)
    hostile = b"[" * 100_000 + b"\x00\xff"
    submitted = (await world.submit(content=hostile)).json()
    path = f"/v1/submissions/{submitted['submission']}/content"
    assert (await world.call("ada", "GET", path)).content == hostile


async def test_2_mb_are_taken_and_one_byte_more_is_not(world: World) -> None:
    await world.release()
    most = b"x" * (2 * 1024 * 1024)
    assert (await world.submit(content=most)).status_code == 200
    more = await world.submit(content=most + b"x")
    assert more.status_code == 413
    assert "2 MB" in sentence(more)

    async def endless() -> object:
        for _ in range(40):
            yield b"x" * 100_000

    unstated = await world.submit(content=endless())
    assert unstated.status_code == 413
    assert "2 MB" in sentence(unstated)
    assert len(await world.submissions()) == 1


# --- Ownership ----------------------------------------------------------------------------------


async def test_a_learner_sees_their_own_and_somebody_elses_is_not_there(world: World) -> None:
    submission = await world.judged("ada")
    path = f"/v1/submissions/{submission}/content"
    assert [one["id"] for one in await world.submissions("ada")] == [submission]
    assert await world.submissions("lin") == []
    assert (await world.call("ada", "GET", path)).content == NOTEBOOK
    for who in ("lin", "stranger"):
        refused = await world.call(who, "GET", path)
        missing = await world.call(who, "GET", path.replace(submission, submission[::-1]))
        assert refused.status_code == missing.status_code == 404
        assert refused.json() == missing.json()
    asked = await world.call(
        "lin", "GET", "/v1/courses/systems/submissions", params={"learner": "ada"}
    )
    assert asked.status_code == 403
    assert submission not in asked.text


@pytest.mark.parametrize("who", ["ines", "course", "admin", "worker"])
async def test_who_teaches_sees_all_by_name(world: World, who: str) -> None:
    submission = await world.judged("ada")
    await world.submit("lin")
    listed = await world.submissions(who)
    assert {one["learner"] for one in listed} == {"ada", "lin"}
    (ada,) = await world.submissions(who, learner="ada")
    assert (ada["id"], ada["state"], ada["revision"]) == (submission, "graded", 1)
    assert ada["grade"]["points"] == 5
    assert await world.submissions(who, learner="nobody") == []
    path = f"/v1/submissions/{submission}/content"
    assert (await world.call(who, "GET", path)).content == NOTEBOOK


async def test_an_instructor_of_another_course_sees_nothing(world: World) -> None:
    submission = await world.judged("ada")
    user = world.hub.users["ines"]
    world.hub.users["otto"] = type(user)(name="otto", groups=frozenset({"other-instructors"}))
    assert (await world.call("otto", "GET", "/v1/courses/systems/submissions")).status_code == 403
    path = f"/v1/submissions/{submission}/content"
    assert (await world.call("otto", "GET", path)).status_code == 404
    other = f"/v1/courses/other/submissions/{submission}/manual"
    answer = await world.call("otto", "POST", other, json={"points": 10})
    assert answer.status_code == 404
    assert (await world.progress())["points"] == 5


async def test_long_lists_come_in_pages_newest_first(world: World) -> None:
    await world.release()
    made = []
    for _ in range(5):
        made.append((await world.submit()).json()["submission"])
        world.clock.advance(seconds=1)
    first = await world.submissions(limit="2")
    rest = await world.submissions(limit="10", before=str(first[-1]["id"]))
    assert [one["id"] for one in first + rest] == made[::-1]
    assert all(one["grade"] is None for one in first)


async def test_no_name_is_kept_but_in_the_identity_map(world: World, database_url: str) -> None:
    submission = await world.judged("ada")
    manual = f"/v1/courses/systems/submissions/{submission}/manual"
    await world.call("ines", "POST", manual, json={"points": 8, "comment": "well done"})
    with world.service.database.engine.connect() as connection:
        for table in ("fact", "projection", "release", "submission", "grade", "worker_seen"):
            rows = connection.exec_driver_sql(f"SELECT * FROM {table}").fetchall()
            assert rows, table
            kept = json.dumps([list(row) for row in rows], default=str)
            assert '"ada"' not in kept
            assert '"ines"' not in kept
