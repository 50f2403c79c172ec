"""ipywidgets classes: traits, no logic. Their browser side is in `@atlas/labextension`."""

from atlas_widgets.diagram import DiagramWidget
from atlas_widgets.naming import UnknownNodeError

__all__ = ["DiagramWidget", "UnknownNodeError"]
