"""The guard: no answer carries the solution of a graded exercise.

It knows solutions by their fingerprints only. Code is held back until its fence closes and is
shown when it is clear; prose streams freely.
"""

import re
from dataclasses import dataclass, field
from pathlib import Path

from atlas_core.fingerprint import Fingerprint, fingerprint, read_fingerprints

# A fifth of a solution in one answer is a hint too many; fewer grams than this are a coincidence.
SHARE_MAX = 0.2
GRAMS_MIN = 4
FENCE = re.compile(r"[ \t>]*(?:```|~~~)")
FENCE_LINE = re.compile(r"^[ \t>]*(?:```|~~~).*$", re.MULTILINE)
PERHAPS_FENCE = re.compile(r"[ \t>]*(?:`{0,2}|~{0,2}|(?:```|~~~).*)$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Guard:
    """Fingerprints of reference solutions by exercise; without any it lets everything pass."""

    solutions: dict[str, Fingerprint] = field(default_factory=dict)

    def recognise(self, text: str) -> str | None:
        """The exercise whose solution is in a text, or None."""
        if not self.solutions:
            return None
        written = fingerprint(text)
        for exercise, solution in self.solutions.items():
            common = len(solution.hashes & written.hashes)
            if common >= GRAMS_MIN and solution.share_in(written) >= SHARE_MAX:
                return exercise
        return None


def load_guard(path: Path | None) -> Guard:
    """The guard for a file of fingerprints; none without a path. Raises OSError, ValueError."""
    if path is None:
        return Guard()
    return Guard(solutions=read_fingerprints(path.read_text(encoding="utf-8")))


class GuardedText:
    """One answer as it streams. `stopped` names the exercise once the guard was raised."""

    def __init__(self, guard: Guard) -> None:
        self._guard = guard
        self._line = ""
        self._shown = 0
        self._block = ""
        self._seen = ""
        self.stopped: str | None = None

    def write(self, piece: str) -> str:
        """What may be shown now."""
        if not self._guard.solutions:
            return piece
        shown = ""
        for part in re.split(r"(?<=\n)", piece):
            if self.stopped:
                break
            self._line += part
            if part.endswith("\n"):
                shown += self._end_line()
            elif not self._block and not PERHAPS_FENCE.match(self._line):
                shown += self._line[self._shown :]
                self._shown = len(self._line)
        return shown

    def finish(self) -> str:
        """The rest, once the answer ended; an unclosed fence ends here."""
        if self.stopped:
            return ""
        rest = self._block + self._line[self._shown :]
        return rest if self._is_clear(self._block + self._line) else ""

    def _end_line(self) -> str:
        line, shown = self._line, self._shown
        self._line, self._shown = "", 0
        fence = FENCE.match(line) is not None
        if not self._block and not fence:
            return line[shown:] if self._is_clear(line) else ""
        closing = fence and self._block != ""
        self._block += line
        if not closing:
            return ""
        block, self._block = self._block, ""
        return block if self._is_clear(block) else ""

    def _is_clear(self, text: str) -> bool:
        # Pieces add up: a solution in five small blocks is a solution.
        self._seen += FENCE_LINE.sub("", text)
        self.stopped = self._guard.recognise(self._seen)
        return self.stopped is None
