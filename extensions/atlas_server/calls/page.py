"""`GET page?id=`: everything that the reader draws of one page, in one answer."""

from dataclasses import dataclass
from functools import partial

from atlas_core.catalogue import Bundle, Catalogue, Heading, PageRef
from atlas_core.exercise import Exercise
from atlas_core.page import FrontMatter, QuizQuestion
from atlas_core.sim.flow.scenario import read_scenarios
from pydantic import TypeAdapter
from tornado.web import authenticated

from atlas_server.calls.handler import AtlasHandler


@dataclass(frozen=True, slots=True, kw_only=True)
class PageAnswer:
    """A page with its diagrams, exercises and quiz; `prev` and `next` in its tree's order.

    `simulated` are the ids of the diagrams that a scenario of the page runs.
    """

    id: str
    tree: str
    path: str
    title: str
    description: str
    difficulty: str | None
    minutes: int
    html: str
    front_matter: FrontMatter
    headings: tuple[Heading, ...]
    diagrams: tuple[Bundle, ...]
    simulated: tuple[str, ...]
    exercises: tuple[Exercise, ...]
    quiz: tuple[QuizQuestion, ...]
    backlinks: tuple[PageRef, ...]
    prev: PageRef | None
    next: PageRef | None


ANSWER = TypeAdapter(PageAnswer)


class PageHandler(AtlasHandler):
    """Answers 304 while the catalogue is the same."""

    @authenticated
    async def get(self) -> None:
        """Answer with the page."""
        page_id = self.query("id")
        shelf = self.services.shelf
        if self.unchanged(await shelf.version()):
            return
        self.answer(await shelf.json(f"page {page_id}", partial(whole_page, page_id)))


def whole_page(page_id: str, catalogue: Catalogue) -> bytes:
    """Return the page as JSON. Raises NotInCatalogueError."""
    page = catalogue.page(page_id)
    before, after = catalogue.neighbours(page_id)
    scenarios, _ = read_scenarios(page.source, page.scenario_file)
    ordinals = dict.fromkeys(scenario.diagram for scenario in scenarios)
    return ANSWER.dump_json(
        PageAnswer(
            id=page.id,
            tree=page.tree,
            path=page.path,
            title=page.title,
            description=page.description,
            difficulty=page.difficulty,
            minutes=page.minutes,
            html=page.html,
            front_matter=page.front_matter,
            headings=page.headings,
            diagrams=catalogue.diagrams(page_id),
            simulated=tuple(f"{page.id}#{ordinal}" for ordinal in ordinals),
            exercises=catalogue.exercises(page_id),
            quiz=catalogue.quiz(page_id),
            backlinks=catalogue.backlinks(page_id),
            prev=before,
            next=after,
        )
    )
