"""The read side of a catalogue: what `atlas build` made, opened read-only."""

from atlas_core.catalogue.connection import (
    CatalogueError,
    CatalogueUnreadableError,
    NotInCatalogueError,
)
from atlas_core.catalogue.model import Bundle, Folder, Heading, Hit, Page, PageEntry, PageRef
from atlas_core.catalogue.model import Passage as Passage
from atlas_core.catalogue.model import Tree as Tree
from atlas_core.catalogue.read import Catalogue

__all__ = [
    "Bundle",
    "Catalogue",
    "CatalogueError",
    "CatalogueUnreadableError",
    "Folder",
    "Heading",
    "Hit",
    "NotInCatalogueError",
    "Page",
    "PageEntry",
    "PageRef",
    "Passage",
    "Tree",
]
