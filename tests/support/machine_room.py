"""A whole Atlas on a free port in a folder of its own, for the tests that need one.

    with MachineRoom(state=tmp_path, port=9600) as room:
        ada = room.login("ada")
        ada.start_server()
        assert ada.run("6 * 7") == "42"

Started as an operator starts it, by `python -m atlas_hub.launch`; stopped by SIGTERM. Nothing in
here knows how Atlas works inside: it speaks HTTP and kernel messages.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
import uuid
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Self

import httpx
import psutil
import websocket

PROJECT = Path(__file__).resolve().parents[2]
START_WITHIN_S = 120.0
STOP_WITHIN_S = 30.0
PING_S = 20.0  # a server closes a connection that leaves two pings unanswered
NAVIGATE = {"Sec-Fetch-Mode": "navigate"}  # as a browser says when it opens a page


class MachineRoom:
    """One Atlas. `catalogue` is copied into the state; without it `atlas build` makes one."""

    def __init__(
        self,
        *,
        state: Path,
        port: int,
        catalogue: Path | None = None,
        environ: Mapping[str, str] | None = None,
    ) -> None:
        self.state = state
        self.port = port
        self.catalogue = catalogue
        self.environ = dict(environ or {})
        self.url = f"http://127.0.0.1:{port}"
        self.process: subprocess.Popen[bytes] | None = None
        self.ready_after_s = 0.0
        self.people: list[Person] = []

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    @property
    def output(self) -> Path:
        """What the launcher printed."""
        return self.state.with_name(self.state.name + ".out")

    def environment(self) -> dict[str, str]:
        """The operator's environment."""
        kept = {name: os.environ[name] for name in ("HOME", "LANG", "PATH") if name in os.environ}
        own = {"ATLAS_STATE": str(self.state), "ATLAS_PORT": str(self.port)}
        return kept | own | self.environ

    def prepare_catalogue(self) -> None:
        """Put a catalogue where Atlas looks for it, unless there is one."""
        target = self.state / "catalogue" / "catalogue.sqlite"
        if target.exists():
            return
        target.parent.mkdir(parents=True, exist_ok=True)
        if self.catalogue:
            shutil.copyfile(self.catalogue, target)
            return
        atlas = Path(sys.prefix) / "bin" / "atlas"
        subprocess.run(
            [atlas, "build", PROJECT / "notebooks", "--out", target],
            check=True,
            cwd=PROJECT,
            env=self.environment(),
            stdout=subprocess.DEVNULL,
        )

    def start(self) -> None:
        """Start and wait until the launcher says that Atlas is ready."""
        self.prepare_catalogue()
        began = time.monotonic()
        self.start_only()
        self.wait_ready()
        self.ready_after_s = time.monotonic() - began

    def start_only(self) -> None:
        """Start and don't wait."""
        with self.output.open("wb") as out:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "atlas_hub.launch"],
                env=self.environment(),
                cwd=PROJECT,
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=subprocess.STDOUT,
            )

    def wait_ready(self) -> None:
        """Wait until the launcher says that Atlas is ready; AssertionError with its words."""
        wait_for(
            lambda: "Atlas is ready" in self.printed() or self.ended(),
            START_WITHIN_S,
            "Atlas to be ready",
        )
        if self.ended():
            raise AssertionError(f"Atlas did not start:\n{self.printed()}")

    def ended(self) -> bool:
        """Whether the launcher has ended."""
        return self.process is None or self.process.poll() is not None

    def printed(self) -> str:
        """What the launcher printed so far."""
        return self.output.read_text(errors="replace")

    def stop(self, number: int = signal.SIGTERM) -> float:
        """Ask Atlas to end; returns how long it took, in seconds."""
        for person in self.people:
            person.close()
        self.people.clear()
        if self.process is None:
            return 0.0
        began = time.monotonic()
        self.process.send_signal(number)
        self.process.wait(STOP_WITHIN_S)
        self.process = None
        return time.monotonic() - began

    def kill_launcher(self) -> None:
        """Kill the launcher, as a machine out of memory might."""
        assert self.process
        self.process.kill()
        self.process.wait()
        self.process = None

    def accounts(self) -> dict[str, str]:
        """Names and passwords of the demo accounts."""
        lines = (self.state / "accounts.txt").read_text().splitlines()
        return {line.split()[0]: line.split()[1] for line in lines}

    def pid(self, program: str) -> int:
        """The process id of `hub`, `proxy`, `api`, `worker`, `culler`, `supervisor`; 0 for none."""
        record = self.state / "run" / f"{program}.json"
        return int(json.loads(record.read_text())["pid"]) if record.exists() else 0

    def processes(self) -> list[psutil.Process]:
        """Every process that names this state folder in its command line or environment."""
        needle = str(self.state)
        return [process for process in psutil.process_iter() if mentions(process, needle)]

    def login(self, name: str) -> Person:
        """Sign in, as a browser does."""
        person = Person(self.url, name)
        person.sign_in(self.accounts()[name])
        self.people.append(person)
        return person


