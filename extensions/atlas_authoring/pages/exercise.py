"""Exercises: the folder `exercises/<id>/` beside a lesson, with its exercise.md.

Front matter of exercise.md: id, title, points (all needed), difficulty, minutes, concepts. An
exercise that can't be read is reported and left out, with its place on the page.
"""

import re
from dataclasses import dataclass
from pathlib import PurePosixPath

from atlas_core.exercise import Exercise
from atlas_core.page import Complaint, Difficulty
from atlas_core.page.front_matter import split_front_matter, texts
from atlas_core.page.yaml_text import Entry, YamlError, read_mapping

_KEYS = ("id", "title", "difficulty", "minutes", "concepts", "points")
_ID = re.compile(r"[a-z0-9][a-z0-9-]{0,62}$")
_STARTER = re.compile(r"^ {0,3}(```+|~~~+)[ \t]*python[ \t]+starter[ \t]*$", re.MULTILINE)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadExercise:
    """An exercise with the text that its notebook is made from."""

    exercise: Exercise
    source: str


def read_exercise(
    source: str, *, path: str, page: str
) -> tuple[ReadExercise | None, list[Complaint]]:
    """Read an exercise.md. `path` is its place in the tree, `page` the id of its lesson."""
    complaints: list[Complaint] = []

    def complain(line: int, sentence: str) -> None:
        complaints.append(Complaint(line=line, code="exercise", sentence=sentence))

    yaml_text, _ = split_front_matter(source)
    try:
        entries = read_mapping(yaml_text) if yaml_text is not None else None
    except YamlError as error:
        complain(error.line + 2, f"The exercise is left out. {error.sentence}")
        return None, complaints
    if entries is None:
        complain(1, f"The exercise is left out: it needs front matter with {', '.join(_KEYS)}.")
        return None, complaints
    for entry in entries:
        if entry.key not in _KEYS:
            known = ", ".join(_KEYS)
            complain(entry.line + 2, f"Key `{entry.key[:60]}` is unknown; known are {known}.")
    values = {entry.key: entry for entry in entries}
    folder = str(PurePosixPath(path).parent)
    faults = _faults(values, folder)
    for line, sentence in faults:
        complain(line, f"The exercise is left out: {sentence}")
    if not _STARTER.search(source):
        complain(1, "The exercise has no ```python starter``` block for the learner to edit.")
    if faults:
        return None, complaints
    exercise = Exercise(
        id=str(values["id"].value),
        title=str(values["title"].value),
        page=page,
        difficulty=_text(values, "difficulty") or Difficulty.BEGINNER,
        minutes=int(_text(values, "minutes") or 0),
        points=float(_text(values, "points")),
        concepts=(texts(values["concepts"].value) or ()) if "concepts" in values else (),
        path=folder,
    )
    return ReadExercise(exercise=exercise, source=source), complaints


def _text(values: dict[str, Entry], key: str) -> str:
    return str(values[key].value) if key in values and values[key].value is not None else ""


def _faults(values: dict[str, Entry], folder: str) -> list[tuple[int, str]]:
    """Return line and sentence of each reason not to take the exercise."""
    faults: list[tuple[int, str]] = []

    def check(key: str, holds: bool, sentence: str) -> None:
        if not holds:
            faults.append((values[key].line + 2 if key in values else 1, sentence))

    name = PurePosixPath(folder).name
    written = _text(values, "id")
    check("id", bool(_ID.match(written)), "`id` must be lower-case letters, digits and dashes.")
    check("id", written == name, f"`id` must be the folder's name, {name}.")
    check("title", bool(_text(values, "title")), "`title` is missing.")
    points = _text(values, "points")
    is_number = re.fullmatch(r"\d{1,4}(\.\d{1,3})?", points) is not None
    check("points", is_number and float(points) > 0, "`points` must be a number above 0.")
    minutes = _text(values, "minutes")
    check("minutes", re.fullmatch(r"\d{0,4}", minutes) is not None, "`minutes` must be a number.")
    difficulty = _text(values, "difficulty")
    allowed = ", ".join(Difficulty)
    check(
        "difficulty", not difficulty or difficulty in set(Difficulty), f"`difficulty`: {allowed}."
    )
    return faults
