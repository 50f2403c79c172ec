"""The door for authors of hidden checks: `Check`, `Answer`, and comparisons that can't be fooled.

A `checks.py` in graders/hidden/<exercise>/ defines `CHECKS`. Each check's `run` gets an Answer,
calls the learner's functions through it, and returns None when the claim holds or one sentence
that says what is wrong. The sentence may name the rule; it must never quote a hidden input.
"""

from collections.abc import Callable
from dataclasses import dataclass

from atlas_grading.sandbox import Call, JsonValue, Session, near, same

__all__ = ["Answer", "Check", "JsonValue", "near", "same"]


class Answer:
    """What the learner handed in, callable from outside its process."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def call(self, name: str, *args: JsonValue) -> JsonValue:
        """Call one of the learner's functions; raises CallFailed, which the judge explains."""
        return self._session.call(Call(name=name, args=args))


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One claim about the answer, worth `points`."""

    id: str
    title: str
    points: float
    run: Callable[[Answer], str | None]
