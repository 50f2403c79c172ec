"""The core of the ledger: ids, what a fact may hold, and progress as a fold."""

import contextlib
import random
from datetime import UTC, datetime, timedelta

import pytest
from api_world import START, fact
from atlas_core.facts import (
    ASSERTERS,
    PAYLOADS,
    Asserter,
    Fact,
    FactError,
    FactKind,
    Progress,
    fold,
    make_uuid7,
    parse_fact,
    parse_uuid7,
    rebuild,
    standing,
)
from hypothesis import given
from hypothesis import strategies as st


def parse(raw: object, asserter: Asserter = Asserter.LEARNER) -> Fact:
    return parse_fact(raw, asserter=asserter, learner="p-1", now=START)


@given(st.integers(0, 2**48 - 1), st.binary(min_size=10, max_size=10))
def test_a_uuid7_gives_back_its_time(time_ms: int, entropy: bytes) -> None:
    made = make_uuid7(time_ms=time_ms, entropy=entropy)
    assert parse_uuid7(made) == time_ms
    assert made[14] == "7"
    assert made[19] in "89ab"


def test_ids_of_later_facts_sort_later() -> None:
    ids = [make_uuid7(time_ms=ms, entropy=b"\xff" * 10) for ms in (1, 2, 1 << 40)]
    assert ids == sorted(ids)


def test_74_of_the_80_random_bits_count() -> None:
    made = {make_uuid7(time_ms=0, entropy=(1 << bit).to_bytes(10)) for bit in range(80)}
    assert len(made) == 74 + 1  # the six bits that don't fit all give the id of no bit


@pytest.mark.parametrize(
    "text",
    [
        "",
        "x",
        "018f0000-0000-4000-8000-000000000000",
        "018F0000-0000-7000-8000-000000000000",
        "018f00000000700080000000000000000",
        "{018f0000-0000-7000-8000-000000000000}",
    ],
)
def test_what_is_no_canonical_uuid7_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        parse_uuid7(text)


def test_every_kind_has_a_payload_rule_and_an_asserter() -> None:
    assert set(PAYLOADS) == set(ASSERTERS) == set(FactKind)


def test_a_sound_fact_is_taken_as_it_is() -> None:
    raw = fact("quiz.answered", "course/x", payload={"question": 2, "correct": True, "option": 0})
    taken = parse(raw)
    assert taken.payload == {"question": 2, "correct": True, "option": 0}
    assert (taken.learner, taken.asserted_by) == ("p-1", Asserter.LEARNER)
    assert taken.observed_at == START


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"kind": "exercise.graded"}, "not taken from a learner"),
        ({"kind": "exercise.submitted"}, "not taken from a learner"),
        ({"kind": "page.eaten"}, "no kind of fact"),
        ({"kind": None}, "no kind of fact"),
        ({"id": "1"}, "UUID of version 7"),
        ({"id": 7}, "UUID of version 7"),
        ({"subject": ""}, "subject"),
        ({"subject": 3}, "subject"),
        ({"subject": "x" * 301}, "at most 300"),
        ({"subject": "a\x00b"}, "control characters"),
        ({"subject": "a\ud800"}, "control characters"),
        ({"observed_at": "yesterday"}, "ISO 8601"),
        ({"observed_at": 5}, "ISO 8601"),
        ({"observed_at": "2026-03-02T09:00:00"}, "time zone"),
        ({"observed_at": "2026-03-02T09:06:00+00:00"}, "future"),
        ({"observed_at": "2026-03-02T09:30:00-01:00"}, "future"),
        ({"observed_at": "2024-01-01T00:00:00Z"}, "400 days"),
        ({"observed_at": "0001-01-01T00:00:00+14:00"}, "ISO 8601"),
        ({"payload": {"note": "hello"}}, "no key 'note'"),
        ({"payload": {"seconds": "3"}}, "a number"),
        ({"payload": {"seconds": True}}, "a number"),
        ({"payload": {"seconds": -1}}, "between 0 and"),
        ({"payload": {"seconds": float("nan")}}, "between 0 and"),
        ({"payload": {"seconds": float("inf")}}, "between 0 and"),
        ({"payload": {"seconds": 10**400}}, "between 0 and"),
        ({"payload": {"scrolled": 1.5}}, "between 0 and 1"),
        ({"payload": {"seconds": {"deep": 1}}}, "flat"),
        ({"payload": [1]}, "JSON object"),
        ({"privacy": "secret"}, "privacy"),
        ({"version": 2}, "version 1"),
        ({"learner": "p-2"}, "no field 'learner'"),
        ({"asserted_by": "grader"}, "no field 'asserted_by'"),
        ({"kind": "diagram.crashed"}, "'node' is missing"),
        ({"kind": "diagram.crashed", "payload": {"node": None}}, "'node' is missing"),
        ({"kind": "diagram.crashed", "payload": {"node": "x" * 201}}, "at most 200"),
        ({"kind": "diagram.drawn", "payload": {"missing": 1}}, "'score' is missing"),
        ({"kind": "diagram.drawn", "payload": {"score": 1.5}}, "between 0 and 1"),
        ({"kind": "quiz.answered", "payload": {"question": 1.5, "correct": True}}, "whole number"),
        ({"kind": "quiz.answered", "payload": {"question": 1, "correct": 1}}, "true or false"),
        ({"kind": "quiz.answered", "payload": {"question": 2**60, "correct": True}}, "between"),
    ],
)
def test_an_unsound_fact_is_refused_with_one_sentence(
    changes: dict[str, object], words: str
) -> None:
    with pytest.raises(FactError, match=words) as caught:
        parse(fact(**changes))
    assert str(caught.value).endswith(".")
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("raw", [None, 3, "x", [], {}, {"id": "x"}])
def test_what_is_no_fact_at_all_is_refused(raw: object) -> None:
    with pytest.raises(FactError):
        parse(raw)


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
        max_leaves=10,
    )
)
def test_nothing_that_is_sent_breaks_the_parser(raw: object) -> None:
    for sent in (raw, fact(payload=raw), fact(subject=raw), fact(observed_at=raw)):
        with contextlib.suppress(FactError):
            parse(sent)


