"""The worker's side of the sandbox's pod: implements `Sandbox` over a bridge process.

Why a warm pod with a fresh process and not a pod a submission: a pod takes seconds to start and a
submission some 0.1 s to judge. What a namespace of its own would give is given by Landlock, seccomp
and rlimits; and in the pod there is nothing to find: no hidden check, no project, no secret but the
token of this very port, which the process can't read.

A pod that can't be reached, or is lost while a submission runs, is an outage and never a verdict:
SandboxLostError leaves the judge, no grade is made, and the submission is leased again.
"""

import json
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

from atlas_grading.sandbox import (
    Call,
    CallFailed,
    Fault,
    JsonValue,
    Limits,
    SandboxUnavailableError,
    Session,
)
from atlas_grading.sandbox.bubblewrap import RUNNER
from atlas_grading.sandbox.pipe import PipeSession
from atlas_grading.sandbox_pod.bridge import UNREACHABLE

BRIDGE = Path(__file__).with_name("bridge.py")
CONNECT_TIMEOUT_S = 2.0


class SandboxLostError(RuntimeError):
    """The sandbox's pod went away; nothing can be said about the submission."""


class PodSession:
    """Implements `Session`; tells a process that failed from a pod that is gone."""

    def __init__(
        self, inner: PipeSession, process: "subprocess.Popen[bytes]", sandbox: "PodSandbox"
    ) -> None:
        self._inner, self._process, self._sandbox = inner, process, sandbox

    @property
    def over(self) -> bool:
        """Whether no further call can be answered."""
        return self._inner.over

    def call(self, call: Call) -> JsonValue:
        """Answer with the function's value; raises CallFailed or SandboxLostError."""
        try:
            return self._inner.call(call)
        except CallFailed as failed:
            self._sandbox.blame(failed, self._process)
            raise


class PodSandbox:
    """Opens sessions in the sandbox's pod."""

    def __init__(self, *, host: str, port: int, token: str) -> None:
        self._host, self._port, self._token = host, port, token

    def probe(self) -> None:
        """Run a program there; raises SandboxUnavailableError."""
        try:
            with self.open("import math, random, threading", Limits()):
                return
        except CallFailed as failed:
            reason = f"the trial run {failed.fault.value}"
        except SandboxLostError as lost:
            reason = str(lost)
        raise SandboxUnavailableError(
            f"Submissions are not graded: the sandbox at {self._host}:{self._port} can't run them "
            f"({reason}). See the log of its pod; its node needs Linux 6.12 or newer with Landlock."
        )

    def open(self, source: str, limits: Limits) -> AbstractContextManager[Session]:
        """Start a fresh process there, load `source`, end it on leaving.

        Raises CallFailed, or SandboxLostError when the pod is the reason.
        """
        return self._open(source, limits)

    @contextmanager
    def _open(self, source: str, limits: Limits) -> Iterator[Session]:
        opening = os.memfd_create("opening")
        try:
            os.write(opening, self._opening(limits))
            os.lseek(opening, 0, os.SEEK_SET)
            process = subprocess.Popen(
                [sys.executable, "-I", BRIDGE, self._host, str(self._port), str(opening)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                bufsize=0,
                pass_fds=(opening,),
                env={},
            )
        finally:
            os.close(opening)
        with process:
            try:
                session = PipeSession(process, limits)
                try:
                    session.load(source)
                except CallFailed as failed:
                    self.blame(failed, process)
                    raise
                yield PodSession(session, process, self)
            finally:
                process.kill()

    def blame(self, failed: CallFailed, process: "subprocess.Popen[bytes]") -> None:
        """Raise SandboxLostError when a failure is the pod's, not the submission's."""
        if failed.fault not in (Fault.DIED, Fault.TIMED_OUT):
            return
        if process.poll() == UNREACHABLE or not self._answers():
            raise SandboxLostError("it does not answer") from failed

    def _answers(self) -> bool:
        try:
            socket.create_connection((self._host, self._port), CONNECT_TIMEOUT_S).close()
        except OSError:
            return False
        return True

    def _opening(self, limits: Limits) -> bytes:
        settings = {
            "uid": None,
            "reply_bytes": limits.reply_bytes,
            "limits": {
                "AS": [limits.memory_bytes] * 2,
                "CPU": [limits.cpu_s, limits.cpu_s + 1],  # SIGXCPU, then SIGKILL
                "FSIZE": [0, 0],
                "NOFILE": [limits.open_files] * 2,
                "CORE": [0, 0],
            },
        }
        asked = {"token": self._token, "runner": RUNNER, "settings": json.dumps(settings)}
        return json.dumps(asked).encode() + b"\n"
