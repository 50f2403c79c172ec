"""Six claims about a retry policy.

The ratios are exact in binary, so that rounding fails nobody.
"""

from atlas_grading.checks import Answer, Check, JsonValue, near, same

TRANSIENT = ("timeout", "429", "503")
FINAL = ("400", "404", "409", "422", "501", "a kind of error nobody has seen", "")
PLENTY = 50.0
_NO_RESULTS = "`run` must return one dictionary a call with the keys ok, attempts and waited_s."


def grows_and_is_capped(answer: Answer) -> str | None:
    for base_s in (0.25, 1.5):
        for n in range(7):
            value = answer.call("backoff_s", n, base_s, 1e9, 1.0)
            if near(value, base_s * 2 ** (n + 1)):
                return "Your waits are one doubling ahead: the first retry has n = 0, so 2^0 = 1."
            if not near(value, base_s * 2**n):
                return "The longest wait before retry n must be base_s times 2^n, with n from 0."
    for n, base_s, cap_s in ((5, 0.5, 8.0), (12, 0.1, 3.0), (40, 0.1, 30.0), (0, 5.0, 2.0)):
        if not near(answer.call("backoff_s", n, base_s, cap_s, 1.0), cap_s):
            return "No wait may be longer than cap_s, however many retries came before."
    return None


def jitter_is_full(answer: Answer) -> str | None:
    for n, base_s, cap_s in ((2, 0.5, 100.0), (0, 0.75, 10.0), (20, 0.1, 4.0)):
        longest = answer.call("backoff_s", n, base_s, cap_s, 1.0)
        if isinstance(longest, bool) or not isinstance(longest, int | float) or longest <= 0:
            return "With u = 1 there must be a wait, in seconds."
        for u in (0.0, 0.125, 0.5, 0.875):
            value = answer.call("backoff_s", n, base_s, cap_s, u)
            if near(value, longest):
                return "The wait does not depend on u where it should: callers return together."
            if not near(value, u * longest):
                return "Full jitter waits for the share u of the longest (capped) wait, down to 0."
    return None


def retries_what_may_and_can_pass(answer: Answer) -> str | None:
    for error in TRANSIENT:
        verdict = answer.call("should_retry", error, True, 1, 4, PLENTY)
        if not isinstance(verdict, bool):
            return "`should_retry` must return True or False, nothing else."
        if not verdict:
            return "A repeatable call is not retried after an error that may pass next time."
        if not same(answer.call("should_retry", error, False, 1, 4, PLENTY), False):
            return "A call that is not repeatable is sent twice: somebody may pay twice."
    for error in FINAL:
        if not same(answer.call("should_retry", error, True, 1, 4, PLENTY), False):
            return "A call is repeated after an error that will be the same next time."
    return None


def stops_at_both_limits(answer: Answer) -> str | None:
    for most in (1, 3, 7):
        for attempts in range(1, most + 3):
            verdict = answer.call("should_retry", "503", True, attempts, most, PLENTY)
            if not same(verdict, attempts < most):
                return "max_attempts counts every time that the call is sent, the first included."
    for tokens in (0.0, 0.5, 0.96875, 1.0, 9.5):
        if not same(answer.call("should_retry", "timeout", True, 1, 3, tokens), tokens >= 1):
            return "A retry needs one whole token in the budget, and one is enough."
    return None


