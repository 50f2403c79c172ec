"""Ends learners' servers, whoever started them: the hub when asked to, the launcher when it stops.

A confined server is three processes: bubblewrap outside, the first process of the inner world, and
the server. Ending the first process of the inner world ends everything in it, whatever it tried.
"""

from __future__ import annotations

import signal
from collections.abc import Iterable
from pathlib import Path

import psutil

from atlas_hub.processes import Recorded, read, send, wait_until

GRACE_S = 4.0


def ask(record: Recorded) -> None:
    """Ask the server to end by itself: the first child of the inner world, or the process."""
    if process := record.process():
        try:
            children = process.children()
        except psutil.NoSuchProcess:
            return
        confined = process.name() == "bwrap" and children
        send(children[0] if confined else process, signal.SIGTERM, group=False)


def kill(record: Recorded) -> None:
    """End the server and all that it started, at once."""
    if process := record.process():
        send(process, signal.SIGKILL, group=process.name() != "bwrap")


def end_all(records: Iterable[Recorded], *, grace_s: float = GRACE_S) -> None:
    """Ask all, wait, kill the rest; returns when none is left, or says so by OSError."""
    records = list(records)
    for record in records:
        ask(record)
    if not wait_until(lambda: not any(r.process() for r in records), grace_s):
        for record in records:
            kill(record)
    if not wait_until(lambda: not any(r.process() for r in records), grace_s):
        left = ", ".join(str(r.pid) for r in records if r.process())
        raise OSError(f"These processes did not end: {left}.")


def recorded(folder: Path) -> list[Recorded]:
    """The servers that the spawner recorded and that still run; stale records are removed."""
    running = []
    for path in sorted(folder.glob("*.json")):
        record = read(path)
        if record and record.process():
            running.append(record)
        else:
            path.unlink(missing_ok=True)
    return running
