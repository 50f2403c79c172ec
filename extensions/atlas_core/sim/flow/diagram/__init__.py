"""From a diagram to a model: what the author drew and wrote, as stations, calls and parameters."""

from atlas_core.sim.flow.diagram.read import NotRunnableError, Reading, read_model

__all__ = ["NotRunnableError", "Reading", "read_model"]
