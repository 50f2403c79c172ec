"""What makes no sense in a model or a scenario, said before anything runs."""

from atlas_core.sim.flow.validation.sound import FlowError, check, problems

__all__ = ["FlowError", "check", "problems"]
