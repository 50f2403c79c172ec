"""One session: a confined process at the other end of two pipes, killed from outside on overrun.

Every wait has a deadline, every read a limit. A reply must be one line with the unguessable id of
the request that is open; anything else, or anything before a request, ends the session as forged.
"""

import builtins
import json
import os
import secrets
import select
import signal
import subprocess
import time

from atlas_grading.sandbox.port import Call, CallFailed, Fault, Limits
from atlas_grading.sandbox.values import JsonValue, NotAValueError, parse

_CHUNK = 65536
_OUT_OF_CPU = 128 + signal.SIGXCPU  # as bubblewrap reports a child that a signal ended


class PipeSession:
    """Implements `Session` over a started process whose stdin and stdout are unbuffered pipes."""

    def __init__(self, process: subprocess.Popen[bytes], limits: Limits) -> None:
        assert process.stdin is not None
        assert process.stdout is not None
        self._process = process
        self._requests = process.stdin.fileno()
        self._replies = process.stdout.fileno()
        self._limits = limits
        self._ends_at = time.monotonic() + limits.total_s
        self._unread = b""
        self._fault: Fault | None = None
        os.set_blocking(self._requests, False)
        os.set_blocking(self._replies, False)

    @property
    def over(self) -> bool:
        """Whether the process is gone."""
        return self._fault is not None

    def load(self, source: str) -> None:
        """Run the learner's cells; raises CallFailed."""
        self._ask({"load": source}, self._limits.load_s, loading=True)

    def call(self, call: Call) -> JsonValue:
        """Answer with the function's value; raises CallFailed, also for a session that is over."""
        try:
            return self._ask({"call": call.name, "args": list(call.args)}, self._limits.call_s)
        except CallFailed as failed:
            failed.function = call.name
            raise

    def _ask(
        self, request: dict[str, object], seconds: float, *, loading: bool = False
    ) -> JsonValue:
        if self._fault is not None:
            raise CallFailed(self._fault)
        try:
            reply = self._exchange(request, min(time.monotonic() + seconds, self._ends_at))
        except CallFailed as failed:
            self._fault = failed.fault
            self._process.kill()
            raise
        fault = reply.get("fault")
        if fault is not None:
            raise _failure(fault, reply, loading=loading)
        return reply.get("value")

    def _exchange(self, request: dict[str, object], deadline: float) -> dict[str, JsonValue]:
        if self._unread or select.select([self._replies], [], [], 0)[0]:
            self._fill(deadline)
            raise CallFailed(Fault.FORGED)
        ticket = secrets.token_hex(8)
        self._send(json.dumps({"id": ticket, **request}).encode() + b"\n", deadline)
        try:
            reply = parse(self._line(deadline))
        except NotAValueError:
            raise CallFailed(Fault.NOT_JSON) from None
        if not isinstance(reply, dict) or reply.get("id") != ticket:
            raise CallFailed(Fault.FORGED)
        return reply

    def _send(self, data: bytes, deadline: float) -> None:
        while data:
            if not select.select([], [self._requests], [], max(0, deadline - time.monotonic()))[1]:
                raise CallFailed(Fault.TIMED_OUT)
            try:
                data = data[os.write(self._requests, data) :]
            except BrokenPipeError:
                raise CallFailed(self._how_it_ended(deadline)) from None

    def _line(self, deadline: float) -> bytes:
        while b"\n" not in self._unread:
            if len(self._unread) > self._limits.reply_bytes:
                raise CallFailed(Fault.TOO_LARGE)
            self._fill(deadline)
        line, _, self._unread = self._unread.partition(b"\n")
        return line

    def _fill(self, deadline: float) -> None:
        if not select.select([self._replies], [], [], max(0, deadline - time.monotonic()))[0]:
            raise CallFailed(Fault.TIMED_OUT)
        chunk = os.read(self._replies, _CHUNK)
        if not chunk:
            raise CallFailed(self._how_it_ended(deadline))
        self._unread += chunk

    def _how_it_ended(self, deadline: float) -> Fault:
        try:
            code = self._process.wait(max(0, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            return Fault.DIED  # it closed its pipe and lives on; the caller kills it
        return Fault.TIMED_OUT if code == _OUT_OF_CPU else Fault.DIED


def _failure(fault: JsonValue, reply: dict[str, JsonValue], *, loading: bool) -> CallFailed:
    """Turn a reported fault into the exception.

    Only a name from Python's own list leaves a call: a learner's class could be named after a
    hidden input.
    """
    if fault not in (Fault.RAISED, Fault.MISSING, Fault.NOT_JSON, Fault.TOO_LARGE):
        return CallFailed(Fault.FORGED)
    kind, text, line = reply.get("kind"), reply.get("text"), reply.get("line")
    known = isinstance(kind, str) and isinstance(getattr(builtins, kind, None), type)
    return CallFailed(
        Fault(fault),
        kind=kind if known and isinstance(kind, str) else None,
        text=text if loading and isinstance(text, str) else "",
        line=line if loading and isinstance(line, int) else None,
    )
