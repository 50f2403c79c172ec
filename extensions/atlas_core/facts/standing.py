"""Where a learner stands: what the panel shows of a Progress."""

from dataclasses import dataclass
from datetime import datetime
from math import fsum

from atlas_core.facts.progress import Graded, Progress, Touched


@dataclass(frozen=True, slots=True, kw_only=True)
class PageStanding:
    """When a page was first opened and first read to its end."""

    opened_at: datetime | None
    read_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DiagramStanding:
    """When a diagram was first explored and when a node of it was first crashed.

    `drawn_score` is the best one of drawing it from memory, between 0 and 1; None where nobody has.
    """

    explored_at: datetime | None
    crashed_at: datetime | None
    drawn_score: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ExerciseStanding:
    """The best graded attempt; zero points and no `graded_at` while none is graded."""

    points: float
    max_points: float
    attempts: int
    graded_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class QuizStanding:
    """How many questions were answered, and how many of the latest answers are right."""

    answered: int
    correct: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """The answer of `GET /v1/progress`. Points add up over the exercises tried."""

    pages: dict[str, PageStanding]
    diagrams: dict[str, DiagramStanding]
    exercises: dict[str, ExerciseStanding]
    quizzes: dict[str, QuizStanding]
    points: float
    max_points: float


def standing(progress: Progress) -> Standing:
    """The standing that follows from a progress."""
    exercises = {name: _exercise(attempts) for name, attempts in progress.attempts.items()}
    return Standing(
        pages={
            page: PageStanding(opened_at=touched.first_at, read_at=touched.done_at)
            for page, touched in progress.pages.items()
        },
        diagrams={
            diagram: _diagram(progress, diagram)
            for diagram in {**progress.diagrams, **progress.drawings}
        },
        exercises=exercises,
        quizzes={
            page: QuizStanding(
                answered=len(answers), correct=sum(answer.correct for answer in answers.values())
            )
            for page, answers in progress.quizzes.items()
        },
        points=fsum(exercise.points for exercise in exercises.values()),
        max_points=fsum(exercise.max_points for exercise in exercises.values()),
    )


def _diagram(progress: Progress, diagram: str) -> DiagramStanding:
    touched = progress.diagrams.get(diagram, Touched())
    return DiagramStanding(
        explored_at=touched.first_at,
        crashed_at=touched.done_at,
        drawn_score=progress.drawings.get(diagram),
    )


def _exercise(attempts: dict[int, Graded | None]) -> ExerciseStanding:
    grades = [grade for grade in attempts.values() if grade is not None]
    if not grades:
        return ExerciseStanding(points=0, max_points=0, attempts=len(attempts), graded_at=None)
    best = max(grades, key=lambda grade: (grade.points, grade.order))
    return ExerciseStanding(
        points=best.points,
        max_points=best.max_points,
        attempts=len(attempts),
        graded_at=best.graded_at,
    )
