"""`GET catalogue`: the trees and their pages, as the reader's table of contents."""

from dataclasses import dataclass

from atlas_core.catalogue import Catalogue, PageEntry
from pydantic import TypeAdapter
from tornado.web import authenticated

from atlas_server.calls.handler import AtlasHandler


@dataclass(frozen=True, slots=True, kw_only=True)
class TreeAnswer:
    """A tree with its pages in reading order; folders follow from the pages' paths."""

    id: str
    title: str
    pages: tuple[PageEntry, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CatalogueAnswer:
    """All trees; `problems` is the number of things that the build could not read."""

    version: str
    trees: tuple[TreeAnswer, ...]
    problems: int


ANSWER = TypeAdapter(CatalogueAnswer)


class CatalogueHandler(AtlasHandler):
    """Answers 304 while the catalogue is the same."""

    @authenticated
    async def get(self) -> None:
        """Answer with the table of contents."""
        shelf = self.services.shelf
        if self.unchanged(await shelf.version()):
            return
        self.answer(await shelf.json("catalogue", contents))


def contents(catalogue: Catalogue) -> bytes:
    """Return the table of contents as JSON."""
    trees = tuple(
        TreeAnswer(id=tree.id, title=tree.title, pages=tree.pages) for tree in catalogue.trees()
    )
    return ANSWER.dump_json(
        CatalogueAnswer(version=catalogue.version, trees=trees, problems=len(catalogue.problems()))
    )
