"""Title and points of an exercise, read from the catalogue when an instructor gives neither."""

import json
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Described:
    """What a release shows of its exercise."""

    title: str
    points: float


def describe(catalogue: Path | None, exercise: str) -> Described:
    """The exercise as its author described it; its id and no points when nobody knows it."""
    unknown = Described(title=exercise, points=0)
    if catalogue is None or not catalogue.is_file():
        return unknown
    try:
        with closing(sqlite3.connect(f"{catalogue.as_uri()}?mode=ro", uri=True)) as connection:
            row = connection.execute(
                "SELECT body FROM exercise WHERE id = ?", (exercise,)
            ).fetchone()
            body = json.loads(row[0]) if row else {}
            return Described(
                title=str(body.get("title", exercise)), points=float(body.get("points", 0))
            )
    except (sqlite3.Error, ValueError):
        return unknown
