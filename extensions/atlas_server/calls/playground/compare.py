"""`POST compare {diagram, drawn, answers}`: a diagram drawn from memory beside the page's own."""

import asyncio
from dataclasses import dataclass

from atlas_core.catalogue import Bundle
from atlas_core.diagram import Diagram
from atlas_core.quiz import Assessment, assess
from atlas_core.quiz.model import Item
from pydantic import Field, TypeAdapter
from tornado.web import authenticated

from atlas_server.calls.handler import AtlasHandler, Body


class CompareBody(Body):
    """The id of the page's diagram, the drawn one, and the options chosen so far, by item."""

    diagram: str = Field(min_length=1, max_length=1000)
    drawn: Diagram
    answers: dict[Item, int] = Field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class CompareAnswer:
    """The assessment, and the page's own diagram to show beside the drawing."""

    assessment: Assessment
    page: Bundle


ANSWER = TypeAdapter(CompareAnswer)


class CompareHandler(AtlasHandler):
    """Keeps nothing: the browser appends the fact."""

    @authenticated
    async def post(self) -> None:
        """Compare and score."""
        body = self.body(CompareBody)
        page = await self.services.shelf.read(lambda catalogue: catalogue.diagram(body.diagram))
        assessment = await asyncio.to_thread(assess, body.drawn, page.diagram, body.answers)
        self.answer(ANSWER.dump_json(CompareAnswer(assessment=assessment, page=page)))
