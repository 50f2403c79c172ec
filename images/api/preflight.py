"""Proves that the cluster enforces network rules: `preflight.py --open H:P --shut H:P...`.

The rules let this pod reach what is open and nothing that is shut. First the open one must answer,
so that silence elsewhere means something; then each shut one must not let a connection through.
Fails closed: a name that can't be looked up, an open one that stays silent, anything unforeseen is
a failure, as is a rule that is not enforced.
"""

import argparse
import socket
import sys
import time

OPEN_WITHIN_S = 150.0
SHUT_TIMEOUT_S = 4.0


def connects(host: str, port: int, timeout_s: float) -> bool:
    """Whether a TCP connection comes about; socket.gaierror for an unknown name."""
    address = socket.getaddrinfo(host, port, socket.AF_INET, socket.SOCK_STREAM)[0][4]
    try:
        socket.create_connection(address[:2], timeout_s).close()
    except OSError:
        return False
    return True


def split(text: str) -> tuple[str, int]:
    """`host:port`."""
    host, _, port = text.rpartition(":")
    return host, int(port)


def main() -> int:
    """Check; the exit code."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--open", type=split, required=True)
    parser.add_argument("--shut", type=split, action="append", required=True)
    given = parser.parse_args()
    ends_at = time.monotonic() + OPEN_WITHIN_S
    while True:
        try:
            if connects(*given.open, SHUT_TIMEOUT_S):
                break
        except socket.gaierror:
            pass
        if time.monotonic() > ends_at:
            print(f"{given.open[0]}:{given.open[1]} must answer and does not; nothing is proven.")
            return 1
        time.sleep(1)
    through = []
    for host, port in given.shut:
        try:
            if connects(host, port, SHUT_TIMEOUT_S):
                through.append(f"{host}:{port}")
        except socket.gaierror as error:
            print(f"{host} can't be looked up ({error}); nothing is proven.")
            return 1
    if through:
        print(
            f"Network rules are not enforced: {', '.join(through)} could be reached. Install a "
            "network plugin that enforces NetworkPolicy before anybody signs in."
        )
        return 1
    print(
        f"Network rules hold: {len(given.shut)} of {len(given.shut)} refused, the open one answers."
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
