"""`GET simulation?diagram=`: what a browser needs to run a diagram by itself, or why it can't."""

from functools import partial

from atlas_core.catalogue import Catalogue
from atlas_core.sim.flow.scenario import encode_answer, simulation_answer
from tornado.web import authenticated

from atlas_server.calls.handler import AtlasHandler


class SimulationHandler(AtlasHandler):
    """Answers 304 while the catalogue is the same."""

    @authenticated
    async def get(self) -> None:
        """Answer with model, scenarios and parameters; no other question follows for a run."""
        name = self.query("diagram")
        shelf = self.services.shelf
        if self.unchanged(await shelf.version()):
            return
        self.answer(await shelf.json(f"simulation {name}", partial(simulation, name)))


def simulation(name: str, catalogue: Catalogue) -> bytes:
    """Return the answer as JSON. Raises NotInCatalogueError."""
    diagram = catalogue.diagram(name).diagram
    name, _, ordinal = diagram.id.rpartition("#")
    page = catalogue.page(name)
    answer = simulation_answer(diagram, page.source, int(ordinal), page.scenario_file)
    return encode_answer(answer).encode()
