"""The ledger: facts, appended and never changed."""

from datetime import datetime

from sqlalchemy import Index, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from atlas_api.database import Base, Instant, Json, JsonObject


class FactRow(Base):
    """One fact. `learner` is a pseudonym without a foreign key: the person may be erased."""

    __tablename__ = "fact"
    __table_args__ = (Index("fact_by_learner", "learner", "recorded_at"),)

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    kind: Mapped[str] = mapped_column(String(40))
    asserted_by: Mapped[str] = mapped_column(String(20))
    learner: Mapped[str] = mapped_column(String(40))
    subject: Mapped[str] = mapped_column(String(300))
    observed_at: Mapped[datetime] = mapped_column(Instant)
    recorded_at: Mapped[datetime] = mapped_column(Instant)
    payload: Mapped[JsonObject] = mapped_column(Json)
    privacy: Mapped[str] = mapped_column(String(20))
    version: Mapped[int] = mapped_column(Integer)
