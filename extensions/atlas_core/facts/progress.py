"""Progress: a fold over one learner's facts.

Facts arrive late, twice and in any order, so each step is a join: commutative, associative and
idempotent (a state-based CRDT; Shapiro et al., "Conflict-free Replicated Data Types", 2011).
Folding as facts come in therefore gives what a full rebuild gives, whatever the order.

An attempt has the grade of its highest revision, an instructor's above any automatic one; an
exercise has the points of its best attempt, so that trying again never costs anything.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import reduce

from atlas_core.facts.model import Asserter, Fact, FactKind

PROGRESS_VERSION = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Touched:
    """When a page or diagram was first met, and first finished (read, crashed)."""

    first_at: datetime | None = None
    done_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Graded:
    """One grade of one attempt; `rank` is 1 for an instructor's and 0 for the grader's."""

    rank: int
    revision: int
    graded_at: datetime
    fact: str
    points: float
    max_points: float

    @property
    def order(self) -> tuple[int, int, datetime, str]:
        """The greatest counts; the fact id makes it total."""
        return (self.rank, self.revision, self.graded_at, self.fact)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """The latest answer to one question of a quiz."""

    answered_at: datetime
    fact: str
    correct: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """What one learner did. Attempts are keyed by exercise, then by the attempt's number.

    `drawings` are the best scores of diagrams drawn from memory, between 0 and 1.
    """

    pages: dict[str, Touched] = field(default_factory=dict)
    diagrams: dict[str, Touched] = field(default_factory=dict)
    drawings: dict[str, float] = field(default_factory=dict)
    attempts: dict[str, dict[int, Graded | None]] = field(default_factory=dict)
    quizzes: dict[str, dict[int, Answered]] = field(default_factory=dict)


def fold(progress: Progress, fact: Fact) -> Progress:
    """The progress after one more fact; the argument stays as it was."""
    match fact.kind:
        case FactKind.PAGE_OPENED | FactKind.PAGE_READ:
            done = fact.kind is FactKind.PAGE_READ
            return replace(progress, pages=_touch(progress.pages, fact, done=done))
        case FactKind.DIAGRAM_EXPLORED | FactKind.DIAGRAM_CRASHED:
            done = fact.kind is FactKind.DIAGRAM_CRASHED
            return replace(progress, diagrams=_touch(progress.diagrams, fact, done=done))
        case FactKind.DIAGRAM_DRAWN:
            best = max(progress.drawings.get(fact.subject, 0.0), float(fact.payload["score"] or 0))
            return replace(progress, drawings={**progress.drawings, fact.subject: best})
        case FactKind.EXERCISE_SUBMITTED | FactKind.EXERCISE_GRADED:
            return replace(progress, attempts=_attempt(progress.attempts, fact))
        case FactKind.QUIZ_ANSWERED:
            return replace(progress, quizzes=_answer(progress.quizzes, fact))
        case (
            FactKind.EXERCISE_FETCHED
            | FactKind.TUTOR_ASKED
            | FactKind.SIMULATION_RUN
            | FactKind.SIMULATION_PREDICTED
        ):
            return progress


def rebuild(facts: Iterable[Fact]) -> Progress:
    """The progress after all facts, from nothing."""
    return reduce(fold, facts, Progress())


def _touch(touched: dict[str, Touched], fact: Fact, *, done: bool) -> dict[str, Touched]:
    old = touched.get(fact.subject, Touched())
    done_at = _earlier(old.done_at, fact.observed_at) if done else old.done_at
    new = Touched(first_at=_earlier(old.first_at, fact.observed_at), done_at=done_at)
    return {**touched, fact.subject: new}


def _attempt(
    attempts: dict[str, dict[int, Graded | None]], fact: Fact
) -> dict[str, dict[int, Graded | None]]:
    number = int(fact.payload["attempt"] or 0)
    known = attempts.get(fact.subject, {})
    best = known.get(number)
    if fact.kind is FactKind.EXERCISE_GRADED:
        grade = Graded(
            rank=1 if fact.asserted_by is Asserter.INSTRUCTOR else 0,
            revision=int(fact.payload["revision"] or 0),
            graded_at=fact.observed_at,
            fact=fact.id,
            points=float(fact.payload["points"] or 0),
            max_points=float(fact.payload["max_points"] or 0),
        )
        best = grade if best is None or grade.order > best.order else best
    return {**attempts, fact.subject: {**known, number: best}}


def _answer(quizzes: dict[str, dict[int, Answered]], fact: Fact) -> dict[str, dict[int, Answered]]:
    question = int(fact.payload["question"] or 0)
    known = quizzes.get(fact.subject, {})
    answer = Answered(
        answered_at=fact.observed_at, fact=fact.id, correct=fact.payload["correct"] is True
    )
    old = known.get(question)
    if old is not None and (old.answered_at, old.fact) >= (answer.answered_at, answer.fact):
        return quizzes
    return {**quizzes, fact.subject: {**known, question: answer}}


def _earlier(one: datetime | None, other: datetime) -> datetime:
    return other if one is None else min(one, other)
