"""The Fact: one thing that a learner did, said by somebody who may say it.

The emitter makes the id (UUIDv7), so sending a fact twice adds it once. Progress is a fold over
facts and can be rebuilt from them at any time; nobody writes progress.
"""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

FACT_VERSION = 1

JsonScalar = str | int | float | bool | None


class Asserter(StrEnum):
    """Who vouches for a fact. Only grader and instructor facts count towards points."""

    LEARNER = "learner"
    GRADER = "grader"
    INSTRUCTOR = "instructor"


class FactKind(StrEnum):
    """The closed list. `subject` is a page, diagram or exercise id, as the name says."""

    PAGE_OPENED = "page.opened"
    PAGE_READ = "page.read"
    DIAGRAM_EXPLORED = "diagram.explored"
    DIAGRAM_CRASHED = "diagram.crashed"
    DIAGRAM_DRAWN = "diagram.drawn"
    EXERCISE_FETCHED = "exercise.fetched"
    EXERCISE_SUBMITTED = "exercise.submitted"
    EXERCISE_GRADED = "exercise.graded"
    QUIZ_ANSWERED = "quiz.answered"
    TUTOR_ASKED = "tutor.asked"
    SIMULATION_RUN = "simulation.run"
    SIMULATION_PREDICTED = "simulation.predicted"


class Privacy(StrEnum):
    """Who may see a fact beside the learner.

    PRIVATE is never shown to an instructor with a name.
    """

    COURSE = "course"
    PRIVATE = "private"


ASSERTERS: dict[FactKind, frozenset[Asserter]] = {
    FactKind.PAGE_OPENED: frozenset({Asserter.LEARNER}),
    FactKind.PAGE_READ: frozenset({Asserter.LEARNER}),
    FactKind.DIAGRAM_EXPLORED: frozenset({Asserter.LEARNER}),
    FactKind.DIAGRAM_CRASHED: frozenset({Asserter.LEARNER}),
    FactKind.DIAGRAM_DRAWN: frozenset({Asserter.LEARNER}),
    FactKind.EXERCISE_FETCHED: frozenset({Asserter.LEARNER}),
    FactKind.EXERCISE_SUBMITTED: frozenset({Asserter.GRADER}),
    FactKind.EXERCISE_GRADED: frozenset({Asserter.GRADER, Asserter.INSTRUCTOR}),
    FactKind.QUIZ_ANSWERED: frozenset({Asserter.LEARNER}),
    FactKind.TUTOR_ASKED: frozenset({Asserter.LEARNER}),
    FactKind.SIMULATION_RUN: frozenset({Asserter.LEARNER}),
    FactKind.SIMULATION_PREDICTED: frozenset({Asserter.LEARNER}),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One observation. `observed_at` carries a time zone. `payload` is flat; its keys depend on
    `kind`.

    `learner` is a pseudonym and is filled in by the API from the caller's identity, never taken
    from a client.
    """

    id: str
    kind: FactKind
    asserted_by: Asserter
    learner: str
    subject: str
    observed_at: datetime
    payload: dict[str, JsonScalar] = field(default_factory=dict)
    privacy: Privacy = Privacy.COURSE
    version: int = FACT_VERSION
