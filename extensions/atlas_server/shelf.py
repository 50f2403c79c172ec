"""The catalogue as the calls read it: in a thread of its own, and always the newest file.

SQLite blocks, so every question runs in one worker thread, never in the event loop. Before each
question the open catalogue is asked whether its file was replaced; if so, the new one is opened,
without a restart. Where the new one can't be read or is gone, the open one goes on answering:
reading never stops because a build failed. Answers are kept as JSON as long as their catalogue.
"""

import asyncio
import logging
from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TypeVar

from atlas_core.catalogue import Catalogue, CatalogueUnreadableError, NotInCatalogueError

from atlas_server.refusal import Code, Refusal

T = TypeVar("T")
ANSWERS_KEPT = 64
log = logging.getLogger(__name__)


class Shelf:
    """Holds one open catalogue. Its methods may be called from many tasks at once.

    Each raises Refusal: no-catalogue, catalogue-unreadable, not-in-catalogue.
    """

    def __init__(self, path: Path | None) -> None:
        self._path = path
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="atlas-catalogue")
        self._open: Catalogue | None = None
        self._kept: OrderedDict[str, bytes] = OrderedDict()

    async def version(self) -> str:
        """Return the version of the newest catalogue."""
        return await self.read(lambda catalogue: catalogue.version)

    async def read(self, question: Callable[[Catalogue], T]) -> T:
        """Ask the newest catalogue."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._thread, self._answer, question)

    async def json(self, name: str, question: Callable[[Catalogue], bytes]) -> bytes:
        """Ask for JSON that depends on `name` alone; the answer is kept with the catalogue."""

        def kept(catalogue: Catalogue) -> bytes:
            content = self._kept.pop(name, None) or question(catalogue)
            self._kept[name] = content
            if len(self._kept) > ANSWERS_KEPT:
                self._kept.popitem(last=False)
            return content

        return await self.read(kept)

    def close(self) -> None:
        """Close the file and end the thread."""
        self._thread.submit(self._close).result()
        self._thread.shutdown(wait=True)

    def _answer(self, question: Callable[[Catalogue], T]) -> T:
        try:
            return question(self._newest())
        except NotInCatalogueError as error:
            raise Refusal(Code.NOT_IN_CATALOGUE, sentence=error.sentence) from error
        except CatalogueUnreadableError as error:
            raise Refusal(Code.CATALOGUE_UNREADABLE, sentence=error.sentence) from error

    def _newest(self) -> Catalogue:
        if self._path is None:
            raise Refusal(Code.NO_CATALOGUE)
        if self._open is not None and self._open.is_current():
            return self._open
        try:
            newest = Catalogue.open(self._path)
        except CatalogueUnreadableError as error:
            if self._open is None:
                raise
            log.warning("the catalogue was replaced and can't be read: %s", error.sentence)
            return self._open
        self._close()
        self._open = newest
        log.info("catalogue %s is open", newest.version)
        return newest

    def _close(self) -> None:
        self._kept.clear()
        if self._open is not None:
            self._open.close()
            self._open = None
