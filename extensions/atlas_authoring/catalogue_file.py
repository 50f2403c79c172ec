"""The catalogue file: written beside its place, complete, and then renamed into it.

Whoever reads the old file goes on reading it. A killed build leaves the old file as it was, and a
temporary one that the next build removes.
"""

import os
import sqlite3
import time
from pathlib import Path

from atlas_core.catalogue.connection import is_catalogue
from atlas_core.catalogue.schema import APPLICATION_ID, SCHEMA, SEARCH_TABLE, TABLES

from atlas_authoring.contents import Contents

_LEFT_OVER_S = 3600


class OutputError(Exception):
    """The catalogue can't be written there; `sentence` says why and what to do."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class WriteError(OutputError):
    """Writing began and failed: the disk is full, or the folder has gone."""


def check_output(out: Path) -> None:
    """Refuse, before any work, a place that can't be written or that holds something else."""
    if out.is_dir():
        raise OutputError(f"{out} is a folder; name a file, such as {out}/catalogue.sqlite.")
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        if out.exists() and out.stat().st_size and not is_catalogue(out):
            sentence = f"{out} exists and is no catalogue; name another file or delete it."
            raise OutputError(sentence)
    except OSError as error:
        raise OutputError(f"{out} can't be written ({error.strerror}); name another.") from error
    if not os.access(out.parent, os.W_OK):
        raise OutputError(f"The folder {out.parent} can't be written; name another file.")


def write_catalogue(contents: Contents, out: Path, meta: dict[str, str]) -> None:
    """Write all rows and `meta` (with the version), then rename to `out`. Raises WriteError."""
    _remove_left_overs(out)
    temporary = out.with_name(f".{out.name}.{os.getpid()}.tmp")
    try:
        temporary.unlink(missing_ok=True)
        database = sqlite3.connect(temporary)
        try:
            _fill(database, contents, meta)
        finally:
            database.close()
        with temporary.open("rb+") as file:
            os.fsync(file.fileno())
        temporary.replace(out)
    except (OSError, sqlite3.Error) as error:
        raise WriteError(
            f"{out} can't be written ({error}); free space or name another."
        ) from error
    finally:
        temporary.unlink(missing_ok=True)


def _fill(database: sqlite3.Connection, contents: Contents, meta: dict[str, str]) -> None:
    database.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;")
    database.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    database.executescript(TABLES + SEARCH_TABLE)
    for name, rows in contents.tables():
        if rows:
            marks = ", ".join("?" * len(rows[0]))
            database.executemany(f"INSERT INTO {name} VALUES ({marks})", rows)
    database.executemany(
        "INSERT INTO passage_fts (rowid, heading, text) VALUES (?, ?, ?)",
        (
            (number, heading, row[-1])
            for number, (heading, row) in enumerate(
                zip(contents.passage_headings, contents.passage, strict=True), start=1
            )
        ),
    )
    database.execute("INSERT INTO passage_fts (passage_fts) VALUES ('optimize')")
    values = {"schema": str(SCHEMA), **meta}
    database.executemany("INSERT INTO meta VALUES (?, ?)", sorted(values.items()))
    database.commit()


def _remove_left_overs(out: Path) -> None:
    for path in out.parent.glob(f".{out.name}.*.tmp"):
        if time.time() - path.stat().st_mtime > _LEFT_OVER_S:
            path.unlink(missing_ok=True)
