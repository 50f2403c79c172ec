"""What a learner did, as append-only facts, and the folds over them."""

from atlas_core.facts.intake import FactError, parse_fact
from atlas_core.facts.model import ASSERTERS, Asserter, Fact, FactKind, Privacy
from atlas_core.facts.payload import PAYLOADS
from atlas_core.facts.progress import PROGRESS_VERSION, Progress, fold, rebuild
from atlas_core.facts.standing import Standing, standing
from atlas_core.facts.uuid7 import make_uuid7, parse_uuid7

__all__ = [
    "ASSERTERS",
    "PAYLOADS",
    "PROGRESS_VERSION",
    "Asserter",
    "Fact",
    "FactError",
    "FactKind",
    "Privacy",
    "Progress",
    "Standing",
    "fold",
    "make_uuid7",
    "parse_fact",
    "parse_uuid7",
    "rebuild",
    "standing",
]
