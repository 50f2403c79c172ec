"""Everybody waits for the same time."""


def backoff_s(n, base_s, cap_s, u):
    return min(cap_s, base_s * 2**n)


def should_retry(error, repeatable, attempts, max_attempts, tokens):
    could_pass = error in {"timeout", "429", "503"}
    return bool(repeatable and could_pass and attempts < max_attempts and tokens >= 1)


def run(calls, policy):
    tokens = policy["budget_max"]
    results = []
    for call in calls:
        tokens = min(policy["budget_max"], tokens + policy["budget_ratio"])
        attempts, waited_s = 1, 0.0
        while attempts <= call["failures"] and should_retry(
            call["error"], call["repeatable"], attempts, policy["max_attempts"], tokens
        ):
            tokens -= 1
            waited_s += backoff_s(attempts - 1, policy["base_s"], policy["cap_s"], call["u"])
            attempts += 1
        ok = attempts > call["failures"]
        results.append({"ok": ok, "attempts": attempts, "waited_s": waited_s})
    return results
