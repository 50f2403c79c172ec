"""Users who wait for their answer before they ask again: how many requests they bring.

The approximation of Schweitzer and Bard to mean value analysis (Lazowska et al., Quantitative
System Performance, 1984, chapter 6); stations with several servers as one faster server and a
delay (Seidmann 1987). Sources without users are taken as a load that slows the stations down.
"""

from atlas_core.sim.flow.duration import mean_s
from atlas_core.sim.flow.estimate.flows import flows_of
from atlas_core.sim.flow.model import Closed, FlowModel

_PASSES_MAX = 500


def closed_rate(
    model: FlowModel, rates: dict[str, tuple[float, float]]
) -> dict[str, tuple[float, float]]:
    """The rates of all sources, those of users as mean value analysis gives them."""
    answer = dict(rates)
    opened = {
        s.id: (0.0, 1.0) if isinstance(s.arrivals, Closed) else rates[s.id] for s in model.sources
    }
    busy = _demands(model, opened)
    for source in model.sources:
        if isinstance(source.arrivals, Closed):
            alone = {s.id: (1.0 if s.id == source.id else 0.0, 1.0) for s in model.sources}
            demands = []
            for own, taken in zip(_demands(model, alone), busy, strict=True):
                free = max(1 - taken[0] / (taken[1] or 1), 1e-6)
                demands.append((own[0] / free, own[1]))
            users = source.arrivals.users
            answer[source.id] = (_throughput(demands, users, mean_s(source.arrivals.think)), 1.0)
    return answer


def _demands(
    model: FlowModel, rates: dict[str, tuple[float, float]]
) -> list[tuple[float, int | None]]:
    """Seconds of service that all requests of a second ask of each station, and its servers."""
    flows = flows_of(model, rates)
    return [(flows.stations[s.id].rate * mean_s(s.service), s.servers) for s in model.stations]


def _throughput(demands: list[tuple[float, int | None]], users: int, think_s: float) -> float:
    """Requests a second of `users` who think for `think_s` between requests."""
    delay = think_s
    queues = []
    for demand, servers in demands:
        if servers is None:
            delay += demand
        elif demand > 0:
            delay += demand * (servers - 1) / servers
            queues.append(demand / servers)
    lengths = [users / max(len(queues), 1)] * len(queues)
    rate = users / max(delay, 1e-9)
    for _ in range(_PASSES_MAX):
        times = [
            demand * (1 + length * (users - 1) / users)
            for demand, length in zip(queues, lengths, strict=True)
        ]
        rate = users / max(delay + sum(times), 1e-9)
        fresh = [rate * time for time in times]
        if all(abs(a - b) < 1e-7 * users for a, b in zip(fresh, lengths, strict=True)):
            break
        lengths = fresh
    return rate
