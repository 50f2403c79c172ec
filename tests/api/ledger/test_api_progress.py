"""Progress as it is kept: what was folded fact by fact is what a full rebuild gives."""

import random
from datetime import timedelta
from pathlib import Path

import pytest
from api_world import START, World, fact
from atlas_api.database import Database
from atlas_api.identity.store import meet
from atlas_api.ledger.append import append
from atlas_api.ledger.store import facts_of
from atlas_api.progress.store import progress_of
from atlas_api.progress.tables import Projection
from atlas_api.rebuild import main, rebuild_progress
from atlas_core.facts import Asserter, Fact, parse_fact, rebuild
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from test_api_facts import any_fact


async def test_reading_exploring_and_answering_move_progress(world: World) -> None:
    facts = [
        fact("page.opened", "course/x"),
        fact("page.read", "course/x"),
        fact("page.opened", "course/y"),
        fact("diagram.explored", "course/x#1"),
        fact("diagram.crashed", "course/x#1", payload={"node": "db", "hit": 2}),
        fact("diagram.drawn", "course/x#2", payload={"score": 0.75, "missing": 1}),
        fact("diagram.drawn", "course/x#2", payload={"score": 0.5, "missing": 2}),
        fact("quiz.answered", "course/x", payload={"question": 0, "correct": True}),
    ]
    await world.call("ada", "POST", "/v1/facts", json={"facts": facts})
    at = "2026-03-02T09:00:00Z"
    assert await world.progress() == {
        "pages": {
            "course/x": {"opened_at": at, "read_at": at},
            "course/y": {"opened_at": at, "read_at": None},
        },
        "diagrams": {
            "course/x#1": {"explored_at": at, "crashed_at": at, "drawn_score": None},
            "course/x#2": {"explored_at": None, "crashed_at": None, "drawn_score": 0.75},
        },
        "exercises": {},
        "quizzes": {"course/x": {"answered": 1, "correct": 1}},
        "points": 0.0,
        "max_points": 0.0,
    }
    assert (await world.progress("lin"))["pages"] == {}


async def test_a_grade_moves_points(world: World) -> None:
    await world.judged(points=7)
    progress = await world.progress()
    assert progress["exercises"] == {
        "retry": {
            "points": 7.0,
            "max_points": 10.0,
            "attempts": 1,
            "graded_at": "2026-03-02T09:00:00Z",
        }
    }
    assert (progress["points"], progress["max_points"]) == (7.0, 10.0)


# The database is shared by the examples: each brings a learner of its own.
@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(facts=st.lists(any_fact(), unique_by=lambda one: one.id), chance=st.randoms())
def test_kept_progress_is_the_rebuilt_one_in_any_order_of_delivery(
    database: Database, facts: list[Fact], chance: random.Random
) -> None:
    with database.writing() as session:
        learner = meet(session, f"learner-{chance.random()}", now=START)
    own = [
        Fact(
            id=f"{chance.getrandbits(120):036x}",
            kind=one.kind,
            asserted_by=one.asserted_by,
            learner=learner,
            subject=one.subject,
            observed_at=one.observed_at,
            payload=one.payload,
        )
        for one in facts
    ]
    chance.shuffle(own)
    while own:
        batch = own[: chance.randint(1, 4)]
        with database.writing() as session:
            append(session, batch, now=START)
            append(session, batch, now=START)  # delivered twice
        own = own[len(batch) :]
    with database.reading() as session:
        assert progress_of(session, learner) == rebuild(facts_of(session, learner))
    assert learner not in rebuild_progress(database, write=False).different


def given_facts(database: Database) -> str:
    with database.writing() as session:
        learner = meet(session, "ada", now=START)
        facts = [
            parse_fact(fact(), asserter=Asserter.LEARNER, learner=learner, now=START),
            parse_fact(
                fact("page.opened", observed_at=(START - timedelta(days=3)).isoformat()),
                asserter=Asserter.LEARNER,
                learner=learner,
                now=START,
            ),
        ]
        append(session, facts, now=START)
    return learner


def test_a_projection_of_an_older_fold_is_folded_afresh(database: Database) -> None:
    learner = given_facts(database)
    with database.writing() as session:
        row = session.get_one(Projection, learner)
        row.version, row.state = 0, {"an": "older shape"}
    with database.reading() as session:
        assert progress_of(session, learner) == rebuild(facts_of(session, learner))
    with database.writing() as session:
        more = parse_fact(
            fact(subject="course/z"), asserter=Asserter.LEARNER, learner=learner, now=START
        )
        append(session, [more], now=START)
    assert rebuild_progress(database, write=False).different == ()


def test_the_rebuild_finds_and_mends_a_falsified_projection(database: Database) -> None:
    learner = given_facts(database)
    assert rebuild_progress(database, write=False).learners == (learner,)
    with database.writing() as session:
        session.get_one(Projection, learner).state = {}
    assert rebuild_progress(database, write=False).different == (learner,)
    assert rebuild_progress(database, write=True).different == (learner,)
    assert rebuild_progress(database, write=False).different == ()


def test_the_command_says_what_it_compared(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    database_url: str,
) -> None:
    monkeypatch.setenv("ATLAS_STATE", str(tmp_path))
    monkeypatch.setenv("ATLAS_DATABASE_URL", database_url)
    database = Database(database_url)
    learner = given_facts(database)
    assert main([]) == 0
    assert capsys.readouterr().out == "1 learners compared, 0 different.\n"
    with database.writing() as session:
        session.get_one(Projection, learner).state = {}
    database.close()
    assert main([]) == 1
    assert main(["--write"]) == 0
    assert "1 different, rebuilt" in capsys.readouterr().out
    assert main([]) == 0
