"""Which annotation of a label is which number of the model.

A label says many things in seconds that are no service time: a retention, a time to live, a lag.
What is named a latency, a response, or carries a percentile counts; any other duration where it is
short, and not named as something else.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from atlas_core.diagram.model import Annotation
from atlas_core.diagram.vocabulary import Bound
from atlas_core.sim.flow.duration import (
    Duration,
    Exponential,
    fit_median_and_p99,
    fit_quantile,
)

_LATENCY = re.compile(
    r"\b(latency|response|average duration|"
    r"(?:response|query|execution|service|processing|build|load|loading|inference|render|"
    r"rendering|scan|search|lookup|compute) time|"
    r"sla|read|reads|write|writes|lookup|latencies|rtt|round trip|i/o|access|seek|fetch|hop|call)\b"
)
_NO_LATENCY = re.compile(
    r"\b(lag|ttl|retention|timeout|rto|rpo|recovery|failover|budget|window|interval|expiry|uptime|"
    r"cold start|pause|reduction|saved|improvement|penalty|wait|backoff|detection|mttr|age|every|"
    r"refresh|refreshed|updated?|poll|polling|heartbeats?|flush|cache|expires|after|buffer|period|"
    r"election|lease|delay|ago|delta|deadline|older|last|past|keep-?alive|sliding|time travel)\b"
)
_RATE = re.compile(
    r"\b(requests?|req|queries|reads?|writes?|traffic|load|throughput|orders?|events?|msgs?|"
    r"messages?|transactions?|ops|operations|tps|qps|rps|rate|calls|matches|trips|uploads|"
    r"searches|jobs|tasks|peak|volume|payments|lookups|invocations)\b"
)
_NO_RATE = re.compile(r"\b(limit|limiting|deploys?|deployments|bugs|health checks?|errors?)\b")
_SERVERS = re.compile(
    r"^(nodes|replicas|read replicas|brokers|workers|shards|pops|node clusters?|"
    r"containers|machines|hosts|consumers|members|(?:[a-z-]+ )?(?:instances|pods|servers))$"
)
_HIT = re.compile(r"\bhits?\b")
_MISS = re.compile(r"\bmiss(es)?\b")
_HIT_FOLLOWS = re.compile(r"\s*(?:cache )?hits?\b", re.IGNORECASE)
_CACHE_HIT = re.compile(r"\bcache hits?\b", re.IGNORECASE)
_ERROR = re.compile(r"\b(error|errors|failure|failures) ?(rate|ratio)?\b")
_SUCCESS = re.compile(r"\bsuccess\b")
_SHARE = re.compile(r"^(share|traffic|requests|of traffic|of requests|reads|writes)$")
_SHORT_S = 10.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Stated:
    """A number that the author wrote, and the text that says so."""

    value: float
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Latency:
    """A latency as the author wrote it, and the duration that has it.

    `name` is "p99", "p50 and p99", "mean", …; `value_s` the figure that was written.
    """

    name: str
    value_s: float
    text: str
    fitted: Duration


def latency(annotations: Iterable[Annotation]) -> Latency | None:
    """The latency that the annotations state; percentiles before means before bare durations."""
    found = [note for note in annotations if _is_latency(note)]
    by_percentile = {note.percentile: note for note in found if note.percentile is not None}
    high = max((p for p in by_percentile if p > 50), default=None)
    if high is not None:
        note, median = by_percentile[high], by_percentile.get(50.0)
        if high == 99 and median is not None and 0 < median.value < note.value:
            return Latency(
                name="p50 and p99",
                value_s=note.value,
                text=f"{median.text}, {note.text}",
                fitted=fit_median_and_p99(median.value, note.value),
            )
        return _quantile(high, note)
    if 50.0 in by_percentile:
        return _quantile(50.0, by_percentile[50.0])
    best = min(found, key=_remoteness, default=None)
    return _mean(best) if best else None


def _remoteness(note: Annotation) -> int:
    """A named latency goes before a bare duration, that before one of another name."""
    return 0 if _LATENCY.search(note.name) else 1 if note.name == "duration" else 2


def _is_latency(note: Annotation) -> bool:
    if note.unit != "s" or note.value <= 0 or _NO_LATENCY.search(note.name):
        return False
    if note.percentile is not None and note.percentile < 100:
        return note.value <= 600
    if _LATENCY.search(note.name):
        return note.value <= 600
    return note.value <= _SHORT_S


def _quantile(percentile: float, note: Annotation) -> Latency:
    fitted = fit_quantile(percentile, note.value)
    return Latency(name=f"p{percentile:g}", value_s=note.value, text=note.text, fitted=fitted)


def _mean(note: Annotation) -> Latency:
    if note.bound is Bound.AT_MOST:
        return Latency(
            name="limit, taken as p99",
            value_s=note.value,
            text=note.text,
            fitted=fit_quantile(99, note.value),
        )
    if note.upper is not None:
        middle = (note.value + note.upper) / 2
        return Latency(
            name="middle of the range",
            value_s=middle,
            text=note.text,
            fitted=Exponential(mean_s=middle),
        )
    fitted = Exponential(mean_s=note.value)
    return Latency(name="mean", value_s=note.value, text=note.text, fitted=fitted)


def rate(annotations: Iterable[Annotation]) -> Stated | None:
    """Requests a second."""
    for note in annotations:
        named = _RATE.search(note.name) and not _NO_RATE.search(note.name)
        if note.unit == "1/s" and note.value > 0 and named:
            return Stated(value=note.value, text=note.text)
    return None


def servers(annotations: Iterable[Annotation]) -> Stated | None:
    """How many machines, pods or replicas."""
    for note in annotations:
        if note.unit == "1" and 1 <= note.value <= 1e6 and _SERVERS.search(note.name):
            return Stated(value=note.value, text=note.text)
    return None


def hit_ratio(annotations: Iterable[Annotation], lines: Sequence[str] = ()) -> Stated | None:
    """The part that a cache answers; "25 % miss" says it too. `lines` is where they stand."""
    notes = [_named_by_hit(note, lines) for note in annotations]
    if len(notes) == 1 and _CACHE_HIT.search(" ".join(lines)):  # "cache hit", the figure below it
        notes = [replace(notes[0], name="hit")]
    hit, miss = _ratio(notes, _HIT), _ratio(notes, _MISS)
    return hit or (None if miss is None else Stated(value=1 - miss.value, text=miss.text))


def _named_by_hit(note: Annotation, lines: Sequence[str]) -> Annotation:
    """ "Session lookup: 95% hit": what follows the figure names it."""
    line = lines[note.line] if note.line < len(lines) else ""
    return replace(note, name="hit") if _HIT_FOLLOWS.match(line[note.end :]) else note


def share(annotations: Iterable[Annotation]) -> Stated | None:
    """The part of the requests that takes an edge."""
    return _ratio(annotations, _SHARE)


def error_ratio(annotations: Iterable[Annotation]) -> Stated | None:
    """The part of the answers that are errors."""
    notes = tuple(annotations)
    good = _ratio(notes, _SUCCESS)
    if good is not None:
        return Stated(value=1 - good.value, text=good.text)
    return _ratio(notes, _ERROR)


def timeout_s(annotations: Iterable[Annotation]) -> Stated | None:
    """How long a caller waits."""
    for note in annotations:
        if note.unit == "s" and "timeout" in note.name and 0 < note.value <= 3600:
            return Stated(value=note.value, text=note.text)
    return None


def retries(annotations: Iterable[Annotation]) -> Stated | None:
    """How often a caller tries again."""
    for note in annotations:
        if note.unit == "1" and note.name in ("retries", "max retries") and note.value <= 20:
            return Stated(value=note.value, text=note.text)
    return None


def _ratio(annotations: Iterable[Annotation], name: re.Pattern[str]) -> Stated | None:
    for note in annotations:
        if note.unit == "ratio" and 0 <= note.value <= 1 and name.search(note.name):
            return Stated(value=note.value, text=note.text)
    return None
