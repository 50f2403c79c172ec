"""Formulas of queueing theory for one station.

Sources: Kleinrock, Queueing Systems I, 1975 (M/M/c, M/M/c/K, Pollaczek-Khinchine); Allen,
Probability, Statistics and Queueing Theory, 1990 (G/G/c by Allen and Cunneen); Whitt, The Queueing
Network Analyzer, 1983 (departures); Whitt, Planning Queueing Simulations, 1989 (how far a finite
run is off).
"""

import math


def erlang_c(servers: int, offered: float) -> float:
    """The probability that a request has to wait, for `offered` = rate * service < servers."""
    blocking = 1.0
    for count in range(1, servers + 1):
        blocking = offered * blocking / (count + offered * blocking)
    return servers * blocking / (servers - offered * (1 - blocking))


def waiting_s(servers: int, rate: float, service_s: float, arrival_scv: float, scv: float) -> float:
    """The mean wait in an unlimited queue; exact for Poisson arrivals and exponential service.

    Exact too for one server, Poisson arrivals and any service; else an approximation.
    """
    offered = rate * service_s
    if offered <= 0:
        return 0.0
    wait = erlang_c(servers, offered) * service_s / (servers - offered)
    return wait * (arrival_scv + scv) / 2


def limited_queue(
    servers: int, rate: float, service_s: float, queue_max: int
) -> tuple[float, float]:
    """M/M/c/K: the share of refused requests, and the mean wait of the others."""
    offered = rate * service_s
    weight = total = 1.0
    in_line = 0.0
    for count in range(1, servers + queue_max + 1):
        weight *= offered / min(count, servers)
        total += weight
        in_line += weight * max(0, count - servers)
        if total > 1e200:
            weight, total, in_line = weight / total, 1.0, in_line / total
    refused = weight / total
    taken = rate * (1 - refused)
    return refused, in_line / total / taken if taken else 0.0


def departure_scv(servers: int, utilisation: float, arrival_scv: float, scv: float) -> float:
    """How unsteady the stream of those who leave is (Whitt 1983, equation 38)."""
    square = utilisation * utilisation
    return 1 + (1 - square) * (arrival_scv - 1) + square / math.sqrt(servers) * (max(scv, 0.2) - 1)


def longest_s(means_s: list[float]) -> float:
    """The mean of the longest of independent exponential times; exact for up to 4 of them."""
    means = sorted([mean for mean in means_s if mean > 0], reverse=True)[:4]
    subsets = [(0.0, -1)]  # the rate at which the first of them ends, and the sign of its term
    for mean in means:
        subsets += [(rate + 1 / mean, -sign) for rate, sign in subsets]
    return sum([sign / rate for rate, sign in subsets[1:]])


def sampling_error(utilisation: float, requests: float, scv: float) -> float:
    """The relative standard deviation of a mean wait that `requests` in a row give."""
    rho = min(utilisation, 0.9999)
    spread = rho * (2 + 5 * rho - 4 * rho * rho + rho**3)
    return math.sqrt(spread * max(scv, 0.1) / (max(requests, 1.0) * (1 - rho) ** 2))
