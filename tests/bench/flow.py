"""The flow engine against SimPy and Ciw, in one run and on the same models: `make bench-flow`.

Prints medians of several runs in CPU time of this process, so that a busy machine tells less;
ratios are medians of rounds in which all run in turns, since a machine's clock wanders. The engine
runs as the others do, counting latencies without a trace, and again with its full trace.
Nothing is asserted.
"""

import gc
import resource
import statistics
import sys
import time
from collections.abc import Callable
from functools import partial
from random import Random

import ciw
import simpy
from atlas_core.sim.flow.duration import Constant, Exponential
from atlas_core.sim.flow.estimate import estimate
from atlas_core.sim.flow.model import Call, FlowModel, Poisson, Retry, Scenario, Source, Station
from atlas_engine import load_engine, run_model

ROUNDS = 9
SERVICE_S = 0.0008
RATE = 1000.0
FANS = {0: (1, 2), 1: (3, 4), 2: (5, 6), 3: (7,), 4: (8,), 5: (9,)}
SERVICE_IN_GRAPH_S, TIMEOUT_S, ATTEMPTS = 0.002, 0.25, 3


def tandem() -> FlowModel:
    def station(index: int) -> Station:
        onward = (Call(id=f"c{index}", targets=(f"s{index + 1}",)),)
        return Station(
            id=f"s{index}",
            service=Exponential(mean_s=SERVICE_S),
            stages=(onward,) if index < 2 else (),
        )

    load = Source(id="load", target="s0", arrivals=Poisson(rate_per_s=RATE))
    return FlowModel(stations=tuple(map(station, range(3))), sources=(load,))


def services() -> FlowModel:
    """Ten services that call each other in parallel, with time-outs and retries."""

    def call(caller: int, callee: int) -> Call:
        return Call(
            id=f"{caller}-{callee}",
            targets=(f"s{callee}",),
            timeout_s=TIMEOUT_S,
            retry=Retry(attempts_max=ATTEMPTS, backoff_s=0.01, factor=1.0),
            delay=Constant(mean_s=0.0005),
        )

    def station(index: int) -> Station:
        stage = tuple(call(index, callee) for callee in FANS.get(index, ()))
        return Station(
            id=f"s{index}",
            servers=4,
            service=Exponential(mean_s=SERVICE_IN_GRAPH_S),
            error_ratio=0.01,
            stages=(stage,) if stage else (),
        )

    load = Source(id="load", target="s0", arrivals=Poisson(rate_per_s=RATE))
    return FlowModel(stations=tuple(map(station, range(10))), sources=(load,))


def simpy_tandem(requests: int) -> None:
    env, chance = simpy.Environment(), Random(1)
    stations = [simpy.Resource(env) for _ in range(3)]
    latencies = []

    def request():  # type: ignore[no-untyped-def]
        born = env.now
        for station in stations:
            with station.request() as turn:
                yield turn
                yield env.timeout(chance.expovariate(1 / SERVICE_S))
        latencies.append(env.now - born)

    def arrivals():  # type: ignore[no-untyped-def]
        for _ in range(requests):
            yield env.timeout(chance.expovariate(RATE))
            env.process(request())

    env.process(arrivals())
    env.run()


def simpy_services(requests: int) -> None:
    env, chance = simpy.Environment(), Random(1)
    stations = [simpy.Resource(env, capacity=4) for _ in range(10)]
    latencies = []

    def serve(index: int):  # type: ignore[no-untyped-def]
        yield env.timeout(0.0005)
        with stations[index].request() as turn:
            yield turn
            yield env.timeout(chance.expovariate(1 / SERVICE_IN_GRAPH_S))
        if chance.random() < 0.01:
            return False
        calls = [env.process(attempts(callee)) for callee in FANS.get(index, ())]
        if calls:
            yield simpy.AllOf(env, calls)
        return all(call.value for call in calls)

    def attempts(index: int):  # type: ignore[no-untyped-def]
        for _ in range(ATTEMPTS):
            answer = env.process(serve(index))
            yield simpy.AnyOf(env, [answer, env.timeout(TIMEOUT_S)])
            if answer.processed and answer.value:
                return True
            yield env.timeout(0.01)
        return False

    def request():  # type: ignore[no-untyped-def]
        born = env.now
        yield env.process(serve(0))
        latencies.append(env.now - born)

    def arrivals():  # type: ignore[no-untyped-def]
        for _ in range(requests):
            yield env.timeout(chance.expovariate(RATE))
            env.process(request())

    env.process(arrivals())
    env.run()