def plays_single_calls(answer: Answer) -> str | None:
    policy = _policy(base_s=0.5, cap_s=1.5, max_attempts=5, ratio=0.5, most=20.0)
    cases = (
        (_call("503", 0), True, 1, 0.0),
        (_call("503", 1), True, 2, 0.125),
        (_call("timeout", 4), True, 5, 0.125 + 0.25 + 0.375 + 0.375),
        (_call("429", 5), False, 5, 0.125 + 0.25 + 0.375 + 0.375),
        (_call("429", 60), False, 5, 0.125 + 0.25 + 0.375 + 0.375),
        (_call("404", 2), False, 1, 0.0),
        (_call("timeout", 2, repeatable=False), False, 1, 0.0),
    )
    for call, ok, attempts, waited_s in cases:
        rows = _rows(answer.call("run", [call], policy), 1)
        if rows is None:
            return _NO_RESULTS
        if not same(rows[0]["attempts"], attempts):
            return "`run` does not send a single call as often as the rules say."
        if not same(rows[0]["ok"], ok):
            return "`ok` must be True exactly when the last attempt worked."
        if not near(rows[0]["waited_s"], waited_s):
            return "`waited_s` must be the sum of the waits before the retries of that call."
    return None


def keeps_the_budget(answer: Answer) -> str | None:
    outage = [_call("503", 50)] * 400
    calm = [_call("503", 0)] * 320
    storm = _retries(answer, outage, _policy(max_attempts=4, ratio=0.125, most=10.0))
    later = _retries(answer, calm + outage[:40], _policy(max_attempts=2, ratio=0.25, most=6.0))
    if storm is None or later is None:
        return _NO_RESULTS
    sentence = None
    if storm > 59:  # 10 at the start and 399 * 0.125 = 49.875 on the way
        sentence = "In an outage more retries are sent than the budget allows."
    elif storm <= 12:
        sentence = "The bucket is not refilled: each call must add budget_ratio tokens."
    elif storm < 58:
        sentence = "In an outage fewer retries are sent than the budget allows."
    elif later != 15:  # 6 saved, 39 * 0.25 = 9.75 on the way
        sentence = "After a calm hour the bucket must hold budget_max tokens, no more and no fewer."
    return sentence


def _policy(
    *,
    max_attempts: int,
    ratio: float,
    most: float,
    base_s: float = 0.25,
    cap_s: float = 4.0,
) -> JsonValue:
    return {
        "base_s": base_s,
        "cap_s": cap_s,
        "max_attempts": max_attempts,
        "budget_ratio": ratio,
        "budget_max": most,
    }


def _call(error: str, failures: int, *, repeatable: bool = True) -> JsonValue:
    return {"error": error, "failures": failures, "repeatable": repeatable, "u": 0.25}


def _rows(value: JsonValue, count: int) -> list[dict[str, JsonValue]] | None:
    """The results of `run`, or None when they have the wrong shape."""
    if not isinstance(value, list) or len(value) != count:
        return None
    keys = {"ok", "attempts", "waited_s"}
    rows = [row for row in value if isinstance(row, dict) and keys <= row.keys()]
    return rows if len(rows) == count else None


def _retries(answer: Answer, calls: list[JsonValue], policy: JsonValue) -> int | None:
    rows = _rows(answer.call("run", calls, policy), len(calls))
    if rows is None:
        return None
    attempts = [row["attempts"] for row in rows]
    if not all(isinstance(item, int) and not isinstance(item, bool) for item in attempts):
        return None
    return sum(item for item in attempts if isinstance(item, int)) - len(calls)


CHECKS = [
    Check(
        id="backoff",
        title="The wait doubles with each retry, up to the cap",
        points=2,
        run=grows_and_is_capped,
    ),
    Check(
        id="full-jitter",
        title="Full jitter spreads callers over the whole wait",
        points=2,
        run=jitter_is_full,
    ),
    Check(
        id="what-to-retry",
        title="Only repeatable calls and passing errors are retried",
        points=2,
        run=retries_what_may_and_can_pass,
    ),
    Check(
        id="limits",
        title="Retries stop at the last attempt and at an empty budget",
        points=1,
        run=stops_at_both_limits,
    ),
    Check(
        id="single-call",
        title="A single call runs by the rules",
        points=1,
        run=plays_single_calls,
    ),
    Check(
        id="budget",
        title="All calls share one budget that refills and never overflows",
        points=2,
        run=keeps_the_budget,
    ),
]
