"""Grading by hand: a revision that counts above every automatic one."""

import pytest
from api_world import World, sentence


async def manual(world: World, submission: str, who: str = "ines", **body: object) -> object:
    path = f"/v1/courses/systems/submissions/{submission}/manual"
    return await world.call(who, "POST", path, json=body)


async def test_points_for_one_check_change_the_sum(world: World) -> None:
    submission = await world.judged(points=5)
    answer = await manual(world, submission, points=3, check="jitter", comment="Almost.")
    body = answer.json()
    assert (body["created"], body["revision"]) == (True, 2)
    grade = body["grade"]
    assert (grade["points"], grade["max_points"], grade["graded_by"]) == (8, 10, "instructor")
    backoff, jitter = grade["checks"]
    assert (backoff["points"], jitter["points"], jitter["sentence"]) == (5, 3, "Almost.")
    assert jitter["outcome"] == "failed"
    (one,) = await world.submissions()
    assert one["grade"] == grade
    assert (await world.progress())["points"] == 8


async def test_points_for_the_whole_may_be_fewer_than_before(world: World) -> None:
    submission = await world.judged(points=10)
    await manual(world, submission, points=2, comment="Copied from lin.")
    (one,) = await world.submissions()
    assert one["grade"]["points"] == 2
    assert one["grade"]["sentence"] == "Copied from lin."
    assert (await world.progress())["points"] == 2


async def test_a_grade_by_hand_outranks_a_later_automatic_one(world: World) -> None:
    submission = await world.judged(points=1)
    await manual(world, submission, points=6)
    await world.call("ines", "POST", f"/v1/work/{submission}/requeue")
    lease = (await world.lease()).json()
    assert (await world.grade(lease, check_set="checks-2", points=10)).json() == {"created": True}
    (one,) = await world.submissions()
    assert (one["revision"], one["grade"]["points"]) == (2, 6)
    assert (await world.progress())["points"] == 6


async def test_the_same_points_again_change_nothing(world: World) -> None:
    submission = await world.judged()
    for created in (True, False, False):
        answer = await manual(world, submission, "course", points=4, check="jitter", comment="ok")
        assert answer.json()["created"] is created
        assert answer.json()["revision"] == 2
    answer = await manual(world, submission, points=3, check="jitter", comment="ok")
    assert answer.json()["revision"] == 3


@pytest.mark.parametrize("who", ["ada", "admin", "worker", "stranger"])
async def test_only_who_teaches_grades_by_hand(world: World, who: str) -> None:
    submission = await world.judged()
    answer = await manual(world, submission, who, points=10)
    assert answer.status_code == 403
    assert (await world.progress())["points"] == 5


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ({"points": 11}, "more than the 10"),
        ({"points": 5, "check": "jitter"}, "more than the 4"),
        ({"points": 1, "check": "nothing"}, "known: backoff, jitter"),
        ({"points": -1}, "points"),
        ({"points": "many"}, "points"),
        ({}, "points"),
        ({"points": 1, "grade": 1}, "not accepted"),
        ({"points": 1, "comment": "x" * 4001}, "comment"),
    ],
)
async def test_impossible_points_are_refused(
    world: World, body: dict[str, object], words: str
) -> None:
    submission = await world.judged()
    answer = await manual(world, submission, **body)
    assert answer.status_code == 422
    assert words in sentence(answer)


async def test_what_is_not_judged_yet_cannot_be_graded_by_hand(world: World) -> None:
    await world.release()
    submission = (await world.submit()).json()["submission"]
    answer = await manual(world, submission, points=1)
    assert answer.status_code == 409
    assert "not judged yet" in sentence(answer)


async def test_a_comment_with_broken_text_is_mended_and_kept(world: World) -> None:
    submission = await world.judged()
    answer = await manual(world, submission, points=1, comment="a\x00b")
    assert answer.status_code == 200
    (one,) = await world.submissions()
    assert one["grade"]["sentence"] == "a\ufffdb"
