"""`POST draft/...`: what the playground asks of Python while somebody types. No kernel takes part.

`draft/attempts` gives the texts that the parser shall try, `draft/diagram` reads planes, roles and
annotations in what the parser made of one, `draft/page` writes the text into the learner's home.
"""

import asyncio
from pathlib import Path, PurePosixPath

from atlas_core.diagram import Diagram
from atlas_core.mermaid.draft import Attempts, attempts_at, draft_diagram
from atlas_core.mermaid.drawing import Drawing
from atlas_core.mermaid.page import mermaid_page, page_name
from atlas_core.mermaid.repairs import Attempt
from pydantic import Field, TypeAdapter
from tornado.web import authenticated

from atlas_server.calls.handler import AtlasHandler, Body
from atlas_server.home import create_file

TEXT_LENGTH_MAX = 200_000  # as in the build
FOLDER = "diagrams"
NAMES_MAX = 1000

ATTEMPTS = TypeAdapter(Attempts)
DIAGRAM = TypeAdapter(Diagram)


class TextBody(Body):
    """A Mermaid text."""

    text: str = Field(max_length=TEXT_LENGTH_MAX)


class DrawingBody(TextBody):
    """What the parser read in `attempt`; `layout` is why it could not be laid out, or null."""

    attempt: Attempt
    drawing: Drawing
    layout: str | None = Field(max_length=1000)


class PageBody(TextBody):
    """A text with the title of the page that it becomes."""

    title: str = Field(min_length=1, max_length=300)


class AttemptsHandler(AtlasHandler):
    """Answers `{kind, typed, attempts: [{text, repairs}]}`."""

    counts_as_activity = False

    @authenticated
    async def post(self) -> None:
        """Repair the text as the build would."""
        text = self.body(TextBody).text
        self.answer(ATTEMPTS.dump_json(await asyncio.to_thread(attempts_at, text)))


class DraftHandler(AtlasHandler):
    """Answers the Diagram."""

    counts_as_activity = False

    @authenticated
    async def post(self) -> None:
        """Read the meaning of a drawing."""
        body = self.body(DrawingBody)
        diagram = await asyncio.to_thread(
            draft_diagram,
            body.text,
            attempt=body.attempt,
            drawing=body.drawing,
            layout=body.layout,
        )
        self.answer(DIAGRAM.dump_json(diagram))


class DraftPageHandler(AtlasHandler):
    """Makes a new page each time; never writes over one."""

    @authenticated
    async def post(self) -> None:
        """Answer `{path, created}`."""
        body = self.body(PageBody)
        content = mermaid_page(body.title, body.text).encode("utf-8", "replace")
        root = self.services.settings.root
        path = await asyncio.to_thread(write_page, root, page_name(body.title), content)
        self.answer({"path": str(path), "created": True})


def write_page(root: Path, name: str, content: bytes) -> PurePosixPath:
    """Write `diagrams/<name>.md`, or the first of `<name>-2.md`, ... that is free."""
    for count in range(1, NAMES_MAX):
        path = PurePosixPath(FOLDER, f"{name}.md" if count == 1 else f"{name}-{count}.md")
        if create_file(root, path, content):
            return path
    raise AssertionError(f"{NAMES_MAX} pages are called {name}")
