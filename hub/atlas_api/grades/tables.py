"""Grades: appended as revisions, never changed."""

from datetime import datetime

from sqlalchemy import Boolean, Float, ForeignKey, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from atlas_api.database import Base, Instant, Json, JsonObject


class GradeRow(Base):
    """One revision of a submission's grade.

    The database itself sees to it that a submission has one grade for a check set, whatever
    workers do. A manual revision has a check set of its own (`manual-<revision>`).
    """

    __tablename__ = "grade"
    __table_args__ = (
        UniqueConstraint("submission", "check_set", name="graded_once"),
        UniqueConstraint("submission", "revision", name="revised_once"),
    )

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    submission: Mapped[str] = mapped_column(ForeignKey("submission.id"))
    check_set: Mapped[str] = mapped_column(String(100))
    revision: Mapped[int] = mapped_column(Integer)
    manual: Mapped[bool] = mapped_column(Boolean)
    points: Mapped[float] = mapped_column(Float)
    max_points: Mapped[float] = mapped_column(Float)
    body: Mapped[JsonObject] = mapped_column(Json)
    graded_at: Mapped[datetime] = mapped_column(Instant)
    graded_by: Mapped[str] = mapped_column(String(40))
