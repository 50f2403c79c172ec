"""Recording facts: each once, only what a learner may say, only about the caller."""

import asyncio
import json
import re

from api_world import START, World, fact, sentence
from atlas_api.ledger.tables import FactRow
from sqlalchemy import insert, select


async def record(world: World, facts: list[object], who: str = "ada") -> dict[str, object]:
    answer = await world.call(who, "POST", "/v1/facts", json={"facts": facts})
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


def rows(world: World) -> list[FactRow]:
    with world.service.database.reading() as session:
        return list(session.scalars(select(FactRow).order_by(FactRow.id)))


async def test_a_fact_is_kept_under_a_pseudonym(world: World) -> None:
    sent = fact("page.read", "course/retries", payload={"seconds": 40})
    assert await record(world, [sent]) == {"accepted": 1, "duplicates": 0, "refused": []}
    (row,) = rows(world)
    assert (row.id, row.kind, row.subject) == (sent["id"], "page.read", "course/retries")
    assert (row.observed_at, row.recorded_at) == (START, START)
    assert row.payload == {"seconds": 40}
    assert row.asserted_by == "learner"
    assert re.fullmatch("p-[0-9a-f]{24}", row.learner)


async def test_a_fact_that_is_sent_again_counts_once(world: World) -> None:
    sent = fact()
    await record(world, [sent])
    assert await record(world, [sent, fact()]) == {"accepted": 1, "duplicates": 1, "refused": []}
    twice = fact()
    assert (await record(world, [twice, twice]))["duplicates"] == 1
    assert len(rows(world)) == 3


async def test_one_bad_fact_does_not_stop_the_good_ones(world: World) -> None:
    forged = fact("exercise.graded", "retry", payload={"points": 10})
    answer = await record(world, [fact(), forged, "nonsense", fact()])
    assert answer["accepted"] == 2
    first, second = answer["refused"]
    assert first["id"] == forged["id"]
    assert "not taken from a learner" in first["sentence"]
    assert second["id"] is None


async def test_nobody_grades_themselves_whatever_their_role(world: World) -> None:
    for who in ("ada", "ines", "course", "admin"):
        answer = await record(world, [fact("exercise.graded", "retry")], who)
        assert (answer["accepted"], len(answer["refused"])) == (0, 1)
    assert rows(world) == []


async def test_an_id_of_somebody_elses_fact_is_refused_and_changes_nothing(world: World) -> None:
    sent = fact()
    await record(world, [sent])
    answer = await record(world, [sent], "lin")
    assert answer["accepted"] == 0
    assert "another fact" in answer["refused"][0]["sentence"]
    changed = await record(world, [{**sent, "subject": "course/other"}])
    assert changed["duplicates"] == 0
    assert len(changed["refused"]) == 1
    assert [row.subject for row in rows(world)] == ["course/retries"]


async def test_500_facts_are_one_batch_and_501_are_refused_whole(world: World) -> None:
    batch = [fact(subject=f"course/{number}") for number in range(501)]
    refused = await world.call("ada", "POST", "/v1/facts", json={"facts": batch})
    assert refused.status_code == 422
    assert "500" in sentence(refused)
    assert rows(world) == []
    assert (await record(world, batch[:500]))["accepted"] == 500


async def test_the_same_batch_from_many_tabs_at_once_counts_once(world: World) -> None:
    batch = [fact(subject=f"course/{number}") for number in range(20)]
    answers = await asyncio.gather(*(record(world, list(batch)) for _ in range(8)))
    assert sum(int(str(answer["accepted"])) for answer in answers) == 20
    assert len(rows(world)) == 20
    pages = (await world.progress())["pages"]
    assert len(pages) == 20


async def test_a_day_has_room_for_20000_facts(world: World) -> None:
    await record(world, [fact()])
    (first,) = rows(world)
    names = [column.name for column in FactRow.__table__.columns]
    like_first = {name: getattr(first, name) for name in names}
    with world.service.database.writing() as session:
        ids = [str(fact()["id"]) for _ in range(19_998)]
        session.execute(insert(FactRow), [{**like_first, "id": one} for one in ids])
    answer = await record(world, [fact(), fact(), fact()])
    assert answer["accepted"] == 1
    assert "20000" in answer["refused"][0]["sentence"]
    assert (await record(world, [fact()], "lin"))["accepted"] == 1
    world.clock.advance(days=1, seconds=1)
    assert (await record(world, [fact()]))["accepted"] == 1


async def test_bodies_that_are_no_batch_are_refused_with_a_sentence(world: World) -> None:
    bodies: list[bytes] = [
        b"",
        b"{",
        b"[]",
        b'{"facts": 3}',
        b'{"facts": [], "learner": "lin"}',
        b'{"facts": [NaN, 1e999]}',
        b"\xff\xfe",
        b"[" * 100_000,
        b'{"facts": [' + b"9" * 10_000 + b"]}",
        json.dumps({"facts": [fact(subject="a\x00b")]}).encode(),
        b'{"facts": [{"id": "\\ud800"}]}',
    ]
    for body in bodies:
        answer = await world.call(
            "ada", "POST", "/v1/facts", content=body, headers={"Content-Type": "application/json"}
        )
        assert answer.status_code in (200, 422), body[:40]
        if answer.status_code == 422:
            sentence(answer)
        else:
            assert answer.json()["accepted"] == 0
    assert rows(world) == []
