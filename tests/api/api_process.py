"""The service as a process of its own, with a small hub on loopback."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
from api_model_endpoint import running_app
from api_world import WORKER_TOKEN
from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse

PEOPLE = {
    "ada": {"kind": "user", "name": "ada", "groups": ["systems-learners"]},
    "course": {"kind": "user", "name": "course-systems", "groups": []},
}


@contextlib.contextmanager
def running_hub() -> Iterator[str]:
    """A hub that knows two tokens; the address of its API."""
    app = FastAPI(docs_url=None, openapi_url=None)

    @app.get("/hub/api/")
    def version() -> dict[str, str]:
        return {"version": "6"}

    @app.get("/hub/api/user")
    def user(request: Request) -> JSONResponse:
        token = request.headers.get("authorization", "").removeprefix("token ")
        return JSONResponse(PEOPLE.get(token, {}), 200 if token in PEOPLE else 403)

    with running_app(app) as url:
        yield f"{url}/hub/api"


@dataclass
class Process:
    """`python -m atlas_api` over a state folder and a database."""

    state: Path
    database_url: str
    hub_url: str
    popen: subprocess.Popen[bytes] | None = None
    url: str = ""

    @property
    def environment(self) -> dict[str, str]:
        return {
            "PATH": os.environ["PATH"],
            "ATLAS_STATE": str(self.state),
            "ATLAS_DATABASE_URL": self.database_url,
            "ATLAS_HUB_URL": self.hub_url,
            "ATLAS_WORKER_TOKEN": WORKER_TOKEN,
            "ATLAS_PORT": str(_free_port() - 2),
        }

    def start(self) -> None:
        """Migrate, start, and wait until it answers."""
        environment = self.environment
        self.url = f"http://127.0.0.1:{int(environment['ATLAS_PORT']) + 2}"
        migrate = [sys.executable, "-m", "atlas_api.migrate"]
        subprocess.run(migrate, env=environment, check=True, timeout=60)
        self.state.mkdir(exist_ok=True)
        with (self.state / "api.log").open("ab") as log:
            self.popen = subprocess.Popen(
                [sys.executable, "-m", "atlas_api"], env=environment, stdout=log, stderr=log
            )
        for _ in range(600):
            with contextlib.suppress(httpx.HTTPError):
                httpx.get(f"{self.url}/health", timeout=5)
                return
            time.sleep(0.1)
        raise AssertionError((self.state / "api.log").read_text())

    def kill(self) -> None:
        """kill -9."""
        assert self.popen is not None
        self.popen.kill()
        self.popen.wait(timeout=10)

    def stop(self) -> float:
        """SIGTERM; the seconds until it ended."""
        assert self.popen is not None
        started = time.monotonic()
        self.popen.terminate()
        assert self.popen.wait(timeout=30) in (0, -signal.SIGTERM)
        return time.monotonic() - started

    def log(self) -> str:
        """All that it logged."""
        return (self.state / "api.log").read_text()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
