"""What a learner did, as append-only facts, and the folds over them."""

from atlas_core.facts.model import ASSERTERS, Asserter, Fact, FactKind, Privacy

__all__ = ["ASSERTERS", "Asserter", "Fact", "FactKind", "Privacy"]
