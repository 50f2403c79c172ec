"""The port of the sandbox: what the judge may ask of it, whatever confines the code.

A `Sandbox` opens a `Session`: one fresh process that has loaded one piece of source. The session
answers calls with JSON values. Everything that comes out was made by the learner's code and is
evidence, never a verdict.
"""

from contextlib import AbstractContextManager
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from atlas_grading.sandbox.values import JsonValue


class SandboxUnavailableError(RuntimeError):
    """Nothing on this machine can confine a submission; the sentence says what is missing."""


class Fault(StrEnum):
    """Why a load or a call gave no value."""

    RAISED = "raised"  # the code raised an exception
    MISSING = "missing"  # no function of that name
    NOT_JSON = "not_json"  # the value can't be written as JSON
    TOO_LARGE = "too_large"  # the answer is longer than the limit
    TIMED_OUT = "timed_out"  # CPU time or the wall clock ran out
    DIED = "died"  # the process ended: exit, signal, memory
    FORGED = "forged"  # the process broke the protocol of the pipe


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What one session may use. Durations in seconds, sizes in bytes.

    CPU time, which counts for a whole session, is what stops an endless loop, so that a busy
    machine fails nobody; the wall clock stops what sleeps.
    """

    load_s: float = 8.0
    call_s: float = 6.0
    total_s: float = 30.0
    cpu_s: int = 3
    memory_bytes: int = 512 * 1024 * 1024
    reply_bytes: int = 256 * 1024
    file_bytes: int = 1024 * 1024
    open_files: int = 32


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One call of one of the learner's functions."""

    name: str
    args: tuple[JsonValue, ...] = ()


class CallFailed(Exception):  # noqa: N818  (it says what happened, like the Fault that it carries)
    """A load or call gave no value.

    `function` is the name that was called, "" while loading. `kind` is the exception's name where
    it is one of Python's own, else None. `text` and `line` are set only while loading, when no
    hidden input has crossed the pipe yet.
    """

    def __init__(
        self, fault: Fault, *, kind: str | None = None, text: str = "", line: int | None = None
    ) -> None:
        super().__init__(fault.value)
        self.fault = fault
        self.function = ""
        self.kind = kind
        self.text = text
        self.line = line


class Session(Protocol):
    """One live process with the source loaded."""

    @property
    def over(self) -> bool:
        """Whether the process is gone, so that every further call fails alike."""
        ...

    def call(self, call: Call) -> JsonValue:
        """Answer with the function's value; raises CallFailed."""
        ...


class Sandbox(Protocol):
    """Opens sessions. Each is a fresh process that shares nothing with another."""

    def open(self, source: str, limits: Limits) -> AbstractContextManager[Session]:
        """Load `source`; raises CallFailed. Leaving kills the process."""
        ...
