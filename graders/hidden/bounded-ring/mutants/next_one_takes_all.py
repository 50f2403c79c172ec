"""The server after the owner takes what is too much, full or not."""

import hashlib
from bisect import bisect_left
from math import ceil


def place(text):
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:4], "big")


def points(servers, copies):
    return sorted([place(f"{s}#{n}"), s] for s in servers for n in range(copies))


def owner(ring, key):
    return ring[bisect_left(ring, [place(key)]) % len(ring)][1]


def capacity(held, servers, balance):
    return ceil(balance * (held + 1) / servers)


def run(events, servers, policy):
    ring = points(servers, policy["copies"])
    holds, taken = dict.fromkeys(servers, 0), []
    for event in events:
        if "done" in event:
            holds[taken[event["done"]]] -= 1
            continue
        room = capacity(sum(holds.values()), len(servers), policy["balance"])
        first = bisect_left(ring, [place(event["key"])])
        order = list(dict.fromkeys(s for _, s in ring[first:] + ring[:first]))
        server = order[0] if holds[order[0]] < room else order[1]
        holds[server] += 1
        taken.append(server)
    return taken
