"""Seven claims about a cache that no herd gets through.

Times are exact in binary, so that rounding fails nobody; whether a draw looks far enough ahead is
asked well away from the border.
"""

from atlas_grading.checks import Answer, Check, JsonValue, near, same

_SHAPE = "`run` must return one dictionary a request with the keys from, waited_s and fetches."
_NEVER_EARLY = 1.0  # ln(1) = 0: such a draw does not look ahead


def looks_ahead_by_chance(answer: Answer) -> str | None:
    cases = (  # now, expires, fetch, beta, u, wanted
        (9.0, 10.0, 0.5, 1.0, 0.25, False),  # looks 0.7 s ahead
        (9.0, 10.0, 0.5, 1.0, 0.0625, True),  # 1.4 s
        (9.0, 10.0, 4.0, 1.0, 0.25, True),  # 5.5 s: a slow fetch looks farther
        (9.0, 10.0, 0.5, 3.0, 0.25, True),  # 2.1 s
        (9.0, 10.0, 0.5, 0.0, 0.001, False),
        (9.75, 10.0, 0.5, 1.0, 0.9375, False),  # 0.03 s
        (9.75, 10.0, 0.5, 1.0, 0.5, True),  # 0.35 s
        (0.0, 60.0, 2.0, 1.0, 0.0001, False),  # 18 s
        (50.0, 60.0, 2.0, 1.0, 0.0001, True),
        (9.75, 10.0, 0.5, 1.0, _NEVER_EARLY, False),
    )
    for now_s, expires_s, fetch_s, beta, u, wanted in cases:
        verdict = answer.call("refresh_early", now_s, expires_s, fetch_s, beta, u)
        if not isinstance(verdict, bool):
            return "`refresh_early` must return True or False, nothing else."
        if verdict != wanted:
            when = "looks too far ahead" if verdict else "does not look far enough ahead"
            return f"A request {when}: compare now_s - fetch_s * beta * ln(u) with expires_s."
    return None


def lifetimes_differ(answer: Answer) -> str | None:
    for ttl_s, jitter, u in ((16.0, 0.25, 0.5), (16.0, 0.25, 1.0), (300.0, 0.5, 0.125)):
        if not near(answer.call("lifetime_s", ttl_s, 0.0, u), ttl_s):
            return "Without jitter an entry stays fresh for the whole ttl_s."
        if not near(answer.call("lifetime_s", ttl_s, jitter, u), ttl_s * (1 - jitter * u)):
            return "The lifetime leaves out the share jitter times u of ttl_s, no more and no less."
    return None


def one_fetch_at_a_time(answer: Answer) -> str | None:
    crowd = _every(0.125, 0.0, 32)
    rows = _rows(answer, crowd, _policy(fetch_s=2.0, ttl_s=64.0))
    if rows is None:
        return _SHAPE
    if not same(rows[0], _row("fetch", 2.0, fetches=True)):
        return "The first to find nothing starts a fetch and waits until it ends."
    for index in range(1, 16):
        if same(rows[index]["fetches"], True):
            return "A second fetch of the same key starts while one is under way."
        if not same(rows[index], _row("wait", 2.0 - index * 0.125)):
            return "Who finds a fetch under way waits until that one ends, and not longer."
    return _keys_are_apart(answer)


def _keys_are_apart(answer: Answer) -> str | None:
    two = [_at(0.0, "home"), _at(0.25, "news"), _at(0.5, "home"), _at(0.75, "news")]
    rows = _rows(answer, two, _policy(fetch_s=2.0, ttl_s=64.0))
    if rows is None:
        return _SHAPE
    if [row["from"] for row in rows] != ["fetch", "fetch", "wait", "wait"]:
        return "Each key has its own entry and its own fetch; one must not wait for another."
    return None


def fresh_from_end_to_expiry(answer: Answer) -> str | None:
    times = (0.0, 1.5, 2.0, 5.0, 9.5, 10.0)
    requests = [_at(at_s, "home") for at_s in times]
    rows = _rows(answer, requests, _policy(fetch_s=2.0, ttl_s=8.0))
    if rows is None:
        return _SHAPE
    if same(rows[1]["from"], "cache"):
        return "An entry is served before its fetch has ended."
    if not same(rows[2], _row("cache", 0.0)):
        return "From the moment when the fetch ends the entry is fresh."
    if not all(same(row, _row("cache", 0.0)) for row in rows[3:5]):
        return "The lifetime counts from the end of the fetch, not from its start."
    if not same(rows[5]["fetches"], True):
        return "At the very moment when it expires an entry is no longer fresh."
    return _lifetime_is_drawn(answer)


def _lifetime_is_drawn(answer: Answer) -> str | None:
    drawn = [_at(0.0, "home", 0.5), _at(7.5, "home"), _at(8.5, "home")]
    rows = _rows(answer, drawn, _policy(fetch_s=2.0, ttl_s=8.0, jitter=0.5))
    if rows is None:
        return _SHAPE
    if not same([row["from"] for row in rows], ["fetch", "cache", "fetch"]):
        return "`run` must use the lifetime with the draw of the request that started the fetch."
    return None


