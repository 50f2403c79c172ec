"""What the tutor's model was used for: tokens, never words."""

from datetime import date

from sqlalchemy import Date, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from atlas_api.database import Base


class TutorUsage(Base):
    """One learner's tokens on one day (UTC)."""

    __tablename__ = "tutor_usage"

    learner: Mapped[str] = mapped_column(String(40), primary_key=True)
    day: Mapped[date] = mapped_column(Date, primary_key=True)
    questions: Mapped[int] = mapped_column(Integer)
    input_tokens: Mapped[int] = mapped_column(Integer)
    output_tokens: Mapped[int] = mapped_column(Integer)
