"""ipywidgets classes: traits, no logic. Their browser side is in `@atlas/labextension`."""

from atlas_widgets.diagram import DiagramWidget
from atlas_widgets.naming import UnknownNodeError
from atlas_widgets.simulator import NotRunnableHereError, SimulatorWidget, UnknownScenarioError

__all__ = [
    "DiagramWidget",
    "NotRunnableHereError",
    "SimulatorWidget",
    "UnknownNodeError",
    "UnknownScenarioError",
]
