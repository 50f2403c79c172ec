"""What a run adds up to: counts and areas, from which every shown figure comes.

The C engine counts while it runs; `summary.sums_of` finds the same from the entries of a trace.
"""

from dataclasses import dataclass

WINDOWS = 100
BUCKETS = 1920
ENDED = ("time", "entries", "memory")
"""Why a run ended: at its planned time, or early: too many entries, or too much memory."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StationSum:
    """One station over the whole run.

    `calls` came to it, `starts` began to be served, `outcomes` counts answers by `Outcome`. The
    areas are numbers times ticks: of busy servers, of jobs that wait, of all jobs present.
    `time_ticks` is the time that answered jobs spent there.
    """

    calls: int
    starts: int
    outcomes: tuple[int, ...]
    busy_ticks: float
    waiting_ticks: float
    present_ticks: float
    time_ticks: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """One hundredth of the run: requests that arrived, were answered well or badly in it.

    `time_ticks` is the latency of the good answers, added up.
    """

    arrived: int
    good: int
    bad: int
    time_ticks: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Sums:
    """The whole run. `buckets` counts the latencies of good answers (see `bucket_of`)."""

    ended: str
    entries: int
    requests: int
    stations: tuple[StationSum, ...]
    windows: tuple[Window, ...]
    buckets: tuple[int, ...]


def bucket_of(ticks: int) -> int:
    """Latencies up to 63 ticks have a bucket each; above, each doubling has 32 (3 % wide)."""
    if ticks < 64:
        return ticks
    shift = ticks.bit_length() - 6
    return 32 * shift + (ticks >> shift)


def bucket_bounds(bucket: int) -> tuple[int, int]:
    """The least latency in a bucket, and the least above it, in ticks."""
    if bucket < 64:
        return bucket, bucket + 1
    shift = bucket // 32 - 1
    low = (bucket - 32 * shift) << shift
    return low, low + (1 << shift)


def window_ticks(end: int) -> int:
    """How long a window is in a run that lasts `end` ticks."""
    return end // WINDOWS + 1
