"""The analytic estimate: what queueing theory says of a model at once, with its error bar."""

from atlas_core.sim.flow.estimate.estimate import Estimate, StationEstimate, estimate

__all__ = ["Estimate", "StationEstimate", "estimate"]
