"""One read-only connection to a catalogue file, safe to use from any thread.

The file is opened as immutable: the build replaces it by renaming, never writes into it. An open
connection goes on reading the file that it opened; `is_current` tells when a newer one lies there.
"""

import sqlite3
import threading
from collections.abc import Mapping, Sequence
from pathlib import Path
from urllib.parse import quote

from atlas_core.catalogue.schema import ADDED_IN, APPLICATION_ID, SCHEMA, SCHEMAS_READ

_HEADER_BYTES = 72


class CatalogueError(Exception):
    """The catalogue can't be read, or does not hold what was asked for; `sentence` says which."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class CatalogueUnreadableError(CatalogueError):
    """The file is missing, is no catalogue, or is a catalogue of another version of Atlas."""


class NotInCatalogueError(CatalogueError):
    """No page, diagram or exercise has that name, or several have."""


def is_catalogue(path: Path) -> bool:
    """Tell by its header whether the file at `path` was written by `atlas build`."""
    with path.open("rb") as file:
        header = file.read(_HEADER_BYTES)
    return header[:16] == b"SQLite format 3\0" and header[68:72] == APPLICATION_ID.to_bytes(4)


class Connection:
    """Rows of one catalogue file. Raises CatalogueUnreadableError."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._lock = threading.Lock()
        self._identity = _identity(path)
        try:
            if not is_catalogue(path):
                sentence = f"{path} is not an Atlas catalogue; build one with `atlas build`."
                raise CatalogueUnreadableError(sentence)
            uri = f"file:{quote(str(path.resolve()))}?mode=ro&immutable=1"
            self._database = sqlite3.connect(uri, uri=True, check_same_thread=False)
        except (OSError, sqlite3.Error) as error:
            sentence = f"The catalogue {path} can't be read ({error}); build it with `atlas build`."
            raise CatalogueUnreadableError(sentence) from error
        self._database.row_factory = sqlite3.Row
        self._check_schema()

    def _check_schema(self) -> None:
        try:
            found = self.rows("SELECT value FROM meta WHERE key = 'schema'")[0]["value"]
        except (IndexError, CatalogueUnreadableError):
            found = "unknown"
        if found not in SCHEMAS_READ:
            self.close()
            sentence = (
                f"The catalogue {self.path} has schema {found} and this Atlas reads {SCHEMA}; "
                "build it again with `atlas build`."
            )
            raise CatalogueUnreadableError(sentence)
        # What an older one lacks is there and empty, so that no query asks which it is.
        lacking = "".join(tables for since, tables in ADDED_IN.items() if since > int(found))
        if lacking:
            script = "PRAGMA temp_store = MEMORY;" + lacking.format(temporary="TEMPORARY")
            self._database.executescript(script)

    def rows(
        self, query: str, values: Sequence[str | int] | Mapping[str, str | int] = ()
    ) -> list[sqlite3.Row]:
        """Return all rows of a query; `values` are those of its `?` or `:name` places."""
        try:
            with self._lock:
                return self._database.execute(query, values).fetchall()
        except sqlite3.Error as error:
            sentence = f"The catalogue {self.path} is damaged ({error}); build it again."
            raise CatalogueUnreadableError(sentence) from error

    def is_current(self) -> bool:
        """Tell whether the file at `path` is still the one that was opened."""
        return _identity(self.path) == self._identity

    def close(self) -> None:
        """Close the file; calling it again does nothing."""
        with self._lock:
            self._database.close()


def _identity(path: Path) -> tuple[int, int, int] | None:
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_dev, status.st_ino, status.st_mtime_ns
