"""What a scenario may say of an edge "A -> B"."""

from collections.abc import Sequence
from dataclasses import replace

from atlas_core.page.yaml_text import Written
from atlas_core.sim.flow.duration import mean_s
from atlas_core.sim.flow.model import Balance, Breaker, Bulkhead, Call, Retry
from atlas_core.sim.flow.scenario import values
from atlas_core.sim.flow.scenario.duration import duration
from atlas_core.sim.flow.scenario.key import Described, Key, put_all
from atlas_core.sim.flow.scenario.problem import ScenarioError

RETRY_KEYS: tuple[Key[Retry], ...] = (
    Key(
        name="attempts",
        sentence="How often the call is made at most, the first time included.",
        example="4",
        put=lambda r, t, what: replace(r, attempts_max=values.count(t, what)),
    ),
    Key(
        name="backoff",
        sentence="The wait before the second attempt.",
        example="100 ms",
        put=lambda r, t, what: replace(r, backoff_s=values.time_s(t, what)),
    ),
    Key(
        name="factor",
        sentence="How much longer each further wait is; 2 where nothing is said.",
        example="2",
        put=lambda r, t, what: replace(r, factor=values.number(t, what)),
    ),
    Key(
        name="backoff_max",
        sentence="The longest wait; 60 s where nothing is said.",
        example="10 s",
        put=lambda r, t, what: replace(r, backoff_max_s=values.time_s(t, what)),
    ),
    Key(
        name="jitter",
        sentence="The share of each wait that is random: 1 is full jitter.",
        example="1",
        put=lambda r, t, what: replace(r, jitter_ratio=values.ratio(t, what)),
    ),
    Key(
        name="budget",
        sentence="Retries as a share of first attempts: no more than this in the long run.",
        example="0.1",
        put=lambda r, t, what: replace(r, budget_ratio=values.ratio(t, what)),
    ),
)
BREAKER_KEYS: tuple[Key[Breaker], ...] = (
    Key(
        name="failures",
        sentence="So many failures in a row open the breaker.",
        example="5",
        put=lambda b, t, what: replace(b, failures=values.count(t, what)),
    ),
    Key(
        name="open",
        sentence="How long it stays open until one call may probe.",
        example="10 s",
        put=lambda b, t, what: replace(b, open_s=values.time_s(t, what)),
    ),
)
BULKHEAD_KEYS: tuple[Key[Bulkhead], ...] = (
    Key(
        name="in_flight",
        sentence="At most so many of these calls at once; of a queue: what consumers take at once.",
        example="10",
        put=lambda b, t, what: replace(b, in_flight_max=values.count(t, what)),
    ),
    Key(
        name="line",
        sentence="How many more may wait for that; `any`, as where nothing is said: no limit.",
        example="0",
        put=lambda b, t, what: replace(b, line_max=values.count_or_any(t, what)),
    ),
)
CALL_GROUPS: dict[str, Sequence[Described]] = {
    "retries": RETRY_KEYS,
    "breaker": BREAKER_KEYS,
    "bulkhead": BULKHEAD_KEYS,
}


def _retries(call: Call, tree: Written, what: str) -> Call:
    if tree.entries is None:  # a number of retries alone
        again = values.count(tree, what)
        return replace(call, retry=Retry(attempts_max=1 + again) if again else None)
    retry = put_all(Retry(attempts_max=0), tree, what, RETRY_KEYS)
    if not retry.attempts_max:
        raise ScenarioError(tree.line, f"{what} needs `attempts`, at least 1.")
    return replace(call, retry=retry)


def _breaker(call: Call, tree: Written, what: str) -> Call:
    if tree.text == "none":
        return replace(call, breaker=None)
    breaker = put_all(Breaker(failures=0, open_s=0.0), tree, what, BREAKER_KEYS)
    if not breaker.failures or not breaker.open_s:
        raise ScenarioError(tree.line, f"{what} needs `failures` and `open`.")
    return replace(call, breaker=breaker)


