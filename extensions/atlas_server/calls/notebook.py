"""`POST notebook {page}`: a page as a notebook of the learner's own, to work in."""

import asyncio
import json
from functools import partial

from atlas_core.catalogue import Catalogue
from atlas_core.notebook import page_to_notebook
from pydantic import Field
from tornado.web import authenticated

from atlas_server.calls.handler import AtlasHandler, Body
from atlas_server.home import create_file, lesson_path


class NotebookBody(Body):
    """The page's id."""

    page: str = Field(min_length=1, max_length=1000)


class NotebookHandler(AtlasHandler):
    """Makes the copy once; later calls find it and leave it alone."""

    @authenticated
    async def post(self) -> None:
        """Answer `{path, created}`."""
        page_id = self.body(NotebookBody).page
        content = await self.services.shelf.read(partial(page_notebook, page_id))
        place = lesson_path(page_id)
        root = self.services.settings.root
        created = await asyncio.to_thread(create_file, root, place, content)
        self.answer({"path": str(place), "created": created})


def page_notebook(page_id: str, catalogue: Catalogue) -> bytes:
    """Return the page as the bytes of an .ipynb file. Raises NotInCatalogueError."""
    source = catalogue.page(page_id).source
    bundles = catalogue.diagrams(page_id)
    notebook = page_to_notebook(source, page_id=page_id, bundles=bundles)
    return (json.dumps(notebook, ensure_ascii=False, indent=1) + "\n").encode("utf-8", "replace")
