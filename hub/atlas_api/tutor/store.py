"""The budget: how many of the model's tokens a learner may use on a day (UTC).

Tokens are reserved before the model is asked and settled afterwards, so that neither many
questions at once nor a killed process gets more than the budget.
"""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from atlas_api.identity.store import meet
from atlas_api.tutor.tables import TutorUsage


@dataclass(frozen=True, slots=True, kw_only=True)
class Reservation:
    """Tokens that are set aside for one answer."""

    learner: str
    day: date
    tokens: int


def reserve(
    session: Session, name: str, *, tokens: int, budget: int, now: datetime
) -> Reservation | None:
    """Set tokens aside for a hub name, or None when the day's budget is used up."""
    learner = meet(session, name, now=now)
    reservation = Reservation(learner=learner, day=now.date(), tokens=tokens)
    usage = _usage(session, reservation)
    if usage.input_tokens + usage.output_tokens >= budget:
        return None
    usage.questions += 1
    usage.input_tokens += tokens
    return reservation


def settle(
    session: Session, reservation: Reservation, *, input_tokens: int, output_tokens: int
) -> None:
    """Replace what was set aside by what was used."""
    usage = _usage(session, reservation)
    usage.input_tokens += input_tokens - reservation.tokens
    usage.output_tokens += output_tokens


def _usage(session: Session, reservation: Reservation) -> TutorUsage:
    chosen = select(TutorUsage).where(
        TutorUsage.learner == reservation.learner, TutorUsage.day == reservation.day
    )
    if (usage := session.scalar(chosen.with_for_update())) is not None:
        return usage
    # The learner's row is locked by `meet`: nobody else makes this one.
    usage = TutorUsage(
        learner=reservation.learner,
        day=reservation.day,
        questions=0,
        input_tokens=0,
        output_tokens=0,
    )
    session.add(usage)
    return usage
