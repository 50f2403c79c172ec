"""Repairs of sequence diagrams."""

import re

from atlas_core.mermaid.repairs.scan import each_line

_OPENERS = ("loop", "alt", "opt", "par", "par_over", "critical", "break", "rect", "box")
_SECTIONS = ("else", "and", "option")
_LINE = r"(?:<<)?--?(?:>>|>|x|\))"
_ALIASED = re.compile(r"(\s*)([A-Za-z]+)(\s+\S+\s+as\s+.*)")
_MESSAGE = re.compile(rf"(\s*[^\s:%][^:]*?{_LINE}\s*[+-]?\s*[^:]+?)\s*(?::(.*))?")
_NOTE = re.compile(r"(\s*note\s+(?:over|left of|right of)\s+[^:]+?)\s*:(.*)", re.I)
_FRAME = re.compile(rf"(\s*(?:{'|'.join(_OPENERS + _SECTIONS)})\b)(.*)", re.I)
_ALIAS = re.compile(r"(\s*(?:create\s+)?(?:participant|actor)\s.*?\sas\s)(.*)", re.I)
_HASH = re.compile(r"#(?!(?:\d{2,}|[A-Za-z]\w+);)")
_ENTITY = re.compile(r"(#(?:\d{2,}|[A-Za-z]\w+);)")
_BARE_NOTE = re.compile(
    r"(\s*note\s+(?:over\s+\w+(?:\s*,\s*\w+)?|(?:left|right) of\s+\w+))\s+([^:,]+)", re.I
)
_NOTE_SIDE = re.compile(r"(\s*note\s+(?:left|right))\s+(?!of\b)(.*)", re.I)
_ARROWS = (
    (re.compile(r"\s*(?:→|⟶|➔|➜)\s*"), "->>"),
    (re.compile(r"\s*[—\u2013]+>>?\s*"), "->>"),
    (re.compile(r"-{3,}>+"), "-->>"),
    (re.compile(r"={1,2}>{1,2}"), "->>"),
    (re.compile(r"-\.-?>{1,2}"), "-->>"),
    (re.compile(r"->>>+"), "->>"),
)
_KNOWN = re.compile(
    r"\s*(?:(?:participant|actor|create|destroy|activate|deactivate|autonumber|links?|properties|"
    r"details|title|accTitle|accDescr|end|sequenceDiagram|note)\b.*|%%.*)?",
    re.I,
)
_OPENING = re.compile(rf"\s*(?:{'|'.join(_OPENERS)})\b", re.I)
_END = re.compile(r"\s*end\s*", re.I)


def mend_statements(text: str) -> str:
    """`parameter X as Y`, `particpant X as Y` declare a participant; `note left X` is `left of`."""
    return each_line(text, _mend_statement)


def _mend_statement(line: str) -> str:
    found = _ALIASED.fullmatch(line)
    word = found[2].lower() if found else ""
    if found and word not in ("participant", "actor", "create", "note"):
        return f"{found[1]}participant{found[3]}"
    if side := _NOTE_SIDE.fullmatch(line):
        return f"{side[1]} of {side[2]}"
    return line


def escape_text(text: str) -> str:
    """`#` and `;` in texts, at which Mermaid would cut them, become entities."""
    return each_line(text, _escape_line)


def _escape_line(line: str) -> str:
    for pattern in (_FRAME, _ALIAS, _NOTE, _MESSAGE):
        if found := pattern.fullmatch(line):
            body = found[2]
            return line if body is None else line[: found.start(2)] + _escaped(body)
    return line


def _escaped(body: str) -> str:
    parts = _ENTITY.split(_HASH.sub("#35;", body))
    if re.search(rf";\s*\w+\s*{_LINE}", body):  # two statements on one line
        return "".join(parts)
    return "".join(
        part if _ENTITY.fullmatch(part) else re.sub(r";(?!\s*$)", "#59;", part) for part in parts
    )


def add_colons(text: str) -> str:
    """A message without a text, and a note whose colon is missing, get their colon."""
    return each_line(text, _add_colon)


def _add_colon(line: str) -> str:
    if note := _BARE_NOTE.fullmatch(line):
        return f"{note[1]}: {note[2]}"
    message = _MESSAGE.fullmatch(line)
    other = _FRAME.match(line) or _KNOWN.fullmatch(line)
    return f"{line.rstrip()}: " if message and message[2] is None and not other else line


def mend_arrows(text: str) -> str:
    """Arrows of other notations, before the colon: `A => B: x`, `A → B: x`."""
    lines = []
    for line in text.split("\n"):
        head, colon, tail = line.partition(":")
        if not _FRAME.match(line) and not _KNOWN.fullmatch(line):
            for pattern, arrow in _ARROWS:
                head = pattern.sub(arrow, head)
        lines.append(head + colon + tail)
    return "\n".join(lines)


def balance_ends(text: str) -> str:
    """An `end` too many is left out; those that are missing are added at the end."""
    depth = 0
    lines = []
    for line in text.split("\n"):
        if _OPENING.match(line):
            depth += 1
        elif _END.fullmatch(line):
            if depth == 0:
                lines.append("")
                continue
            depth -= 1
        elif depth == 0 and re.match(rf"\s*(?:{'|'.join(_SECTIONS)})\b", line):
            lines.append("")
            continue
        lines.append(line)
    return "\n".join([*lines, *["end"] * depth])


def drop_activations(text: str) -> str:
    """Activation marks, which carry looks only, are left out where they don't pair up."""
    lines = []
    for line in text.split("\n"):
        if re.match(r"\s*(?:de)?activate\b", line, re.I):
            lines.append("")
        else:
            lines.append(re.sub(rf"^([^:]*?{_LINE}\s*)[+-]", r"\1", line))
    return "\n".join(lines)


def plain_participants(text: str) -> str:
    """`create participant X` without the message that makes X declares it plainly."""
    text = re.sub(r"(?im)^(\s*)create\s+(participant|actor)\b", r"\1\2", text)
    return re.sub(r"(?im)^\s*destroy\b.*$", "", text)


def drop_foreign(text: str) -> str:
    """Lines that are no statement of a sequence diagram are left out."""
    lines = []
    for line in text.split("\n"):
        known = _KNOWN.fullmatch(line) or _FRAME.match(line) or _MESSAGE.fullmatch(line)
        lines.append(line if known else "")
    return "\n".join(lines)
