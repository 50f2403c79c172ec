"""The notebook that Voilà serves: a page's title, and a cell for each simulator of the page."""

import json
from collections.abc import Sequence

from atlas_core.catalogue import Catalogue
from atlas_core.sim.flow.scenario import simulation_answer

_NOTHING = "no diagram of the page `{page}` can be simulated: {why}"
_NO_DIAGRAM = "it has no diagram"


class NothingToSimulateError(ValueError):
    """No diagram of the page can be run; the text says why."""


def notebook_of(catalogue: Catalogue, name: str) -> str:
    """Return the text of the notebook (nbformat 4.5) of the page whose id is or ends with `name`.

    It has the diagrams for which the page gives scenarios; where it gives none, all that can be
    run. Raises NotInCatalogueError, NothingToSimulateError.
    """
    page = catalogue.page(catalogue.find_page(name))
    answers = [
        (
            bundle.diagram,
            simulation_answer(bundle.diagram, page.source, ordinal, page.scenario_file),
        )
        for ordinal, bundle in enumerate(catalogue.diagrams(page.id), start=1)
    ]
    runnable = [(diagram, answer) for diagram, answer in answers if answer.runnable]
    if not runnable:
        why = answers[0][1].why if answers else _NO_DIAGRAM
        raise NothingToSimulateError(_NOTHING.format(page=page.id, why=why))
    told = [(diagram, answer) for diagram, answer in runnable if answer.scenarios]
    cells = [("markdown", f"# {page.title}")]
    for diagram, _ in told or runnable:
        if diagram.title not in ("", page.title):
            cells.append(("markdown", f"## {diagram.title}"))
        cells.append(("code", f"import atlas\n\natlas.Simulator({diagram.id!r})"))
    return notebook_text(cells)


def notebook_text(cells: Sequence[tuple[str, str]]) -> str:
    """Return a notebook (nbformat 4.5) of cells, each its kind and its source."""
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    notebook = {
        "cells": [_cell(index, *cell) for index, cell in enumerate(cells)],
        "metadata": {"kernelspec": kernel},
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    return json.dumps(notebook)


def _cell(index: int, kind: str, source: str) -> dict[str, object]:
    cell: dict[str, object] = {"id": f"cell-{index}", "cell_type": kind, "metadata": {}}
    code: dict[str, object] = {"execution_count": None, "outputs": []} if kind == "code" else {}
    return cell | {"source": source} | code
