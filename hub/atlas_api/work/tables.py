"""Which workers there are."""

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from atlas_api.database import Base, Instant


class WorkerSeen(Base):
    """When a worker last asked for work or said that it lives."""

    __tablename__ = "worker_seen"

    worker: Mapped[str] = mapped_column(String(100), primary_key=True)
    seen_at: Mapped[datetime] = mapped_column(Instant)
