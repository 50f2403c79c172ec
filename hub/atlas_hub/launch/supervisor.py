"""The supervisor's configuration and process: `supervisord` keeps the programs running.

It has no control socket: nothing on the machine can talk to it but by signals. Its environment
holds the model's key, which each program but the API drops before it starts.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping
from pathlib import Path

from atlas_hub.launch.programs import EVERYWHERE, MODEL, Program, environ_of, programs
from atlas_hub.processes import Recorded
from atlas_hub.settings import Settings
from atlas_hub.state import StateFolder, write_private

RECORD = "supervisor"
LOG_BYTES, LOG_BACKUPS = 10 << 20, 3
# A program that ends too soon waits one second longer each time; it is never given up.
RETRIES = 100_000


def configuration(settings: Settings, state: StateFolder) -> str:
    """The text of `supervisord.conf`."""
    head = f"""\
[supervisord]
nodaemon=true
silent=true
directory={quoted(state.root)}
childlogdir={quoted(state.log)}
logfile={quoted(state.log / "supervisor.log")}
logfile_maxbytes={LOG_BYTES}
logfile_backups={LOG_BACKUPS}
pidfile={quoted(state.run / "supervisord.pid")}
"""
    return "\n".join([head, *(section(program, settings, state) for program in programs(settings))])


def section(program: Program, settings: Settings, state: StateFolder) -> str:
    """One program: restarted whenever it ends, its output in a rotating file."""
    python = quoted(settings.prefix / "bin" / "python")
    return f"""\
[program:{program.name}]
command="{python}" -m atlas_hub.launch.child {program.name}
autorestart=true
startsecs={program.start_s}
startretries={RETRIES}
stopsignal=TERM
stopwaitsecs={program.stop_s}
stopasgroup=true
killasgroup=true
redirect_stderr=true
stdout_logfile={quoted(state.log / f"{program.name}.log")}
stdout_logfile_maxbytes={LOG_BYTES}
stdout_logfile_backups={LOG_BACKUPS}
"""


def quoted(path: Path) -> str:
    """A path as supervisor's own syntax wants it: it expands what follows a percent sign."""
    return str(path).replace("%", "%%")


def environ(settings: Settings, state: StateFolder, given: Mapping[str, str]) -> dict[str, str]:
    """The supervisor's environment: what some program needs, no more of the operator's shell."""
    bare = Program(name=RECORD, command=lambda _: [], environ=lambda *_: {})
    kept = {name: given[name] for name in (*EVERYWHERE, *MODEL) if name in given}
    return kept | environ_of(bare, settings, state, given)


def start(settings: Settings, given: Mapping[str, str]) -> subprocess.Popen[bytes]:
    """Start the supervisor in a session of its own and record it; it is the launcher's to end."""
    state = StateFolder(settings.state)
    config = state.run / "supervisord.conf"
    write_private(config, configuration(settings, state))
    with (state.log / "supervisor.log").open("ab") as log:
        process = subprocess.Popen(
            [settings.prefix / "bin" / "supervisord", "-c", config],
            env=environ(settings, state, given),
            cwd=state.root,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
    Recorded.of(process.pid).save(state.run / f"{RECORD}.json")
    return process


def program_path(settings: Settings, given: Mapping[str, str]) -> str:
    """PATH with the environment's own programs first."""
    rest = given.get("PATH", os.defpath)
    own = str(settings.prefix / "bin")
    return rest if own in rest.split(os.pathsep) else os.pathsep.join([own, rest])
