"""A scenario of a page, read and not yet bound to its diagram."""

from dataclasses import dataclass
from enum import StrEnum

from atlas_core.page.yaml_text import Written
from atlas_core.sim.flow.scenario.fault import FaultNote
from atlas_core.sim.flow.scenario.load import Load


class Chart(StrEnum):
    """What a reader can watch while it runs."""

    LATENCY = "latency"
    THROUGHPUT = "throughput"
    ERRORS = "errors"
    QUEUE = "queue"
    BUSY = "busy"
    RETRIES = "retries"


class Metric(StrEnum):
    """A number that a run answers a prediction with: of all requests, or of one node.

    RECOVERY_S counts from the end of the last fault until a tenth of the run's windows in a row are
    back at twice the latency and twice the failures, or better, that were usual before the first.
    """

    LATENCY_MEAN_S = "latency_mean_s"
    LATENCY_P50_S = "latency_p50_s"
    LATENCY_P95_S = "latency_p95_s"
    LATENCY_P99_S = "latency_p99_s"
    ERROR_RATIO = "error_ratio"
    THROUGHPUT_PER_S = "throughput_per_s"
    UTILISATION = "utilisation"
    QUEUE_MAX = "queue_max"
    HIT_RATIO = "hit_ratio"
    RETRIES = "retries"
    CALLS_PER_REQUEST = "calls_per_request"
    RECOVERY_S = "recovery_s"


def first_line(*, beside: bool) -> int:
    """The line of a file where its YAML begins: a page has a fence above it."""
    return 1 if beside else 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Prediction:
    """Guess, then see. Either a `metric` (of a node, or of everything) or `choices` with `right`.

    `right` is the index of the right choice; `unit` is that of the number which is asked for.
    """

    question: str
    metric: Metric | None = None
    of: str = ""
    unit: str = ""
    choices: tuple[str, ...] = ()
    right: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Variant:
    """A run: what it changes of the diagram's own. `parameters` are keyed by node or edge.

    `line` counts in the YAML, from 0.
    """

    title: str
    line: int
    loads: tuple[Load, ...] = ()
    parameters: tuple[tuple[str, Written], ...] = ()
    faults: tuple[FaultNote, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PageScenario:
    """`diagram` counts the page's Mermaid diagrams from 1; `explanation` is Markdown.

    `beside`: its lines are those of the file beside the page.
    """

    id: str
    title: str
    line: int
    run: Variant
    diagram: int = 1
    duration_s: float = 60.0
    seed: int = 1
    compare: Variant | None = None
    watch: tuple[Chart, ...] = ()
    predict: Prediction | None = None
    explanation: str = ""
    beside: bool = False
