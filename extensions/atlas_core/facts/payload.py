"""Which keys the payload of a fact may have, one literal table for all kinds.

A payload is flat and small. A key that is not in the table is refused, so that free text and
personal data cannot slip into the ledger.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass

from atlas_core.facts.model import FactKind, JsonScalar

TEXT_LENGTH_MAX = 200
INTEGER_MAX = 2**53 - 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """One key of a payload. `type` is the Python type of its value; null stands for absent."""

    type: type[str] | type[int] | type[float] | type[bool]
    required: bool = False
    high: float = INTEGER_MAX


TEXT = Key(type=str)
COUNT = Key(type=int)
SECONDS = Key(type=float, high=86_400 * 7)
NUMBER = Key(type=float)
RATIO = Key(type=float, high=1)

PAYLOADS: dict[FactKind, dict[str, Key]] = {
    FactKind.PAGE_OPENED: {"origin": TEXT, "anchor": TEXT},
    FactKind.PAGE_READ: {"seconds": SECONDS, "scrolled": RATIO},
    FactKind.DIAGRAM_EXPLORED: {
        "action": TEXT,
        "node": TEXT,
        "page": TEXT,
        "seconds": SECONDS,
        "count": COUNT,
    },
    FactKind.DIAGRAM_CRASHED: {
        "node": Key(type=str, required=True),
        "page": TEXT,
        "hit": COUNT,
        "partly": COUNT,
    },
    FactKind.DIAGRAM_DRAWN: {
        "score": Key(type=float, required=True, high=1),
        "answered": COUNT,
        "missing": COUNT,
        "extra": COUNT,
        "misplaced": COUNT,
        "mislabelled": COUNT,
        "seconds": SECONDS,
        "page": TEXT,
    },
    FactKind.EXERCISE_FETCHED: {"release": TEXT, "course": TEXT},
    FactKind.EXERCISE_SUBMITTED: {
        "course": Key(type=str, required=True),
        "submission": Key(type=str, required=True),
        "attempt": Key(type=int, required=True),
    },
    FactKind.EXERCISE_GRADED: {
        "course": Key(type=str, required=True),
        "submission": Key(type=str, required=True),
        "attempt": Key(type=int, required=True),
        "revision": Key(type=int, required=True),
        "check_set": Key(type=str, required=True),
        "points": Key(type=float, required=True),
        "max_points": Key(type=float, required=True),
    },
    FactKind.QUIZ_ANSWERED: {
        "question": Key(type=int, required=True),
        "correct": Key(type=bool, required=True),
        "option": COUNT,
    },
    FactKind.TUTOR_ASKED: {"mode": TEXT, "passages": COUNT, "page": TEXT},
    FactKind.SIMULATION_RUN: {
        "scenario": Key(type=str, required=True),
        "seed": COUNT,
        "faults": COUNT,
        "requests": COUNT,
        "failed_ratio": RATIO,
    },
    FactKind.SIMULATION_PREDICTED: {
        "scenario": Key(type=str, required=True),
        "correct": Key(type=bool, required=True),
        "option": COUNT,
        "guess": NUMBER,
        "found": NUMBER,
        "unit": TEXT,
    },
}


def payload_problem(kind: FactKind, payload: Mapping[str, JsonScalar]) -> str | None:
    """The first thing wrong with the payload as one sentence, or None."""
    keys = PAYLOADS[kind]
    for name, value in payload.items():
        if name not in keys:
            allowed = ", ".join(keys) or "nothing"
            return f"The payload of {kind} has no key {name[:40]!r}; it may hold {allowed}."
        if value is not None and (problem := _value_problem(keys[name], value)):
            return f"The key {name!r} in the payload of {kind} must be {problem}."
    for name, key in keys.items():
        if key.required and payload.get(name) is None:
            return f"The key {name!r} is missing from the payload of {kind}."
    return None


def text_problem(text: str, *, length_max: int) -> str | None:
    """Why a text can't be stored, or None: too long, or characters that no database takes."""
    if len(text) > length_max:
        return f"at most {length_max} characters long"
    if any(ord(letter) < 32 or 0xD800 <= ord(letter) <= 0xDFFF for letter in text):
        return "plain text without control characters"
    return None


def _value_problem(key: Key, value: str | float | bool) -> str | None:
    if key.type is str:
        if not isinstance(value, str):
            return "text"
        return text_problem(value, length_max=TEXT_LENGTH_MAX)
    if key.type is bool:
        return None if isinstance(value, bool) else "true or false"
    if isinstance(value, bool | str) or (key.type is int and not isinstance(value, int)):
        return "a whole number" if key.type is int else "a number"
    # `not (0 <= value)` rather than `value < 0`: it refuses NaN as well.
    if not 0 <= value <= key.high or (isinstance(value, float) and math.isinf(value)):
        return f"between 0 and {key.high:g}"
    return None