def ciw_tandem(requests: int) -> None:
    network = ciw.create_network(
        arrival_distributions=[ciw.dists.Exponential(rate=RATE), None, None],
        service_distributions=[ciw.dists.Exponential(rate=1 / SERVICE_S)] * 3,
        number_of_servers=[1, 1, 1],
        routing=[[0.0, 1.0, 0.0], [0.0, 0.0, 1.0], [0.0, 0.0, 0.0]],
    )
    ciw.seed(1)
    ciw.Simulation(network).simulate_until_max_customers(requests)


def engine(model: FlowModel, requests: int, *, record: bool = True) -> Callable[[], None]:
    scenario = Scenario(duration_s=requests / RATE * 2, requests_max=requests)

    def run() -> None:
        run_model(model, scenario, record=record)

    return run


def median_s(run: Callable[[], None], times: int) -> float:
    spent = []
    for _ in range(times):
        gc.collect()
        start = time.process_time()
        run()
        spent.append(time.process_time() - start)
    return statistics.median(spent)


def in_turns(runs: dict[str, Callable[[], None]], few: dict[str, int]) -> dict[str, list[float]]:
    """Requests a second of each run in each round; a run of `few` makes so many, else 100,000."""
    rounds = [{name: median_s(run, 1) for name, run in runs.items()} for _ in range(ROUNDS)]
    return {name: [few.get(name, 100_000) / each[name] for each in rounds] for name in runs}


def ratio(ours: list[float], theirs: list[float]) -> float:
    return statistics.median(a / b for a, b in zip(ours, theirs, strict=True))


def line(text: str) -> None:
    sys.stdout.write(text + "\n")


def main() -> None:
    load_engine()
    few = 5000
    line("requests a second of CPU time")
    for name, model, rivals in (
        ("tandem of 3", tandem(), {"SimPy": simpy_tandem, "Ciw": ciw_tandem}),
        ("10 services", services(), {"SimPy": simpy_services}),
    ):
        runs = {"engine": engine(model, 100_000, record=False), "traced": engine(model, 100_000)}
        runs |= {rival: partial(run, few) for rival, run in rivals.items()}
        rates = in_turns(runs, dict.fromkeys(rivals, few))
        own, traced = statistics.median(rates["engine"]), statistics.median(rates["traced"])
        line(f"  {name}: engine {own:,.0f}, with its trace {traced:,.0f}")
        for rival in rivals:
            theirs = statistics.median(rates[rival])
            times, with_trace = (ratio(rates[each], rates[rival]) for each in ("engine", "traced"))
            line(
                f"  {name}: {rival} {theirs:,.0f}; the engine {times:.0f} times, "
                f"with its trace {with_trace:.0f} times"
            )
    spent = median_s(engine(services(), 20_000), 5)
    line(f"20,000 requests of the 10 services with trace: {spent * 1000:.0f} ms (goal 50)")
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    spent = median_s(engine(tandem(), 1_000_000), 1)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    line(f"1,000,000 requests of the tandem with trace: {spent:.2f} s (goal 1.5)")
    line(f"peak memory {peak:.0f} MB (goal 300), before that run {before:.0f} MB")
    for name, model in (("tandem of 3", tandem()), ("10 services", services())):
        spent = median_s(lambda model=model: [estimate(model) for _ in range(200)], 3)  # type: ignore
        line(f"estimate of the {name}: {spent / 200 * 1e6:.0f} us (100)")


if __name__ == "__main__":
    main()
