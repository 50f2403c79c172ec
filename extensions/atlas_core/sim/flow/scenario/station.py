"""What a scenario may say of a node."""

from collections.abc import Sequence
from dataclasses import replace

from atlas_core.sim.flow.duration import mean_s
from atlas_core.sim.flow.model import Discipline, Station
from atlas_core.sim.flow.scenario import values
from atlas_core.sim.flow.scenario.duration import duration
from atlas_core.sim.flow.scenario.key import Described, Key

STATION_KEYS: tuple[Key[Station], ...] = (
    Key(
        name="servers",
        sentence="Requests that are served at once (threads, connections, workers); `any`: as many "
        "as needed.",
        example="20",
        put=lambda s, t, what: replace(s, servers=values.count_or_any(t, what)),
        parameter="servers",
        unit="1",
        number=lambda s: None if s.servers is None else float(s.servers),
    ),
    Key(
        name="service",
        sentence="How long a server works on one request: a mean, percentiles, or a shape.",
        example="{shape: exponential, mean: 200 ms}",
        put=lambda s, t, what: replace(s, service=duration(t, what)),
        parameter="service_s",
        unit="s",
        number=lambda s: mean_s(s.service),
    ),
    Key(
        name="queue_max",
        sentence="How many may wait; one more is refused. `any`: no limit.",
        example="1000",
        put=lambda s, t, what: replace(s, queue_max=values.count_or_any(t, what)),
        parameter="queue_max",
        unit="1",
        number=lambda s: None if s.queue_max is None else float(s.queue_max),
    ),
    Key(
        name="discipline",
        sentence="Who of those that wait is next: " + ", ".join(Discipline) + ".",
        example="priority",
        put=lambda s, t, what: replace(s, discipline=values.word(t, what, Discipline)),
    ),
    Key(
        name="holds_server",
        sentence="The server is kept until the calls are answered, like a thread for each request.",
        example="true",
        put=lambda s, t, what: replace(s, holds_server=values.flag(t, what)),
    ),
    Key(
        name="hit_ratio",
        sentence="The share of the requests that a cache answers itself.",
        example="0.9",
        put=lambda s, t, what: replace(s, hit_ratio=values.ratio(t, what)),
        parameter="hit_ratio",
        unit="ratio",
        number=lambda s: s.hit_ratio,
    ),
    Key(
        name="error_ratio",
        sentence="The share of its answers that are errors, without any fault.",
        example="0.1 %",
        put=lambda s, t, what: replace(s, error_ratio=values.ratio(t, what)),
        parameter="error_ratio",
        unit="ratio",
        number=lambda s: s.error_ratio,
    ),
)
STATION_GROUPS: dict[str, Sequence[Described]] = {}
