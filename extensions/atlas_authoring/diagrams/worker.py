"""One long-lived Node process that answers one line for each line that it is sent.

A process that takes too long or dies is replaced; the caller gets the reason instead of an answer.
Nothing that a block makes it do reaches the caller as an exception.
"""

import json
import os
import selectors
import subprocess
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

START_S_MAX = 30.0
MEMORY_MB_MAX = 1024
_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Lost:
    """There is no answer: the process hung until it was ended, or it died."""

    code: str
    sentence: str


class Worker:
    """Starts its process at the first request. Not for use by two threads at a time."""

    def __init__(self, command: Sequence[str], *, timeout_s: float) -> None:
        self._command = list(command)
        self._timeout_s = timeout_s
        self._process: subprocess.Popen[bytes] | None = None
        self._unread = b""

    def ask(self, request: object) -> bytes | Lost:
        """One line of JSON there, one line back."""
        try:
            process = self._running()
            assert process.stdin is not None
            line = json.dumps(request, ensure_ascii=False)
            process.stdin.write(line.encode(errors="surrogatepass") + b"\n")
            process.stdin.flush()
            answer = self._read_line(process, self._timeout_s)
        except TimeoutError:
            self.close()
            return Lost(
                code="workshop-hung",
                sentence=f"the diagram reader took more than {self._timeout_s:g} s",
            )
        except (OSError, EOFError) as error:
            self.close()
            return Lost(code="workshop-died", sentence=f"the diagram reader stopped ({error})")
        return answer

    def close(self) -> None:
        """Ends the process, if one runs."""
        process, self._process, self._unread = self._process, None, b""
        if process is None:
            return
        process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                pipe.close()

    def _running(self) -> subprocess.Popen[bytes]:
        if self._process is None:
            self._process = subprocess.Popen(
                self._command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                bufsize=0,
            )
            self._read_line(self._process, START_S_MAX)  # it says that it is ready
        return self._process

    def _read_line(self, process: subprocess.Popen[bytes], timeout_s: float) -> bytes:
        assert process.stdout is not None
        pipe = process.stdout.fileno()
        deadline = time.monotonic() + timeout_s
        with selectors.DefaultSelector() as selector:
            selector.register(pipe, selectors.EVENT_READ)
            while b"\n" not in self._unread:
                left = deadline - time.monotonic()
                if left <= 0 or not selector.select(left):
                    raise TimeoutError
                chunk = os.read(pipe, _CHUNK)
                if not chunk:
                    raise EOFError("its output ended")
                self._unread += chunk
        line, _, self._unread = self._unread.partition(b"\n")
        return line


def node_command(node: Path, bundle: Path) -> list[str]:
    """How the workshop is started: with bounded memory."""
    return [str(node), f"--max-old-space-size={MEMORY_MB_MAX}", str(bundle)]
