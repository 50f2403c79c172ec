"""A question to the tutor, and the events of its answer. Everything else is refused."""

from enum import StrEnum
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator

QUESTION_LENGTH_MAX = 4_000
TURN_LENGTH_MAX = 12_000
TURNS_MAX = 20
THREAD_LENGTH_MAX = 40_000


class Turn(BaseModel):
    """One earlier turn. There is no role for instructions: those are the service's own."""

    model_config = ConfigDict(extra="forbid")

    role: Literal["user", "assistant"]
    text: Annotated[str, Field(min_length=1, max_length=TURN_LENGTH_MAX)]


class AskIn(BaseModel):
    """A question, the talk so far, and the page that the learner reads."""

    model_config = ConfigDict(extra="forbid")

    question: Annotated[str, Field(min_length=1, max_length=QUESTION_LENGTH_MAX)]
    thread: Annotated[list[Turn], Field(max_length=TURNS_MAX)] = []
    page: Annotated[str | None, Field(max_length=300, pattern=r"^[^\x00-\x1f]+$")] = None

    @field_validator("question")
    @classmethod
    def _says_something(cls, question: str) -> str:
        if not question.strip():
            raise ValueError("write a question")
        return question

    @field_validator("thread")
    @classmethod
    def _bounded(cls, thread: list[Turn]) -> list[Turn]:
        if sum(len(turn.text) for turn in thread) > THREAD_LENGTH_MAX:
            raise ValueError("the talk is too long; begin a new one")
        return thread


class Mode(StrEnum):
    """Who answers: a language model, or the passages themselves."""

    MODEL = "model"
    OFFLINE = "offline"


class Meta(BaseModel):
    """The first event: who answers, and what the learner should know about it."""

    mode: Mode
    note: str


class CitationOut(BaseModel):
    """A source, sent before the first text that refers to it as [n]."""

    n: int
    page: str
    anchor: str
    title: str
    heading: str
    excerpt: str


class Delta(BaseModel):
    """More text, in Markdown."""

    text: str


class Done(BaseModel):
    """The answer is complete."""


class Failure(BaseModel):
    """The answer ends here; the sentence says why and what to do."""

    sentence: str


Event = Meta | CitationOut | Delta | Done | Failure
EVENT_NAMES: dict[type[Event], str] = {
    Meta: "meta",
    CitationOut: "citation",
    Delta: "delta",
    Done: "done",
    Failure: "error",
}
