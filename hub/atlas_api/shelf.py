"""The shelf: the current catalogue, opened when first needed and again when it was rebuilt."""

import logging
import threading
from collections.abc import Sequence
from pathlib import Path

from atlas_core.catalogue import Catalogue, CatalogueError
from atlas_core.exercise import Exercise
from atlas_core.retrieve import Citation, retrieve

PASSAGES_MAX = 6
log = logging.getLogger(__name__)


class Shelf:
    """Read access to the catalogue from any thread. Without one, there is nothing on it."""

    def __init__(self, path: Path | None) -> None:
        self._path = path
        self._lock = threading.Lock()
        self._catalogue: Catalogue | None = None

    def problem(self) -> str | None:
        """Why there is no catalogue, or None."""
        if self._path is None:
            return "ATLAS_CATALOGUE is not set; the tutor finds no passages."
        try:
            self._open()
        except CatalogueError as error:
            return error.sentence
        return None

    def find(self, question: str, *, page: str | None) -> Sequence[Citation]:
        """The best passages for a question, numbered from 1; none without a catalogue."""
        try:
            catalogue = self._opened()
            if catalogue is None:
                return ()
            return tuple(retrieve(catalogue, question, page=page, limit=PASSAGES_MAX))
        except CatalogueError as error:
            log.error("the catalogue can't be read: %s", error.sentence)
            return ()

    def exercise(self, name: str) -> Exercise | None:
        """An exercise as its author described it."""
        try:
            catalogue = self._opened()
            return None if catalogue is None else catalogue.exercise(name)
        except CatalogueError:
            return None

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            if self._catalogue is not None:
                self._catalogue.close()
            self._catalogue = None

    def _opened(self) -> Catalogue | None:
        return None if self._path is None else self._open()

    def _open(self) -> Catalogue:
        assert self._path is not None
        with self._lock:
            # A replaced catalogue is not closed: another thread may still be reading from it.
            # It closes itself when the last reader lets go.
            if self._catalogue is None or not self._catalogue.is_current():
                self._catalogue = Catalogue.open(self._path)
            return self._catalogue
