"""`GET diagram?id=`: one diagram with its layout, by id or by the end of one."""

from functools import partial

from atlas_core.catalogue import Bundle, Catalogue
from pydantic import TypeAdapter
from tornado.web import authenticated

from atlas_server.calls.handler import AtlasHandler

ANSWER = TypeAdapter(Bundle)


class DiagramHandler(AtlasHandler):
    """Answers 304 while the catalogue is the same."""

    @authenticated
    async def get(self) -> None:
        """Answer with the bundle."""
        name = self.query("id")
        shelf = self.services.shelf
        if self.unchanged(await shelf.version()):
            return
        self.answer(await shelf.json(f"diagram {name}", partial(bundle, name)))


def bundle(name: str, catalogue: Catalogue) -> bytes:
    """Return the diagram as JSON. Raises NotInCatalogueError."""
    return ANSWER.dump_json(catalogue.diagram(name))
