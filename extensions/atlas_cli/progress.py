"""How far a command is, on stderr."""

import sys
import time

_EVERY_S = 0.2


class Progress:
    """One line on a terminal, rewritten; on anything else a line for each stage."""

    def __init__(self, *, shown: bool) -> None:
        self._shown = shown
        self._rewrites = sys.stderr.isatty()
        self._next_s = 0.0
        self._open = False

    def show(self, stage: str, done: int, total: int) -> None:
        """Show that `done` of `total` are done."""
        last = done >= total
        if not self._shown or (not last and time.monotonic() < self._next_s):
            return
        self._next_s = time.monotonic() + _EVERY_S
        if self._rewrites:
            end = "\n" if last else ""
            print(f"\r{stage} {done}/{total}", end=end, file=sys.stderr, flush=True)
            self._open = not last
        elif last:
            print(f"{stage} {done}/{total}", file=sys.stderr, flush=True)

    def finish(self) -> None:
        """End a line that is still open."""
        if self._open:
            print(file=sys.stderr)
            self._open = False
