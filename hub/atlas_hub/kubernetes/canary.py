"""`python -m atlas_hub.kubernetes.canary`: does once what learners do, after each deploy.

Makes the user `canary-<course>`, starts their server, runs a cell, hands an exercise in, waits for
its grade, and takes user, server and volume away again, also when a step fails. It goes through the
proxy, as people do. The hand-in stays in the ledger under a name that formgrader doesn't show.
Needs of the hub only what the role `atlas-canary` allows: everything about this one user, nothing
about others. Ends with 1 and a sentence that names the step, so that the release fails.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
import time
import uuid
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any, cast
from urllib.parse import urlsplit

from tornado.httpclient import AsyncHTTPClient, HTTPRequest, HTTPResponse
from tornado.websocket import websocket_connect

from atlas_hub.accounts import CANARY

TOKEN = Path("/run/secrets/atlas/canary-token")
CALL_S = 20.0
SERVER_S, EXERCISE_S, GRADE_S, GONE_S = 240.0, 180.0, 120.0, 90.0
AGAIN_S = 0.5
CELL, EXPECTED = "print(6 * 7)", "42"


class CanaryError(Exception):
    """A step that did not do what it must."""


class Canary:
    """One walk through. domain: of per-user subdomains, if there are. say: is told each step."""

    def __init__(
        self,
        *,
        url: str,
        token: str,
        name: str,
        exercise: str,
        domain: str = "",
        say: Callable[[str], None],
    ) -> None:
        self._url, self._token, self._name = url.rstrip("/"), token, name
        self._domain = domain
        self._exercise, self._say = exercise, say
        self._client = AsyncHTTPClient()
        self._user = f"/hub/api/users/{name}"
        self._server = f"/user/{name}"

    async def walk(self) -> None:
        """Every step; CanaryError where one fails. What was made is taken away again."""
        await self._tidy()  # what a walk that was killed left
        try:
            for title, step in (
                ("a user", self._make_user),
                ("a server", self._start),
                ("a cell", self._run_cell),
                ("a grade", self._hand_in),
            ):
                began = time.monotonic()
                await step()
                self._say(f"{title}: {time.monotonic() - began:.1f} s")
        finally:
            await self._tidy()
        self._say("tidied up")

    async def _make_user(self) -> None:
        await self._expect("POST", self._user, {201})

    async def _start(self) -> None:
        await self._expect("POST", f"{self._user}/server", {201, 202})

        async def answers() -> bool:
            answer = await self._call("GET", f"{self._server}/api/status")
            return answer.code == 200 and answer.body.startswith(b"{")

        await self._wait(answers, SERVER_S, "the server does not answer")

    async def _run_cell(self) -> None:
        answer = await self._expect("POST", f"{self._server}/api/kernels", {201}, name="python3")
        kernel = json.loads(answer.body)["id"]
        parts = urlsplit(self._url)
        address = f"ws://{parts.netloc}{self._server}/api/kernels/{kernel}/channels"
        request = HTTPRequest(address, headers=self._headers(address), connect_timeout=CALL_S)
        connection = await websocket_connect(request)
        try:
            message = cell_message(CELL)
            await connection.write_message(json.dumps(message))
            printed = await asyncio.wait_for(
                output_of(connection.read_message, message["header"]["msg_id"]), CALL_S
            )
        except TimeoutError as error:
            raise CanaryError("The kernel does not answer.") from error
        finally:
            connection.close()
        if printed.strip() != EXPECTED:
            raise CanaryError(f"The cell printed {printed[:80]!r}, not {EXPECTED!r}.")

    async def _hand_in(self) -> None:
        base = f"{self._server}/atlas/exercise"

        async def fetched() -> bool:  # a new installation releases its exercises within a minute
            answer = await self._call("POST", f"{base}/fetch", exercise=self._exercise)
            return answer.code == 200

        await self._wait(fetched, EXERCISE_S, f"the exercise {self._exercise} can't be fetched")
        await self._expect("POST", f"{base}/submit", {200}, exercise=self._exercise)

        async def graded() -> bool:
            listed = await self._call("GET", f"{base}/submissions?exercise={self._exercise}")
            newest = json.loads(listed.body)["submissions"][0] if listed.code == 200 else {}
            return bool(newest.get("state") == "graded")

        await self._wait(graded, GRADE_S, "the answer is not graded")

    async def _tidy(self) -> None:
        await self._expect("DELETE", f"{self._user}/server", {202, 204, 400, 404})

        async def gone() -> bool:
            answer = await self._call("DELETE", self._user)
            return answer.code in (204, 404)  # 400 while the server still stops

        await self._wait(gone, GONE_S, f"the user {self._name} can't be removed")

    def _headers(self, address: str) -> dict[str, str]:
        request = f"canary-{uuid.uuid4().hex[:12]}"
        headers = {"Authorization": f"token {self._token}", "X-Request-Id": request}
        if self._domain:  # the proxy knows whose server is meant by the name in front
            owner = f"{self._name}." if self._server in address else ""
            headers["Host"] = owner + self._domain
        return headers

    async def _call(self, method: str, path: str, **body: object) -> HTTPResponse:
        request = HTTPRequest(
            self._url + path,
            method=method,
            headers=self._headers(path) | {"Content-Type": "application/json"},
            body=json.dumps(body) if method == "POST" else None,
            follow_redirects=False,
            connect_timeout=CALL_S,
            request_timeout=CALL_S,
        )
        try:
            return await self._client.fetch(request, raise_error=False)
        except OSError as error:
            raise CanaryError(f"{self._url} can't be reached ({error}).") from error

    async def _expect(self, method: str, path: str, good: set[int], **body: object) -> HTTPResponse:
        answer = await self._call(method, path, **body)
        if answer.code not in good:
            text = answer.body.decode(errors="replace")[:300] if answer.body else ""
            raise CanaryError(f"{method} {path} was answered with {answer.code}: {text}")
        return answer

    async def _wait(self, done: Callable[[], Awaitable[bool]], within_s: float, why: str) -> None:
        ends_at = time.monotonic() + within_s
        while not await done():
            if time.monotonic() > ends_at:
                raise CanaryError(f"After {within_s:.0f} s {why}.")
            await asyncio.sleep(AGAIN_S)


def cell_message(code: str) -> dict[str, Any]:
    """Jupyter's `execute_request`, messaging protocol 5.3."""
    header = {
        "msg_id": uuid.uuid4().hex,
        "msg_type": "execute_request",
        "session": uuid.uuid4().hex,
        "username": "canary",
        "version": "5.3",
        "date": "",
    }
    content = {"code": code, "silent": False, "store_history": False, "allow_stdin": False}
    return {
        "header": header,
        "parent_header": {},
        "metadata": {},
        "content": content,
        "channel": "shell",
    }


