"""Drawing from memory: what a drawn diagram has of the page's own, and what it lacks."""

from atlas_core.quiz.assess import assess
from atlas_core.quiz.compare import compare
from atlas_core.quiz.model import Assessment, Comparison, Finding, Question

__all__ = ["Assessment", "Comparison", "Finding", "Question", "assess", "compare"]
