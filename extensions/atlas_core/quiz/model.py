"""What comes out of comparing a drawn diagram with the page's own: values for words and pictures.

"Page" is the diagram as the author wrote it, "drawn" the learner's. Ids are those of either; a
finding about a metric carries the ids of the node or edge that the metric belongs to.
"""

from dataclasses import dataclass
from enum import StrEnum

ASSESSMENT_VERSION = 1


class Matter(StrEnum):
    """What is the matter with a part. Each has a sign beside its colour: - + ~ and !"""

    MISSING = "missing"
    EXTRA = "extra"
    MISPLACED = "misplaced"
    MISLABELLED = "mislabelled"


class Part(StrEnum):
    """What a finding is about."""

    NODE = "node"
    EDGE = "edge"
    GROUP = "group"
    METRIC = "metric"


class Item(StrEnum):
    """The eight items of the mastery checklist, in its order."""

    STRUCTURE = "structure"
    LABELS = "labels"
    TRADE_OFFS = "trade_offs"
    METRICS = "metrics"
    FAILURES = "failures"
    ALTERNATIVES = "alternatives"
    COSTS = "costs"
    DATA_FLOW = "data_flow"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One difference, in one sentence. `page` and `drawn` are ids, null where one side has none."""

    matter: Matter
    part: Part
    sentence: str
    page: str | None = None
    drawn: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """How many parts of one sort the page has, how many of them are drawn right, how many extra."""

    total: int
    right: float
    extra: int = 0

    @property
    def ratio(self) -> float | None:
        """Between 0 and 1; None where there is nothing of the sort on either side."""
        whole = self.total + self.extra
        return self.right / whole if whole else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """All differences, and which node and edge of the page is which of the drawing."""

    findings: tuple[Finding, ...]
    nodes: tuple[tuple[str, str], ...]
    edges: tuple[tuple[str, str], ...]
    structure: Tally
    labels: Tally
    metrics: Tally
    data_flow: Tally

    @property
    def perfect(self) -> bool:
        """Whether there is nothing to say."""
        return not self.findings

    @property
    def sentences(self) -> tuple[str, ...]:
        """The differences in words."""
        return tuple(finding.sentence for finding in self.findings)


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A short question about what a drawing can't show. `right` counts options from 0."""

    item: Item
    text: str
    options: tuple[str, ...]
    right: int
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemScore:
    """One item of the checklist; `ratio` is None where it does not apply or waits for an answer."""

    item: Item
    ratio: float | None
    sentence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessment:
    """A comparison with its checklist. `score` is the mean of the items that have a ratio."""

    comparison: Comparison
    questions: tuple[Question, ...]
    checklist: tuple[ItemScore, ...]
    score: float
    version: int = ASSESSMENT_VERSION
