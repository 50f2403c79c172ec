"""Opening a diagram of the catalogue by name."""

import os

from atlas_core.catalogue import Bundle, Catalogue, CatalogueUnreadableError, NotInCatalogueError
from atlas_widgets import DiagramWidget

NO_CATALOGUE = (
    "There is no catalogue here: ATLAS_CATALOGUE names no file. In a server that Atlas started "
    "it does; elsewhere build one with `atlas build TREE --out FILE` and set it."
)


class DiagramNotFoundError(LookupError):
    """No diagram has that name, or there is no catalogue to look in; the text says which."""


def open_diagram(name: str) -> DiagramWidget:
    """Return the diagram with this id, or with an id that ends so: "retry-storm#2".

    Without "#" the page's first. Raises DiagramNotFoundError.
    """
    return DiagramWidget(find_bundle(name))


def find_bundle(name: str) -> Bundle:
    """Return what the catalogue holds under this name. Raises DiagramNotFoundError."""
    path = os.environ.get("ATLAS_CATALOGUE")
    if not path:
        raise DiagramNotFoundError(NO_CATALOGUE)
    try:
        with Catalogue.open(path) as catalogue:
            return catalogue.diagram(name)
    except (CatalogueUnreadableError, NotInCatalogueError) as error:
        raise DiagramNotFoundError(error.sentence) from None