def stale_is_served_at_once(answer: Answer) -> str | None:
    times = (0.0, 10.0, 10.5, 11.75, 12.0, 19.5)
    requests = [_at(at_s, "home") for at_s in times]
    rows = _rows(answer, requests, _policy(fetch_s=2.0, ttl_s=8.0, stale_s=4.0))
    if rows is None:
        return _SHAPE
    if not same(rows[1], _row("stale", 0.0, fetches=True)):
        return "The first to find a stale entry takes it at once, and starts a fetch beside that."
    if not all(same(row, _row("stale", 0.0)) for row in rows[2:4]):
        return "While it is fetched anew, a stale entry is served to all, without a second fetch."
    if not all(same(row, _row("cache", 0.0)) for row in rows[4:]):
        return "When a fetch in the background ends, the entry is fresh again for its lifetime."
    return _too_old_is_absent(answer)


def _too_old_is_absent(answer: Answer) -> str | None:
    late = [_at(0.0, "home"), _at(14.0, "home"), _at(15.0, "home")]
    rows = _rows(answer, late, _policy(fetch_s=2.0, ttl_s=8.0, stale_s=4.0))
    if rows is None:
        return _SHAPE
    if rows[1]["from"] == "stale" or rows[2]["from"] == "stale":
        return "An entry is served although it has been stale for stale_s or longer."
    if not same([row["from"] for row in rows], ["fetch", "fetch", "wait"]):
        return "An entry that is too old counts as absent: one fetches, the others wait."
    return None


def refreshes_in_the_background(answer: Answer) -> str | None:
    far = 2.0**-20  # looks 2 * 13.9 s ahead
    requests = [
        _at(0.0, "home"),
        _at(9.0, "home"),
        _at(16.0, "home", far),
        _at(17.0, "home", far),
        _at(17.5, "home"),
        _at(34.0, "home"),
        _at(37.5, "home"),
        _at(38.5, "home"),
    ]
    rows = _rows(answer, requests, _policy(fetch_s=2.0, ttl_s=20.0, stale_s=8.0))
    if rows is None:
        return _SHAPE
    if not same(rows[2], _row("cache", 0.0, fetches=True)):
        return "Who refreshes early takes the fresh entry at once and starts a fetch beside that."
    if not same(rows[3], _row("cache", 0.0)) or not same(rows[4], _row("cache", 0.0)):
        return "While an early refresh is under way no second one starts, and nobody waits for it."
    if not all(same(row, _row("cache", 0.0)) for row in rows[5:7]):
        return "An early refresh gives the entry a new lifetime, from the end of that fetch."
    if not same(rows[7], _row("stale", 0.0, fetches=True)):
        return "After an early refresh the entry must still expire."
    return None


def no_herd_in_a_long_run(answer: Answer) -> str | None:
    requests = _every(0.125, 0.0, 800)  # 100 s
    rows = _rows(answer, requests, _policy(fetch_s=0.5, ttl_s=8.0, stale_s=2.0))
    if rows is None:
        return _SHAPE
    fetches = sum(row["fetches"] is True for row in rows)
    waited = sum(row["from"] in ("fetch", "wait") for row in rows)
    if fetches > 12:  # one each 8.5 s
        return "Over a long time more fetches start than entries expire."
    if fetches < 12:
        return "Over a long time an entry is served that should have been fetched anew."
    if waited != 4:
        return "Once the entry is there, nobody has to wait for it any more."
    return None


def _policy(
    *,
    fetch_s: float,
    ttl_s: float,
    stale_s: float = 0.0,
    jitter: float = 0.0,
    beta: float = 1.0,
) -> JsonValue:
    return {
        "ttl_s": ttl_s,
        "jitter": jitter,
        "stale_s": stale_s,
        "fetch_s": fetch_s,
        "beta": beta,
    }


def _at(at_s: float, key: str, u: float = _NEVER_EARLY) -> JsonValue:
    return {"at_s": at_s, "key": key, "u": u}


def _every(step_s: float, first_s: float, count: int) -> list[JsonValue]:
    return [_at(first_s + index * step_s, "home") for index in range(count)]


def _row(source: str, waited_s: float, *, fetches: bool = False) -> JsonValue:
    return {"from": source, "waited_s": waited_s, "fetches": fetches}


def _rows(
    answer: Answer, requests: list[JsonValue], policy: JsonValue
) -> list[dict[str, JsonValue]] | None:
    """The results of `run`, or None when they have the wrong shape."""
    value = answer.call("run", requests, policy)
    if not isinstance(value, list) or len(value) != len(requests):
        return None
    keys = {"from", "waited_s", "fetches"}
    rows = [row for row in value if isinstance(row, dict) and row.keys() == keys]
    return rows if len(rows) == len(requests) else None


CHECKS = [
    Check(
        id="early",
        title="A draw looks ahead, farther where a fetch takes longer",
        points=2,
        run=looks_ahead_by_chance,
    ),
    Check(
        id="jitter",
        title="Lifetimes differ by the jitter",
        points=1,
        run=lifetimes_differ,
    ),
    Check(
        id="single-flight",
        title="Of each key one fetch is under way at most",
        points=2,
        run=one_fetch_at_a_time,
    ),
    Check(
        id="fresh",
        title="An entry is fresh from the end of its fetch until it expires",
        points=1,
        run=fresh_from_end_to_expiry,
    ),
    Check(
        id="stale",
        title="A stale entry is served at once and fetched beside that",
        points=2,
        run=stale_is_served_at_once,
    ),
    Check(
        id="background",
        title="An early refresh makes nobody wait",
        points=1,
        run=refreshes_in_the_background,
    ),
    Check(
        id="long-run",
        title="In a long run there are as many fetches as lifetimes",
        points=1,
        run=no_herd_in_a_long_run,
    ),
]