class Person:
    """A signed-in browser, and a hub token for calls that a program makes."""

    def __init__(self, url: str, name: str) -> None:
        self.url = url
        self.name = name
        self.client = httpx.Client(
            base_url=url, follow_redirects=True, timeout=30, trust_env=False, headers=NAVIGATE
        )
        self.token = ""
        self.kernels: dict[str, Kernel] = {}

    def sign_in(self, password: str) -> None:
        """Fill in the sign-in form."""
        self.client.get("/hub/login")
        answer = self.client.post(
            "/hub/login?next=/hub/home",
            data={"username": self.name, "password": password, "_xsrf": self.xsrf("/hub/")},
        )
        if answer.status_code != 200 or not answer.url.path.endswith("/hub/home"):
            raise AssertionError(f"{self.name} could not sign in: {answer.status_code}")
        answer = self.client.post(
            f"/hub/api/users/{self.name}/tokens",
            json={"note": "test"},
            headers={"X-XSRFToken": self.xsrf("/hub/"), "Sec-Fetch-Mode": "cors"},
        )
        answer.raise_for_status()
        self.token = answer.json()["token"]

    def close(self) -> None:
        """Close the browser and the connections to kernels; the kernels go on."""
        self.client.close()
        for kernel in self.kernels.values():
            kernel.socket.shutdown()

    def xsrf(self, path: str) -> str:
        """The anti-forgery cookie of a part of the site."""
        return next(
            (
                cookie.value or ""
                for cookie in self.client.cookies.jar
                if cookie.name == "_xsrf" and cookie.path == path
            ),
            "",
        )

    def call(self, method: str, path: str, **options: Any) -> httpx.Response:
        """A call with the token and without the browser's cookies."""
        return httpx.request(
            method,
            self.url + path,
            headers={"Authorization": f"token {self.token}"} | options.pop("headers", {}),
            timeout=options.pop("timeout", 30),
            trust_env=False,
            **options,
        )

    def start_server(self, name: str | None = None, *, within_s: float = 60) -> float:
        """Start a server (one's own unless named); returns how long until it answers, in s."""
        name = name or self.name
        began = time.monotonic()
        answer = self.call("POST", f"/hub/api/users/{name}/server")
        assert answer.status_code in (201, 202, 400), answer.text
        wait_for(
            lambda: self.call("GET", f"/user/{name}/api/status").status_code == 200,
            within_s,
            f"the server of {name}",
        )
        return time.monotonic() - began

    def kernel(self, server: str | None = None) -> Kernel:
        """A kernel on a server, started once."""
        server = server or self.name
        if server not in self.kernels:
            self.kernels[server] = Kernel(self, server)
        return self.kernels[server]

    def run(self, code: str, *, timeout_s: float = 60) -> str:
        """Run a cell in one's own kernel: its output; AssertionError with the traceback."""
        return self.kernel().run(code, timeout_s=timeout_s)


class Kernel:
    """One kernel, driven through the server's websocket as JupyterLab does."""

    def __init__(self, person: Person, server: str) -> None:
        self.person, self.server = person, server
        answer = person.call("POST", f"/user/{server}/api/kernels", json={"name": "python3"})
        answer.raise_for_status()
        self.id: str = answer.json()["id"]
        self.session = uuid.uuid4().hex
        self.connect()

    def reconnect(self) -> None:
        """Open the websocket again, after a proxy was restarted."""
        self.socket.shutdown()
        self.connect()

    def connect(self) -> None:
        """Open the websocket."""
        self.used = time.monotonic()
        host = self.person.url.removeprefix("http://")
        self.socket = websocket.create_connection(
            f"ws://{host}/user/{self.server}/api/kernels/{self.id}/channels"
            f"?session_id={self.session}",
            header={"Authorization": f"token {self.person.token}"},
            timeout=30,
            http_no_proxy=["127.0.0.1"],
        )

    def send(self, code: str) -> str:
        """Send a cell; returns the id of its message."""
        if time.monotonic() - self.used > PING_S:  # nobody answered the server's pings meanwhile
            self.reconnect()
        message = uuid.uuid4().hex
        header = {
            "msg_id": message,
            "msg_type": "execute_request",
            "session": self.session,
            "username": self.person.name,
            "version": "5.3",
            "date": "",
        }
        content = {"code": code, "silent": False, "store_history": True, "allow_stdin": False}
        self.socket.send(
            json.dumps(
                {
                    "header": header,
                    "parent_header": {},
                    "metadata": {},
                    "content": content,
                    "channel": "shell",
                }
            )
        )
        return message

    def collect(self, message: str, *, timeout_s: float) -> str:
        """Wait for the cell to end; AssertionError with the traceback if it failed."""
        deadline, text, failure = time.monotonic() + timeout_s, "", ""
        while True:
            self.socket.settimeout(max(0.1, deadline - time.monotonic()))
            got = json.loads(self.socket.recv())
            if got["parent_header"].get("msg_id") != message:
                continue
            kind, content = got["header"]["msg_type"], got["content"]
            if kind == "stream":
                text += content["text"]
            elif kind == "execute_result":
                text += content["data"]["text/plain"]
            elif kind == "error":
                failure = "\n".join(content["traceback"])
            elif kind == "status" and content["execution_state"] == "idle":
                break
        self.used = time.monotonic()
        assert not failure, failure
        return text.strip()

    def run(self, code: str, *, timeout_s: float = 60) -> str:
        """Send a cell and wait for it."""
        return self.collect(self.send(code), timeout_s=timeout_s)


def runs(process: psutil.Process) -> bool:
    """Whether a process still runs; one that has ended and was not yet buried does not."""
    try:
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def mentions(process: psutil.Process, needle: str) -> bool:
    """Whether a process names a folder in its command line or environment."""
    try:
        if any(needle in part for part in process.cmdline()):
            return True
        return any(needle in value for value in process.environ().values())
    except (psutil.NoSuchProcess, psutil.AccessDenied, OSError):
        return False


def wait_for(done: Callable[[], bool], timeout_s: float, what: str) -> None:
    """Poll until `done()`, or fail by the name of what did not come."""
    deadline = time.monotonic() + timeout_s
    while not done():
        assert time.monotonic() < deadline, f"waited {timeout_s:.0f} s in vain for {what}"
        time.sleep(0.1)
