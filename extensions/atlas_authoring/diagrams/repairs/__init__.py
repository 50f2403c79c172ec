"""Repairs: what authors often write that Mermaid's parser refuses, mended before it sees it."""

from atlas_authoring.diagrams.repairs.attempts import Attempt, attempts_for
from atlas_authoring.diagrams.repairs.rules import RULES, Rule

__all__ = ["RULES", "Attempt", "Rule", "attempts_for"]
