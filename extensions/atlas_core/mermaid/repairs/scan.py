"""Finds node labels in the text of a flowchart: where each begins and ends, and its brackets.

Mermaid's grammar ends a label at the first closing bracket; authors write brackets inside labels.
So the end taken here is the one after which a statement can go on: a line's end, an arrow, a class.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

BRACKETS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("(((", (")))",)),
    ("((", ("))",)),
    ("([", ("])",)),
    ("[[", ("]]",)),
    ("[(", (")]",)),
    ("[/", ("/]", "\\]")),
    ("[\\", ("\\]", "/]")),
    ("{{", ("}}",)),
    ("[", ("]",)),
    ("(", (")",)),
    ("{", ("}",)),
    (">", ("]",)),
)
"""Opening brackets, longer ones first, and what closes each."""

_AFTER = re.compile(r"[ \t]*(?:$|:::|;|&|,|%%|@\{|<?[ox]?(?:--|==|-\.|~~~)|[—\u2013→⇒-])")
_PAIRS = {")": "(", "]": "[", "}": "{"}
_PLAIN_STATEMENT = re.compile(
    r"\s*(?:%%|classDef\b|class\b|style\b|linkStyle\b|click\b|direction\b|acc(?:Title|Descr)\b)"
)


@dataclass(frozen=True, slots=True)
class Label:
    """`line[start:end]` is the label; its brackets lie around it."""

    start: int
    end: int
    opener: str
    closer: str


def each_line(text: str, mend: Callable[[str], str]) -> str:
    """The text with every line mended by itself."""
    return "\n".join(mend(line) for line in text.split("\n"))


def is_plain(line: str) -> bool:
    """A statement without labels: styling, comment, click."""
    return _PLAIN_STATEMENT.match(line) is not None


def is_quoted(label: str) -> bool:
    """Whole in double quotes, without another one inside."""
    text = label.strip()
    return len(text) > 1 and text[0] == text[-1] == '"' and '"' not in text[1:-1]


def labels_in(line: str) -> Iterator[Label]:
    """The labels of a line, from left to right. An opening bracket without an end is passed by."""
    at = 0
    while at < len(line):
        if line[at] == '"':
            at = _past(line, '"', at + 1)
        elif line[at] == "|":
            at = _past(line, "|", at + 1)
        elif _opens(line, at) and (label := _label_at(line, at)):
            yield label
            at = label.end + len(label.closer)
        else:
            at += 1


def _past(line: str, mark: str, start: int) -> int:
    found = line.find(mark, start)
    return len(line) if found < 0 else found + 1


def _opens(line: str, at: int) -> bool:
    if line[at] not in "[({>":
        return False
    before = line[:at].rstrip() if line[at] != ">" else line[:at]
    return bool(before) and (before[-1].isalnum() or before[-1] in "_.")


def _label_at(line: str, at: int) -> Label | None:
    for opener, closers in BRACKETS:
        if not line.startswith(opener, at):
            continue
        start = at + len(opener)
        ends = [
            (end, closer)
            for closer in closers
            for end in _occurrences(line, closer, start)
            if _AFTER.match(line, end + len(closer))
        ]
        for end, closer in sorted(ends):
            if _balanced(line[start:end]):
                return Label(start, end, opener, closer)
        if ends and len(opener) == 1:
            end, closer = min(ends)
            return Label(start, end, opener, closer)
    return None


def _occurrences(line: str, mark: str, start: int) -> Iterator[int]:
    at = line.find(mark, start)
    while at >= 0:
        yield at
        at = line.find(mark, at + 1)


def _balanced(text: str) -> bool:
    """Brackets pair up, those in a quoted label apart."""
    if is_quoted(text):
        return True
    open_: list[str] = []
    for character in text:
        if character in "([{":
            open_.append(character)
        elif character in ")]}" and (not open_ or open_.pop() != _PAIRS[character]):
            return False
    return not open_


def quoted(label: str) -> str:
    """The label in double quotes, those inside written as entities."""
    inner = label.strip()
    if len(inner) > 1 and inner[0] == inner[-1] == '"':
        inner = inner[1:-1]
    return '"' + inner.replace('"', "#quot;") + '"'


def masked(line: str) -> str:
    """The line with its labels and quoted texts blotted out, of the same length."""
    characters = list(line)
    for label in labels_in(line):
        characters[label.start : label.end] = "\x00" * (label.end - label.start)
    text = "".join(characters)
    return re.sub(r'"[^"\n]*"|(?<=[->=~.ox])[ \t]*\|[^|\n]*\|', lambda m: "\x00" * len(m[0]), text)
