"""Seven claims about a consistent-hash ring with bounded loads.

The expected ring is computed here, with the same `place` that the exercise gives away.
"""

import hashlib
from bisect import bisect_left
from math import ceil

from atlas_grading.checks import Answer, Check, JsonValue, same

SERVERS = ["amber", "birch", "cedar", "dogwood", "elder"]
_TOP = 2**32 - 1
_NO_NAMES = "`run` must return a list with the name of one server for each arrival."

Ring = list[tuple[int, str]]


def ring_has_its_points(answer: Answer) -> str | None:
    for servers, copies in ((SERVERS, 1), (SERVERS, 8), (["alone"], 3)):
        value = answer.call("points", servers, copies)
        wanted = _ring(servers, copies)
        if not isinstance(value, list) or len(value) != len(wanted):
            return "The ring must have `copies` points for each server."
        if not same(value, _points(wanted)):
            places = [_points([point])[0] for point in wanted]
            if all(point in places for point in value):
                return "The points of the ring must be sorted by their place."
            return "Point n of server s lies at the place of the text s#n, with n from 0."
    return None


def owner_is_the_next_point(answer: Answer) -> str | None:
    for key in ("cats", "dogs", "news", "a video nobody has seen"):
        here = _place(key)
        exact = [(here - 9, "before"), (here, "exact"), (here + 9, "after")]
        if not same(answer.call("owner", _points(exact), key), "exact"):
            return "A point exactly at the place of the key is the first one at or after it."
        near = [(1, "far"), (here - 1, "before"), (here + 900, "after"), (_TOP, "last")]
        if not same(answer.call("owner", _points(near), key), "after"):
            return "The owner is the first point at or after the key, however near another is."
        passed = [(1, "first"), (here - 900, "second"), (here - 1, "last")]
        if not same(answer.call("owner", _points(passed), key), "first"):
            return "After the last point of the ring comes the first one."
    ring = _ring(SERVERS, 16)
    for number in range(24):
        key = f"page-{number}"
        if not same(answer.call("owner", _points(ring), key), _clockwise(ring, key)[0]):
            return "On a ring with many points a key has the wrong owner."
    return None


def few_keys_move(answer: Answer) -> str | None:
    before = answer.call("points", SERVERS, 32)
    after = answer.call("points", SERVERS[1:], 32)
    shares = dict.fromkeys(SERVERS, 0)
    for number in range(120):
        key = f"film-{number}"
        old = answer.call("owner", before, key)
        new = answer.call("owner", after, key)
        if not isinstance(old, str) or old not in shares:
            return "`owner` must return the name of a server on the ring."
        if old != SERVERS[0] and not same(new, old):
            return "When a server goes, only its own keys may get another owner."
        shares[old] += 1
    if max(shares.values()) > 48:  # the average is 24
        return "With many points a server, no server may own far more keys than another."
    return None


def capacity_is_rounded_up(answer: Answer) -> str | None:
    cases = ((0, 5, 1.25), (3, 5, 1.25), (4, 5, 1.0), (7, 4, 1.5), (99, 10, 1.25), (100, 10, 2.0))
    for held, servers, balance in cases:
        value = answer.call("capacity", held, servers, balance)
        if not same(value, ceil(balance * (held + 1) / servers)):
            if same(value, ceil(balance * held / servers)):
                return "The request that comes counts too: one more than all servers hold."
            return "The capacity is balance times the fair part of a server, rounded up."
    return None


def full_servers_pass_on(answer: Answer) -> str | None:
    hot: list[JsonValue] = [{"key": "the one that all watch"} for _ in range(40)]
    names = _names(answer, hot, balance=1.25)
    if names is None:
        return _NO_NAMES
    order = _clockwise(_ring(SERVERS, 8), "the one that all watch")
    if names[0] != order[0]:
        return "A request goes to the owner of its key while that has room."
    if len(set(names)) == 1:
        return "A hot key still goes to one server, however many requests that holds."
    busiest = max(names.count(server) for server in SERVERS)
    if busiest > 10:  # 1.25 * 40 / 5
        return "A server holds more than the capacity allows."
    if not same(names, _play(hot, balance=1.25)):
        return "When a server is full, the next one clockwise that has room takes the request."
    return None


