"""Starts a person's server, confined by bubblewrap, and finds it again after the hub was killed.

What the server sees is decided in `confinement`; here it is put together for one person, started,
recorded (hub state for the hub, a file for the launcher), watched and ended. The record names the
first process of the inner world, by id and start time.
"""

from __future__ import annotations

import asyncio
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any, cast

from jupyterhub.spawner import Spawner
from jupyterhub.utils import random_port
from traitlets import Instance

from atlas_hub import confinement
from atlas_hub.processes import Recorded
from atlas_hub.servers import end_all, popen, start_in
from atlas_hub.settings import Settings
from atlas_hub.state import StateFolder
from atlas_hub.view import environ, view_of


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
            await asyncio.to_thread(end_all, [self.record], grace_s=0.0 if now else 4.0)
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