def test_a_clock_that_runs_a_little_ahead_is_forgiven() -> None:
    ahead = START + timedelta(minutes=4)
    assert parse(fact(observed_at=ahead.isoformat())).observed_at == ahead


# --- Progress -----------------------------------------------------------------------------------


def graded(points: float, **changes: object) -> Fact:
    payload = {
        "course": "systems",
        "submission": "s",
        "attempt": 1,
        "revision": 1,
        "check_set": "c",
        "points": points,
        "max_points": 10,
    }
    asserter = Asserter(changes.pop("asserted_by", "grader"))
    at = changes.pop("at", START)
    return Fact(
        id=make_uuid7(time_ms=1, entropy=random.Random(str(changes) + str(points)).randbytes(10)),
        kind=FactKind.EXERCISE_GRADED,
        asserted_by=asserter,
        learner="p-1",
        subject="retry",
        observed_at=at,
        payload={**payload, **changes},
    )


def points(*facts: Fact) -> tuple[float, int]:
    exercise = standing(rebuild(facts)).exercises["retry"]
    return exercise.points, exercise.attempts


def test_the_best_attempt_counts() -> None:
    assert points(graded(4), graded(9, attempt=2), graded(7, attempt=3)) == (9, 3)


def test_within_an_attempt_the_newest_revision_counts_even_when_it_is_worse() -> None:
    assert points(graded(8), graded(3, revision=2)) == (3, 1)
    assert points(graded(3, revision=2), graded(8)) == (3, 1)


def test_an_instructors_revision_outranks_a_later_automatic_one() -> None:
    by_hand = graded(6, revision=2, asserted_by="instructor")
    assert points(graded(1), by_hand, graded(10, revision=3)) == (6, 1)


def test_opening_late_does_not_undo_reading_early() -> None:
    read = parse(fact("page.read"))
    opened = parse(fact("page.opened", observed_at=(START - timedelta(days=1)).isoformat()))
    page = standing(rebuild([read, opened])).pages["course/retries"]
    assert page.read_at == START
    assert page.opened_at == START - timedelta(days=1)


def test_the_latest_answer_to_a_question_counts() -> None:
    def answer(minute: int, question: int, *, correct: bool) -> Fact:
        at = (START - timedelta(minutes=60 - minute)).isoformat()
        payload = {"question": question, "correct": correct}
        return parse(fact("quiz.answered", "course/x", observed_at=at, payload=payload))

    facts = [answer(3, 1, correct=True), answer(2, 1, correct=False), answer(1, 2, correct=False)]
    quiz = standing(rebuild(facts)).quizzes["course/x"]
    assert (quiz.answered, quiz.correct) == (2, 1)


def test_what_was_handed_in_and_not_graded_counts_as_an_attempt() -> None:
    submitted = Fact(
        id=make_uuid7(time_ms=1, entropy=b"0123456789"),
        kind=FactKind.EXERCISE_SUBMITTED,
        asserted_by=Asserter.GRADER,
        learner="p-1",
        subject="retry",
        observed_at=START,
        payload={"course": "systems", "submission": "s", "attempt": 1},
    )
    exercise = standing(rebuild([submitted])).exercises["retry"]
    assert (exercise.points, exercise.max_points, exercise.attempts) == (0, 0, 1)
    assert exercise.graded_at is None


@st.composite
def any_fact(draw: st.DrawFn) -> Fact:
    kind = draw(st.sampled_from(FactKind))
    number = st.integers(0, 3)
    payload: dict[str, object] = {}
    if kind in (FactKind.EXERCISE_GRADED, FactKind.EXERCISE_SUBMITTED):
        payload = {"course": "c", "submission": "s", "attempt": draw(number)}
    if kind is FactKind.EXERCISE_GRADED:
        payload |= {"revision": draw(number), "check_set": "c", "max_points": 10.0}
        payload |= {"points": draw(st.floats(0, 10))}
    if kind is FactKind.DIAGRAM_DRAWN:
        payload = {"score": draw(st.floats(0, 1))}
    if kind is FactKind.QUIZ_ANSWERED:
        payload = {"question": draw(number), "correct": draw(st.booleans())}
    return Fact(
        id=make_uuid7(time_ms=1, entropy=draw(st.binary(min_size=10, max_size=10))),
        kind=kind,
        asserted_by=draw(st.sampled_from(sorted(ASSERTERS[kind]))),
        learner="p-1",
        subject=draw(st.sampled_from(["a", "b"])),
        observed_at=datetime(2026, 1, 1, tzinfo=UTC) + timedelta(seconds=draw(number)),
        payload=payload,
    )


@given(st.lists(any_fact(), unique_by=lambda one: one.id), st.randoms(use_true_random=False))
def test_progress_is_the_same_in_any_order_and_with_repetitions(
    facts: list[Fact], chance: random.Random
) -> None:
    shuffled = [*facts, *chance.sample(facts, len(facts) // 2)]
    chance.shuffle(shuffled)
    progress = Progress()
    for one in shuffled:
        progress = fold(progress, one)
    assert progress == rebuild(facts)
    assert standing(progress) == standing(rebuild(facts))