def done_makes_room(answer: Answer) -> str | None:
    events: list[JsonValue] = []
    for number in range(60):
        events.append({"key": "hot"})
        if number >= 4:
            events.append({"done": number - 4})
    names = _names(answer, events, balance=1.5)
    if names is None:
        return _NO_NAMES
    if not same(names, _play(events, balance=1.5)):
        return "When a request is done, the server that had it has room for one more."
    mixed: list[JsonValue] = [{"key": f"film-{number}"} for number in range(20)]
    mixed += [{"done": number} for number in (0, 3, 4, 9, 15)]
    mixed += [{"key": "film-3"} for _ in range(12)]
    names = _names(answer, mixed, balance=1.25)
    if names is None:
        return _NO_NAMES
    if not same(names, _play(mixed, balance=1.25)):
        return "{done: n} ends arrival n, counted from 0, on the server that took it."
    return None


def cold_keys_stay_at_home(answer: Answer) -> str | None:
    ring = _ring(SERVERS, 8)
    calm: list[JsonValue] = []
    for number in range(50):
        calm += [{"key": f"film-{number}"}, {"done": number}]
    names = _names(answer, calm, balance=1.25)
    if names is None:
        return _NO_NAMES
    if not same(names, [_clockwise(ring, f"film-{number}")[0] for number in range(50)]):
        return "While there is room everywhere, each key goes to its owner."
    events = _evening()
    names = _names(answer, events, balance=1.25)
    if names is None:
        return _NO_NAMES
    if not same(names, _play(events, balance=1.25)):
        return "In a long run a request ends up with another server than the rules say."
    return None


def _evening() -> list[JsonValue]:
    """Hot and cold keys, some long and some short requests."""
    events: list[JsonValue] = []
    for number in range(200):
        events.append({"key": "hot" if number % 3 else f"film-{number % 17}"})
        if number >= 30 and number % 2:
            events.append({"done": number - 30})
    return events


def _place(text: str) -> int:
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:4], "big")


def _ring(servers: list[str], copies: int) -> Ring:
    return sorted((_place(f"{server}#{n}"), server) for server in servers for n in range(copies))


def _points(ring: Ring) -> list[JsonValue]:
    return [[place, server] for place, server in ring]


def _clockwise(ring: Ring, key: str) -> list[str]:
    """The servers in the order in which a request for `key` comes to them."""
    first = bisect_left(ring, (_place(key), ""))
    return list(dict.fromkeys(server for _, server in ring[first:] + ring[:first]))


def _play(events: list[JsonValue], *, balance: float) -> list[JsonValue]:
    """What `run` must return on a ring of SERVERS with 8 points each."""
    ring, holds = _ring(SERVERS, 8), dict.fromkeys(SERVERS, 0)
    taken: list[str] = []
    for event in events:
        assert isinstance(event, dict)
        done = event.get("done")
        if isinstance(done, int):
            holds[taken[done]] -= 1
            continue
        room = ceil(balance * (sum(holds.values()) + 1) / len(SERVERS))
        server = next(s for s in _clockwise(ring, str(event["key"])) if holds[s] < room)
        holds[server] += 1
        taken.append(server)
    return list(taken)


def _names(answer: Answer, events: list[JsonValue], *, balance: float) -> list[str] | None:
    """The servers that `run` chose, or None when they have the wrong shape."""
    value = answer.call("run", events, list(SERVERS), {"copies": 8, "balance": balance})
    arrivals = sum(isinstance(event, dict) and "key" in event for event in events)
    if not isinstance(value, list) or len(value) != arrivals:
        return None
    names = [name for name in value if isinstance(name, str) and name in SERVERS]
    return names if len(names) == arrivals else None


CHECKS = [
    Check(
        id="points",
        title="The ring has the points of each server, in order",
        points=1,
        run=ring_has_its_points,
    ),
    Check(
        id="owner",
        title="A key belongs to the next point clockwise",
        points=2,
        run=owner_is_the_next_point,
    ),
    Check(
        id="few-move",
        title="When a server goes, only its keys move",
        points=1,
        run=few_keys_move,
    ),
    Check(
        id="capacity",
        title="No server may hold more than its part, times the balance",
        points=1,
        run=capacity_is_rounded_up,
    ),
    Check(
        id="overflow",
        title="A full server passes on clockwise",
        points=2,
        run=full_servers_pass_on,
    ),
    Check(
        id="done",
        title="A request that is done makes room where it was",
        points=2,
        run=done_makes_room,
    ),
    Check(
        id="at-home",
        title="Cold keys stay at home, in a calm hour and beside hot ones",
        points=1,
        run=cold_keys_stay_at_home,
    ),
]
