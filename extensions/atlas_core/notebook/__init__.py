"""From Markdown to notebooks: pure, one way, with stable cell ids."""

from atlas_core.notebook.exercise import exercise_to_notebook
from atlas_core.notebook.page import DIAGRAM_MIME, page_to_notebook

__all__ = ["DIAGRAM_MIME", "exercise_to_notebook", "page_to_notebook"]
