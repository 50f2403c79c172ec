"""What must hold before anything is started: each check passes or raises one sentence."""

from __future__ import annotations

import errno
import os
import shutil
import socket
import subprocess
import tempfile
from dataclasses import replace
from pathlib import Path

from atlas_hub import enter
from atlas_hub.servers import last_line, start_in
from atlas_hub.settings import Settings
from atlas_hub.state import StateFolder
from atlas_hub.view import view_of

FREE_BYTES_LEAST = 200 << 20
PROBE_TIMEOUT_S = 20
PROBE = "probe-inside"


class RefusedError(Exception):
    """Atlas can't start here, as one sentence with its remedy."""


def state_folder(state: StateFolder) -> None:
    """Make the state folder and see that it can be written and has room."""
    try:
        state.prepare()
        with tempfile.TemporaryFile(dir=state.root) as probe:
            probe.write(b"x" * 4096)
            probe.flush()
    except OSError as error:
        raise RefusedError(unwritable(state.root, error)) from error
    free = shutil.disk_usage(state.root).free
    if free < FREE_BYTES_LEAST:
        raise RefusedError(
            f"The disk of {state.root} has {free >> 20} MB left and Atlas needs "
            f"{FREE_BYTES_LEAST >> 20}: free some room, or set ATLAS_STATE to a folder elsewhere."
        )


def unwritable(root: Path, error: OSError) -> str:
    """The sentence for a state folder that refuses to be written."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return f"The disk of {root} is full: free some room, or set ATLAS_STATE to another folder."
    return (
        f"The state folder {root} can't be written ({error.strerror}): make it yours, or set "
        "ATLAS_STATE to another folder."
    )


def catalogue(state: StateFolder) -> None:
    """There is something to read."""
    if not state.catalogue.is_file():
        raise RefusedError(
            f"There is no catalogue at {state.catalogue}: `make run` builds it, as does "
            f"`atlas build notebooks --out {state.catalogue}`."
        )


def ports(settings: Settings) -> None:
    """The four ports are free."""
    for port in range(settings.port, settings.proxy_port + 1):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError as error:
                raise RefusedError(
                    f"Port {port} is taken: end what uses it, or set ATLAS_PORT to the first of "
                    f"four free ports (now {settings.port})."
                ) from error


def confinement(settings: Settings) -> str | None:
    """Try to confine a process just as a server would be; None if it works, else why not."""
    name = PROBE
    state = StateFolder(settings.state)
    home, log = state.home(name), state.servers / f"{name}.log"
    home.mkdir(mode=0o700, exist_ok=True)
    try:
        process, _ = start_in(
            replace(view_of(settings, name), home=home),
            [str(settings.prefix / "bin" / "python"), "-c", "pass"],
            {"PATH": os.defpath},
            memory_mb=settings.memory_mb,
            port=0,
            log=log,
        )
        status = process.wait(PROBE_TIMEOUT_S)
        return None if status == 0 else last_line(log)
    except (OSError, subprocess.TimeoutExpired) as error:
        return str(error)
    finally:
        shutil.rmtree(home, ignore_errors=True)
        for left in state.servers.glob(f"{name}.*"):
            left.unlink()


def unenforced(settings: Settings) -> list[str]:
    """What this machine does not enforce although servers are confined; a sentence each."""
    notes = [
        "No limit on a server's total memory, processor time or disk: those need cgroups and "
        "quotas, which a `make run` does not set up."
    ]
    if os.geteuid() == 0:
        notes.append(
            "The limit on the number of processes does not bind root: run Atlas as another user."
        )
    if enter.landlock_abi() < enter.ABI_WITH_SCOPES:
        notes.append(
            "This kernel is older than 6.12 or has no Landlock: abstract unix sockets of other "
            "programs on this machine stay reachable for learners."
        )
    if enter.landlock_abi() < enter.ABI_WITH_PORTS:
        notes.append(
            "This kernel is older than 6.7 or has no Landlock: a learner can listen on a port of "
            "Atlas while its program is down."
        )
    return notes
