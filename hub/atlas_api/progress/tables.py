"""Progress, kept. It can be thrown away and rebuilt from the ledger at any time."""

from sqlalchemy import Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from atlas_api.database import Base, Json, JsonObject


class Projection(Base):
    """One learner's progress and the version of the fold that made it."""

    __tablename__ = "projection"

    learner: Mapped[str] = mapped_column(String(40), primary_key=True)
    version: Mapped[int] = mapped_column(Integer)
    state: Mapped[JsonObject] = mapped_column(Json)
