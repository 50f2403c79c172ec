"""A catalogue of two pages, made with the tables of the real build."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path

from atlas_core.catalogue.schema import APPLICATION_ID, SCHEMA, SEARCH_TABLE, TABLES

PASSAGES = (
    ("course/retries", "Retry storms", "Why they happen", "why",
     "A retry storm begins when timeouts make clients send the same request again."),
    ("course/retries", "Retry storms", "Jitter", "jitter",
     "Full jitter draws each delay at random, so that retries do not arrive together."),
    ("course/queues", "Queues", "Queues", "queues",
     "A bounded queue sheds load instead of growing for ever."),
)  # fmt: skip


def write_catalogue(path: Path) -> None:
    """Write it; a file that is there is replaced, as the build does, by renaming."""
    new = path.with_suffix(".new")
    with closing(sqlite3.connect(new)) as connection:
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.executescript(TABLES + SEARCH_TABLE)
        connection.execute("INSERT INTO meta VALUES ('schema', ?)", (str(SCHEMA),))
        connection.execute("INSERT INTO meta VALUES ('version', 'test')")
        for position, (page, title, heading, anchor, text) in enumerate(PASSAGES):
            connection.execute(
                "INSERT OR IGNORE INTO page VALUES (?, 'course', ?, ?, '', NULL, 1, ?, '{}', "
                "'', '', 1, '[]')",
                (page, f"{page}.md", title, position),
            )
            row = connection.execute(
                "INSERT INTO passage VALUES (?, ?, ?, ?, ?)",
                (page, position, heading, anchor, text),
            )
            connection.execute(
                "INSERT INTO passage_fts (rowid, heading, text) VALUES (?, ?, ?)",
                (row.lastrowid, f"{title} {heading}", text),
            )
        exercise = {
            "id": "retry",
            "title": "Tame the retries",
            "page": "course/retries",
            "difficulty": "beginner",
            "minutes": 20,
            "points": 25.0,
        }
        connection.execute(
            "INSERT INTO exercise VALUES ('retry', 'course/retries', 'x', ?, '')",
            (json.dumps(exercise),),
        )
        connection.commit()
    new.rename(path)
