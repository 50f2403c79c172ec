"""Repairs: what authors often write that Mermaid's parser refuses, mended before it sees it."""

from atlas_core.mermaid.repairs.attempts import Attempt, first_attempt, further_attempts
from atlas_core.mermaid.repairs.rules import RULES, Rule

__all__ = ["RULES", "Attempt", "Rule", "first_attempt", "further_attempts"]
