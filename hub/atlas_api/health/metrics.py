"""What Prometheus is told of the API: requests by route, and how full the queue is.

Only where somebody asks (`images/api/serve.py` serves it on a port of its own); on one machine
nothing of this runs. Routes are named by their template, so that no name of a person and no id is
in a label. The queue is counted when Prometheus asks, by one grouped query; a database that does
not answer leaves it out rather than failing the whole page.
"""

import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime

from prometheus_client import CollectorRegistry, Counter, Histogram
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector
from sqlalchemy import func, select
from sqlalchemy.exc import SQLAlchemyError
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from atlas_api.database import Database
from atlas_api.exchange.tables import Submission
from atlas_api.work.store import last_seen

BUCKETS_S = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)
WAITING = ("queued", "judging")
UNKNOWN = "unknown"


class RequestMetrics:
    """ASGI middleware: counts each request and times it, by method, route and status."""

    def __init__(self, app: ASGIApp, registry: CollectorRegistry) -> None:
        self._app = app
        self._requests = Counter(
            "atlas_api_requests_total",
            "Requests that were answered",
            ("method", "route", "status"),
            registry=registry,
        )
        self._seconds = Histogram(
            "atlas_api_request_seconds",
            "From the request to the end of its answer",
            ("method", "route"),
            buckets=BUCKETS_S,
            registry=registry,
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one connection."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        began, status = time.perf_counter(), 500

        async def send_and_note(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self._app(scope, receive, send_and_note)
        finally:
            route = getattr(scope.get("route"), "path", UNKNOWN)
            self._requests.labels(scope["method"], route, str(status)).inc()
            self._seconds.labels(scope["method"], route).observe(time.perf_counter() - began)


class QueueMetrics(Collector):
    """Submissions that wait or are judged, the oldest one's age, and the last word of a worker."""

    def __init__(
        self, database: Database, clock: Callable[[], datetime] = lambda: datetime.now(UTC)
    ) -> None:
        self._database, self._clock = database, clock

    def describe(self) -> list[GaugeMetricFamily]:
        """Nothing: it would be asked at the start, when the database may not be there yet."""
        return []

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """Ask the database."""
        try:
            with self._database.reading() as session:
                waiting = select(
                    Submission.state, func.count(), func.min(Submission.submitted_at)
                ).where(Submission.state.in_(WAITING))
                rows = session.execute(waiting.group_by(Submission.state)).all()
                seen = last_seen(session)
        except SQLAlchemyError:
            return
        now = self._clock()
        counts = {state: (count, oldest) for state, count, oldest in rows}
        found = GaugeMetricFamily(
            "atlas_submissions", "Submissions without a grade, by state", labels=["state"]
        )
        for state in WAITING:
            found.add_metric([state], counts.get(state, (0, now))[0])
        yield found
        oldest = min((at for _, at in counts.values()), default=now)
        yield GaugeMetricFamily(
            "atlas_submission_oldest_seconds",
            "Age of the oldest submission without a grade",
            value=max(0.0, (now - oldest).total_seconds()),
        )
        if seen is not None:
            yield GaugeMetricFamily(
                "atlas_worker_seen_seconds",
                "Since a worker was last heard of",
                value=max(0.0, (now - seen).total_seconds()),
            )
