"""The identity map: the only place where a hub name stands beside a pseudonym."""

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from atlas_api.database import Base, Instant


class Person(Base):
    """One person. Erasure deletes the row; what stays elsewhere names nobody."""

    __tablename__ = "person"

    pseudonym: Mapped[str] = mapped_column(String(40), primary_key=True)
    hub_name: Mapped[str] = mapped_column(String(255), unique=True)
    created_at: Mapped[datetime] = mapped_column(Instant)
