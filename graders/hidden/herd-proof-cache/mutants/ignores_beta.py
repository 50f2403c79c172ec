"""Beta is not used."""

from math import log


def lifetime_s(ttl_s, jitter, u):
    return ttl_s * (1 - jitter * u)


def refresh_early(now_s, expires_s, fetch_s, beta, u):
    return now_s - fetch_s * log(u) >= expires_s


def run(requests, policy):
    expires, flights, results = {}, {}, []
    for request in requests:
        now, key, u = request["at_s"], request["key"], request["u"]
        if key in flights and flights[key][0] <= now:
            ended, life = flights.pop(key)
            expires[key] = ended + life
        end = expires.get(key)
        if end is not None and now < end:
            source = "cache"
            wanted = refresh_early(now, end, policy["fetch_s"], policy["beta"], u)
        elif end is not None and now < end + policy["stale_s"]:
            source, wanted = "stale", True
        else:
            source, wanted = "wait" if key in flights else "fetch", True
        fetches = wanted and key not in flights
        if fetches:
            life = lifetime_s(policy["ttl_s"], policy["jitter"], u)
            flights[key] = (now + policy["fetch_s"], life)
        waited = flights[key][0] - now if source in ("fetch", "wait") else 0.0
        results.append({"from": source, "waited_s": waited, "fetches": fetches})
    return results
