"""What goes into and comes out of `/v1/facts`."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

BATCH_MAX = 500


class FactsIn(BaseModel):
    """A batch. Each fact is read by itself, so that one bad fact does not stop the others."""

    model_config = ConfigDict(extra="forbid")

    facts: Annotated[list[object], Field(max_length=BATCH_MAX)]


class Refused(BaseModel):
    """A fact that was not taken, with the reason; `id` as it was sent, if it was text."""

    id: str | None
    sentence: str


class FactsOut(BaseModel):
    """How many were added, how many were known already, and which were refused."""

    accepted: int
    duplicates: int
    refused: list[Refused]
