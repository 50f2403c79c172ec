"""What instructors give out and what learners hand in."""

from datetime import datetime

from sqlalchemy import Float, Index, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from atlas_api.database import Base, Instant


class Release(Base):
    """One release of an exercise. The newest counts; older ones stay."""

    __tablename__ = "release"
    __table_args__ = (Index("release_by_exercise", "course", "exercise", "id"),)

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    course: Mapped[str] = mapped_column(String(100))
    exercise: Mapped[str] = mapped_column(String(100))
    sha256: Mapped[str] = mapped_column(String(64))
    title: Mapped[str] = mapped_column(String(300))
    points: Mapped[float] = mapped_column(Float)
    due: Mapped[datetime | None] = mapped_column(Instant)
    released_at: Mapped[datetime] = mapped_column(Instant)


class Submission(Base):
    """One attempt. Its content never changes; its state and lease do."""

    __tablename__ = "submission"
    __table_args__ = (
        UniqueConstraint("course", "exercise", "learner", "attempt", name="attempt_once"),
        UniqueConstraint("course", "exercise", "learner", "idempotency_key", name="sent_once"),
        Index("submission_queue", "state", "lost_leases", "submitted_at"),
    )

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    course: Mapped[str] = mapped_column(String(100))
    exercise: Mapped[str] = mapped_column(String(100))
    learner: Mapped[str] = mapped_column(String(40))
    attempt: Mapped[int] = mapped_column(Integer)
    idempotency_key: Mapped[str] = mapped_column(String(100))
    sha256: Mapped[str] = mapped_column(String(64))
    submitted_at: Mapped[datetime] = mapped_column(Instant)
    state: Mapped[str] = mapped_column(String(20))
    lease: Mapped[str | None] = mapped_column(String(40))
    leased_by: Mapped[str | None] = mapped_column(String(100))
    lease_until: Mapped[datetime | None] = mapped_column(Instant)
    lost_leases: Mapped[int] = mapped_column(Integer, default=0)
    request_id: Mapped[str | None] = mapped_column(String(64))
