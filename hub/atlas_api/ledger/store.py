"""Reading the ledger."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from atlas_core.facts import Asserter, Fact, FactKind, Privacy
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from atlas_api.ledger.tables import FactRow

FACTS_A_DAY_MAX = 20_000


def room_today(session: Session, learner: str, *, now: datetime) -> int:
    """How many more facts a learner may record now."""
    since = now - timedelta(days=1)
    counted = select(func.count()).where(FactRow.learner == learner, FactRow.recorded_at > since)
    return max(0, FACTS_A_DAY_MAX - (session.scalar(counted) or 0))


def learners(session: Session) -> list[str]:
    """Every pseudonym that has facts."""
    return list(session.scalars(select(FactRow.learner).distinct().order_by(FactRow.learner)))


def facts_of(session: Session, learner: str) -> Iterator[Fact]:
    """A learner's facts in the order in which they were recorded."""
    ordered = (
        select(FactRow)
        .where(FactRow.learner == learner)
        .order_by(FactRow.recorded_at, FactRow.id)
        .execution_options(yield_per=1000)
    )
    for row in session.scalars(ordered):
        yield Fact(
            id=row.id,
            kind=FactKind(row.kind),
            asserted_by=Asserter(row.asserted_by),
            learner=row.learner,
            subject=row.subject,
            observed_at=row.observed_at,
            payload=row.payload,
            privacy=Privacy(row.privacy),
            version=row.version,
        )
