"""Processes that outlive whoever started them: recorded by id and start time, ended for certain.

A process id alone may have been given to another program since; together with the start time it
names one process for ever. A record is a small JSON file; a record whose process is gone is stale
and is removed by whoever meets it.
"""

from __future__ import annotations

import json
import os
import signal
import time
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

import psutil

from atlas_hub.state import write_private

START_TOLERANCE_S = 2.0  # the start time is derived from the boot time, which clocks adjust


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """One process. started: seconds since 1970."""

    pid: int
    started: float

    @classmethod
    def of(cls, pid: int) -> Recorded:
        """Record a running process; psutil.NoSuchProcess when it has ended."""
        return cls(pid=pid, started=psutil.Process(pid).create_time())

    def process(self) -> psutil.Process | None:
        """The very process, or None when it has ended (a zombie has)."""
        try:
            process = psutil.Process(self.pid)
            same = abs(process.create_time() - self.started) <= START_TOLERANCE_S
            return process if same and process.status() != psutil.STATUS_ZOMBIE else None
        except psutil.NoSuchProcess:
            return None

    def save(self, path: Path) -> None:
        """Write the record."""
        write_private(path, json.dumps(asdict(self)) + "\n")


def read(path: Path) -> Recorded | None:
    """Read a record; None when it is missing or was damaged, which says as little."""
    try:
        entry = json.loads(path.read_text())
        return Recorded(pid=int(entry["pid"]), started=float(entry["started"]))
    except (FileNotFoundError, ValueError, KeyError, TypeError):
        return None


def send(process: psutil.Process, number: signal.Signals, *, group: bool) -> None:
    """Signal a process, or the process group that it leads; one that has ended needs no signal."""
    try:
        if group and os.getpgid(process.pid) == process.pid:
            os.killpg(process.pid, number)
        else:
            process.send_signal(number)
    except (ProcessLookupError, psutil.NoSuchProcess):
        return


def end(records: Iterable[Recorded], *, grace_s: float, group: bool = True) -> None:
    """Ask each process to end, wait for all, kill what is left; returns when none is left."""
    records = list(records)
    for record in records:
        if process := record.process():
            send(process, signal.SIGTERM, group=group)
    if wait_until(lambda: not any(record.process() for record in records), grace_s):
        return
    for record in records:
        if process := record.process():
            send(process, signal.SIGKILL, group=group)
    wait_until(lambda: not any(record.process() for record in records), grace_s)


def wait_until(done: Callable[[], bool], timeout_s: float, *, every_s: float = 0.05) -> bool:
    """Poll until `done()`; whether that came to pass in time."""
    deadline = time.monotonic() + timeout_s
    while not done():
        if time.monotonic() > deadline:
            return False
        time.sleep(every_s)
    return True
