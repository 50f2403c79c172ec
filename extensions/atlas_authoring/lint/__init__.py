"""`atlas lint`: what an author should mend, by rule; and the edits that mend a diagram."""

from atlas_authoring.lint.lint import Linted, lint
from atlas_authoring.lint.rules import RULES

__all__ = ["RULES", "Linted", "lint"]
