"""Keeps an answer's references honest: [n] stands only for a passage that was given.

A reference to nothing is taken out, but never from code, where `xs[0]` is no reference. Text
comes in arbitrary pieces, so what may be the beginning of a reference or of code is held back
until it is clear: "see [1" waits for the "2]" that may follow.
"""

import re
from dataclasses import dataclass

MARK = re.compile(r"(?P<ticks>`+)|\[(?P<n>\d{1,2})\]|(?P<gap>\n\s*\n)")
UNFINISHED = re.compile(r"(?:`+|\[\d{0,2}|\n\s*)$")
WORD_ENDS = re.compile(r"\w$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Referenced:
    """Text that may be shown, and the passages that are cited for the first time in it."""

    text: str
    first: tuple[int, ...] = ()


class References:
    """One answer's references to `count` passages."""

    def __init__(self, *, count: int) -> None:
        self._count = count
        self._held = ""
        self._before = ""
        self._code = ""
        self._seen: set[int] = set()
        self._in_paragraph: set[int] = set()
        self._first: list[int] = []

    def text(self, piece: str) -> Referenced:
        """What is clear so far of the text and this further piece."""
        whole = self._held + piece
        unfinished = UNFINISHED.search(whole)
        clear = unfinished.start() if unfinished else len(whole)
        self._held = whole[clear:]
        return self._checked(whole[:clear])

    def cited(self, n: int) -> Referenced:
        """The model itself marked its text as resting on passage `n`: written once a paragraph."""
        rest = self.end()
        if self._code or not 1 <= n <= self._count or n in self._in_paragraph:
            return rest
        mark = self._checked(f" [{n}]")
        return Referenced(text=rest.text + mark.text, first=rest.first + mark.first)

    def end(self) -> Referenced:
        """What was still held back."""
        held, self._held = self._held, ""
        return self._checked(held)

    def _checked(self, text: str) -> Referenced:
        self._first = []
        shown = MARK.sub(self._one, text)
        self._before = text[-1:] or self._before
        return Referenced(text=shown, first=tuple(self._first))

    def _one(self, match: re.Match[str]) -> str:
        if match["ticks"]:
            self._toggle(match["ticks"])
        elif match["gap"]:
            self._in_paragraph = set()
            self._code = self._code if len(self._code) > 2 else ""
        elif not self._code:
            before = match.string[: match.start()] or self._before
            if not WORD_ENDS.search(before):
                return self._reference(int(match["n"]))
        return match[0]

    def _toggle(self, ticks: str) -> None:
        if not self._code:
            self._code = ticks
        elif len(ticks) >= len(self._code):
            self._code = ""

    def _reference(self, n: int) -> str:
        if not 1 <= n <= self._count:
            return ""
        self._in_paragraph.add(n)
        if n not in self._seen:
            self._seen.add(n)
            self._first.append(n)
        return f"[{n}]"
