"""A small world for grading tests: the real API and the real worker as processes, a fake hub.

The hub answers one call, `GET /hub/api/user`: the token is the name. That is the only fake; the
API, its database, the worker, the sandbox and nbgrader are the real ones, on loopback.
"""

import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import ClassVar

import httpx
from atlas_grading.api import Api, Submission
from atlas_grading.exercise_folder import find_exercises

WORKER_TOKEN = "a-token-for-the-worker-of-these-tests"
COURSE = "systems"
PATIENCE_S = 90.0  # on two cores that others use too


class FakeHub(BaseHTTPRequestHandler):
    """Says who owns a token, as JupyterHub does."""

    groups: ClassVar[dict[str, list[str]]] = {
        "ada": [f"{COURSE}-learners"],
        "lin": [f"{COURSE}-learners"],
        "ines": [f"{COURSE}-instructors"],
        f"course-{COURSE}": [],
    }

    def do_GET(self) -> None:
        name = self.headers.get("Authorization", "").removeprefix("token ")
        known = name in self.groups
        user = {"kind": "user", "name": name, "admin": False, "groups": self.groups.get(name, [])}
        self.send_response(200 if known else 403)
        self.end_headers()
        self.wfile.write(json.dumps(user).encode())

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Keep quiet."""


@dataclass
class World:
    """A state folder, three free ports in a row, and whatever was started."""

    state: Path
    port: int
    processes: list[subprocess.Popen[bytes]] = field(default_factory=list)

    @property
    def api_url(self) -> str:
        return f"http://127.0.0.1:{self.port + 2}"

    @property
    def course_root(self) -> Path:
        return self.state / "homes" / f"course-{COURSE}"

    @property
    def environment(self) -> dict[str, str]:
        return {
            "PATH": os.environ["PATH"],
            "HOME": str(self.state),
            "ATLAS_STATE": str(self.state),
            "ATLAS_PORT": str(self.port),
            "ATLAS_API_URL": self.api_url,
            "ATLAS_HUB_URL": f"http://127.0.0.1:{self.port + 1}/hub/api",
            "ATLAS_WORKER_TOKEN": WORKER_TOKEN,
            "ATLAS_COURSES": COURSE,
        }

    def start(self, module: str) -> subprocess.Popen[bytes]:
        """Start `python -m module`; its log goes to the state folder."""
        log = (self.state / f"{module}.log").open("ab")
        process = subprocess.Popen(
            [sys.executable, "-m", module],
            env=self.environment,
            stdout=log,
            stderr=subprocess.STDOUT,
            cwd=self.state,
        )
        log.close()
        self.processes.append(process)
        return process

    def start_api(self) -> subprocess.Popen[bytes]:
        """Start the API and wait until it answers."""
        subprocess.run(
            [sys.executable, "-m", "atlas_api.migrate"], env=self.environment, check=True
        )
        process = self.start("atlas_api")
        until(lambda: _answers(f"{self.api_url}/health"), "the API answers")
        return process

    def start_worker(self) -> subprocess.Popen[bytes]:
        """Start the worker and wait until it has released the exercises."""
        process = self.start("atlas_grading.worker")
        with self.as_user("ada") as api:
            until(
                lambda: len(api.released(COURSE)) == len(find_exercises()),
                "the exercises are released",
                seconds=4 * PATIENCE_S,
            )
        return process

    def as_user(self, name: str) -> Api:
        """The API with that person's token."""
        return Api(self.api_url, f"token {name}")

    def as_worker(self) -> Api:
        return Api(self.api_url, f"Bearer {WORKER_TOKEN}")

    def graded(self, name: str, attempt: int = 1) -> Submission:
        """Wait for a learner's grade."""
        with self.as_user(name) as api:

            def found() -> list[Submission]:
                listed = api.submissions(COURSE)
                return [s for s in listed if s.attempt == attempt and s.state == "graded"]

            until(lambda: bool(found()), f"attempt {attempt} of {name} is graded")
            return found()[0]

    def log(self, module: str) -> str:
        return (self.state / f"{module}.log").read_text(encoding="utf-8", errors="replace")

    def end(self) -> None:
        for process in self.processes:
            if process.poll() is None:
                process.send_signal(signal.SIGKILL)
            process.wait()


@contextmanager
def world(state: Path) -> Iterator[World]:
    """A world with a hub; everything that was started ends with it."""
    port = free_ports()
    hub = ThreadingHTTPServer(("127.0.0.1", port + 1), FakeHub)
    thread = threading.Thread(target=hub.serve_forever, daemon=True)
    thread.start()
    built = World(state=state, port=port)
    (state / "api").mkdir(parents=True, exist_ok=True)
    try:
        yield built
    finally:
        built.end()
        hub.shutdown()
        hub.server_close()
        thread.join()


def free_ports(count: int = 4) -> int:
    """The first of `count` free ports in a row, among those of this room."""
    for first in range(9800, 9820 - count):
        try:
            for port in range(first, first + count):
                with socket.socket() as probe:
                    probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                    probe.bind(("127.0.0.1", port))
        except OSError:
            continue
        return first
    raise RuntimeError("No free ports from 9800 to 9819.")


def until(holds: object, what: str, seconds: float = PATIENCE_S) -> None:
    """Wait for a condition; fail with its words."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if holds():  # type: ignore[operator]
            return
        time.sleep(0.05)
    raise AssertionError(f"It did not come true in {seconds:g} s that {what}.")


def _answers(url: str) -> bool:
    try:
        return httpx.get(url, trust_env=False, timeout=2).status_code < 500
    except httpx.HTTPError:
        return False