def _bulkhead(call: Call, tree: Written, what: str) -> Call:
    if tree.text == "none":
        return replace(call, bulkhead=None)
    if tree.entries is None:  # a number alone
        return replace(call, bulkhead=Bulkhead(in_flight_max=values.count(tree, what)))
    bulkhead = put_all(Bulkhead(in_flight_max=0), tree, what, BULKHEAD_KEYS)
    if not bulkhead.in_flight_max:
        raise ScenarioError(tree.line, f"{what} needs `in_flight`, at least 1.")
    return replace(call, bulkhead=bulkhead)


CALL_KEYS: tuple[Key[Call], ...] = (
    Key(
        name="timeout",
        sentence="How long the caller waits for one attempt; `none`: for ever.",
        example="1 s",
        put=lambda c, t, what: replace(
            c, timeout_s=None if t.text == "none" else values.time_s(t, what)
        ),
        parameter="timeout_s",
        unit="s",
        number=lambda c: c.timeout_s,
    ),
    Key(
        name="retries",
        sentence="How often a failed call is tried again: a number, or a policy.",
        example="{attempts: 4, backoff: 100 ms, jitter: 1, budget: 0.1}",
        put=_retries,
        parameter="retries",
        unit="1",
        number=lambda c: float(c.retry.attempts_max - 1) if c.retry else 0.0,
    ),
    Key(
        name="breaker",
        sentence="A circuit breaker, or `none`.",
        example="{failures: 5, open: 10 s}",
        put=_breaker,
    ),
    Key(
        name="bulkhead",
        sentence="A limit of calls in flight: a number, or a policy; `none` takes it away.",
        example="{in_flight: 10, line: 0}",
        put=_bulkhead,
    ),
    Key(
        name="hedge",
        sentence="After so long without an answer a second copy is sent; `none`: never.",
        example="50 ms",
        put=lambda c, t, what: replace(
            c, hedge_s=None if t.text == "none" else values.time_s(t, what)
        ),
        parameter="hedge_s",
        unit="s",
        number=lambda c: c.hedge_s,
    ),
    Key(
        name="dead_letter",
        sentence="The node that gets a message which has failed for the last time.",
        example="DLQ",
        put=lambda c, t, what: replace(c, dead_letter=values.text_of(t, what)),
    ),
    Key(
        name="balance",
        sentence="How one of several targets is picked: " + ", ".join(Balance) + ".",
        example="two_choices",
        put=lambda c, t, what: replace(c, balance=values.word(t, what, Balance)),
    ),
    Key(
        name="detection",
        sentence="A crashed target is left out so long after its crash.",
        example="10 s",
        put=lambda c, t, what: replace(c, detection_s=values.time_s(t, what)),
        parameter="detection_s",
        unit="s",
        number=lambda c: c.detection_s,
    ),
    Key(
        name="delay",
        sentence="The network's part, there and back.",
        example="40 ms",
        put=lambda c, t, what: replace(c, delay=duration(t, what)),
        parameter="delay_s",
        unit="s",
        number=lambda c: mean_s(c.delay),
    ),
    Key(
        name="loss_ratio",
        sentence="The share of the calls that never arrive, without any fault.",
        example="0.1 %",
        put=lambda c, t, what: replace(c, loss_ratio=values.ratio(t, what)),
        parameter="loss_ratio",
        unit="ratio",
        number=lambda c: c.loss_ratio,
    ),
    Key(
        name="probability",
        sentence="The share of the requests that make this call.",
        example="0.3",
        put=lambda c, t, what: replace(c, probability=values.ratio(t, what)),
        parameter="probability",
        unit="ratio",
        number=lambda c: c.probability,
    ),
    Key(
        name="optional",
        sentence="The caller is served without its answer too.",
        example="true",
        put=lambda c, t, what: replace(c, optional=values.flag(t, what)),
    ),
    Key(
        name="asynchronous",
        sentence="Sent and not waited for, as a queue delivers: without a breaker or a hedge.",
        example="true",
        put=lambda c, t, what: (
            replace(c, asynchronous=True, timeout_s=None, breaker=None, hedge_s=None)
            if values.flag(t, what)
            else replace(c, asynchronous=False)
        ),
    ),
    Key(
        name="only_on_miss",
        sentence="Made only where a cache that was asked before had no answer.",
        example="true",
        put=lambda c, t, what: replace(c, only_on_miss=values.flag(t, what)),
    ),
)
