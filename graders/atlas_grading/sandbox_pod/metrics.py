"""What Prometheus is told of the worker: how many submissions it judged, and how long that took."""

from atlas_core.exercise import Grade
from prometheus_client import CollectorRegistry, Histogram

METRICS_PORT = 9003
BUCKETS_S = (0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 20.0, 60.0)


class JudgeMetrics:
    """Seconds from lease to verdict, by exercise and by whether all points were given."""

    def __init__(self, registry: CollectorRegistry) -> None:
        self._seconds = Histogram(
            "atlas_judge_seconds",
            "From the start of judging to the verdict",
            ("exercise", "points"),
            buckets=BUCKETS_S,
            registry=registry,
        )

    def judged(self, grade: Grade, seconds: float) -> None:
        """Note one verdict; points is `none`, `some` or `all`."""
        share = "none" if grade.points <= 0 else "some"
        if 0 < grade.max_points <= grade.points:
            share = "all"
        self._seconds.labels(grade.exercise, share).observe(seconds)
