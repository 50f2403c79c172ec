"""The read side of a catalogue: what `atlas build` made, opened read-only."""

from atlas_core.catalogue.connection import CatalogueError as CatalogueError
from atlas_core.catalogue.connection import CatalogueUnreadableError as CatalogueUnreadableError
from atlas_core.catalogue.connection import NotInCatalogueError as NotInCatalogueError
from atlas_core.catalogue.model import Bundle as Bundle
from atlas_core.catalogue.model import Concept as Concept
from atlas_core.catalogue.model import Filters as Filters
from atlas_core.catalogue.model import Folder as Folder
from atlas_core.catalogue.model import Heading as Heading
from atlas_core.catalogue.model import Hit as Hit
from atlas_core.catalogue.model import Link as Link
from atlas_core.catalogue.model import Mention as Mention
from atlas_core.catalogue.model import Page as Page
from atlas_core.catalogue.model import PageEntry as PageEntry
from atlas_core.catalogue.model import PageRef as PageRef
from atlas_core.catalogue.model import Passage as Passage
from atlas_core.catalogue.model import Related as Related
from atlas_core.catalogue.model import Technology as Technology
from atlas_core.catalogue.model import Tree as Tree
from atlas_core.catalogue.read import Catalogue as Catalogue
