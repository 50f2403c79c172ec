"""Opening the simulator of a diagram by name."""

import os

from atlas_core.catalogue import Catalogue, CatalogueUnreadableError, NotInCatalogueError
from atlas_core.sim.flow.scenario import simulation_answer
from atlas_widgets import SimulatorWidget

from atlas.diagram import NO_CATALOGUE, DiagramNotFoundError


def open_simulator(name: str, *, scenario: str | None = None) -> SimulatorWidget:
    """Return the simulator of a diagram: "retry-storm#1"; without "#" the page's first.

    `scenario` is the id of one of the page's scenarios; left out, the diagram's first. Raises
    DiagramNotFoundError, NotRunnableHereError, UnknownScenarioError.
    """
    path = os.environ.get("ATLAS_CATALOGUE")
    if not path:
        raise DiagramNotFoundError(NO_CATALOGUE)
    try:
        with Catalogue.open(path) as catalogue:
            bundle = catalogue.diagram(name)
            owner, _, ordinal = bundle.diagram.id.rpartition("#")
            page = catalogue.page(owner)
            answer = simulation_answer(
                bundle.diagram, page.source, int(ordinal), page.scenario_file
            )
    except (CatalogueUnreadableError, NotInCatalogueError) as error:
        raise DiagramNotFoundError(error.sentence) from None
    return SimulatorWidget(bundle, answer, scenario=scenario)
