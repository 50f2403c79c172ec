"""The publishing gate: an exercise whose checks can't tell right from wrong is not released."""

from atlas_grading.gate.gate import GateReport, check_exercise

__all__ = ["GateReport", "check_exercise"]