async def output_of(read: Callable[[], Awaitable[str | bytes | None]], message: str) -> str:
    """What the cell of this message prints until its kernel is idle; CanaryError if it fails."""
    printed = ""
    while True:
        frame = await read()
        if frame is None:
            raise CanaryError("The kernel's connection was closed.")
        if isinstance(frame, bytes):
            continue
        got = json.loads(frame)
        if got["parent_header"].get("msg_id") != message:
            continue
        kind, content = got["header"]["msg_type"], got["content"]
        if kind == "stream":
            printed += str(content["text"])
        elif kind == "error":
            raise CanaryError(f"The cell failed: {content['ename']}: {content['evalue']}")
        elif kind == "status" and content["execution_state"] == "idle":
            return printed


def main(arguments: list[str]) -> int:
    """Walk; the exit code."""
    parser = argparse.ArgumentParser(prog="canary")
    parser.add_argument("--url", required=True, help="the proxy")
    parser.add_argument("--course", required=True)
    parser.add_argument("--exercise", required=True)
    parser.add_argument("--domain", default="", help="of per-user subdomains")
    given = parser.parse_args(arguments)

    def say(text: str) -> None:
        sys.stdout.write(f"{text}\n")
        sys.stdout.flush()

    canary = Canary(
        url=given.url,
        token=TOKEN.read_text().strip(),
        name=CANARY + cast("str", given.course),
        exercise=given.exercise,
        domain=given.domain,
        say=say,
    )
    try:
        asyncio.run(canary.walk())
    except CanaryError as error:
        say(f"The canary fell: {error}")
        return 1
    say("Learners can work.")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
